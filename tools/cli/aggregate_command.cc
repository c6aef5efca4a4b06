// impactwire aggregate: sums and counts of impact figures.
#include "absl/strings/str_cat.h"
#include "tools/cli/commands.h"
#include "tools/cli/enum_flag.h"
#include "tools/cli/exit_status.h"
#include "tools/cli/figure_filter.h"
#include "tools/cli/json.h"
#include "tools/cli/service_flags.h"
#include "tools/cli/views.h"

namespace impactwire::cli {
namespace {

using Request = v1::AggregateImpactFiguresRequest;
using Response = v1::AggregateImpactFiguresResponse;

constexpr char kName[] = "aggregate";
constexpr char kEpilog[] =
    "Unit and status always group as well: sums never mix them. Each claim is\n"
    "counted once, however many FIGURES tell it. INEXACT tells how many of "
    "the\n"
    "claims are bounds (\"more than\"), summed as if exact. Left out are "
    "figures\n"
    "that tell a claim once MORE, OLD levels of a count that is told anew "
    "later,\n"
    "and RATES (\"per year\").\n\n"
    "Examples\n"
    "  impactwire aggregate --by=organization --unit=person\n"
    "  impactwire aggregate --by=category,country --status=achieved\n";

std::string GroupName(const Response::Group& group) {
  std::vector<std::string> parts;
  if (!group.organization_name().empty()) {
    parts.push_back(group.organization_name());
  } else if (!group.organization_id().empty()) {
    parts.push_back(group.organization_id());
  }
  if (group.category() != v1::IMPACT_CATEGORY_UNSPECIFIED) {
    parts.push_back(FormatEnum("IMPACT_CATEGORY_",
                               v1::ImpactCategory_Name(group.category())));
  }
  for (const std::string& part : {group.place(), group.country_code(),
                                  group.publish_year(), group.period_year()}) {
    if (!part.empty()) parts.push_back(part);
  }
  if (group.sdg_goal() != 0) {
    parts.push_back(absl::StrCat("goal ", group.sdg_goal()));
  }
  std::string name;
  for (const std::string& part : parts) {
    absl::StrAppend(&name, name.empty() ? "" : ", ", part);
  }
  return name.empty() ? "-" : name;
}

template <typename Message>
int LeftOut(const Message& message, Response::LeftOut reason) {
  for (const auto& left_out : message.left_out()) {
    if (left_out.reason() == reason) return left_out.count();
  }
  return 0;
}

std::string Sum(const Response::Group& group) {
  if (!group.sum_is_meaningful()) return "-";
  const std::string bound = group.sum_bound() == v1::BOUND_EXACT
                                ? ""
                                : FormatBound(group.sum_bound()) + " ";
  return bound + FormatNumber(group.sum());
}

void Show(const Response& answer, Console& console) {
  Table table({{"GROUP", false, 16, 60, 2},
               {"UNIT", false, 6, 24, 2},
               {"STATUS", false, 8, 10, 1},
               {"CLAIMS", true, 6, 10, 1},
               {"FIGURES", true, 7, 10, 1, 3},
               {"SUM", true, 5, 34, 1},
               {"LEAST", true, 5, 20, 1, 2},
               {"MOST", true, 5, 20, 1, 1},
               {"INEXACT", true, 7, 8, 1, 4},
               {"MORE", true, 4, 8, 1, 5},
               {"OLD", true, 4, 8, 1, 6},
               {"RATES", true, 5, 8, 1, 7}});
  for (const Response::Group& group : answer.groups()) {
    const auto value = [&](double number) {
      return group.count() > 0 ? FormatNumber(number) : "-";
    };
    table.AddRow(
        {GroupName(group), group.unit(),
         FormatEnum("FIGURE_STATUS_", v1::FigureStatus_Name(group.status())),
         FormatNumber(group.count()), FormatNumber(group.figure_count()),
         Sum(group), value(group.min()), value(group.max()),
         FormatNumber(group.inexact_count()),
         FormatNumber(LeftOut(group, Response::LEFT_OUT_SAME_CLAIM)),
         FormatNumber(LeftOut(group, Response::LEFT_OUT_SUPERSEDED)),
         FormatNumber(LeftOut(group, Response::LEFT_OUT_RATE))});
  }
  if (!table.empty()) {
    console.Out(table.Render(console.width(), console.styled()));
  }
  console.Out(absl::StrCat(FormatNumber(answer.total_count()),
                           " impact figures, at ", answer.position()));
  const int left_out = LeftOut(answer, Response::LEFT_OUT_SAME_CLAIM) +
                       LeftOut(answer, Response::LEFT_OUT_SUPERSEDED) +
                       LeftOut(answer, Response::LEFT_OUT_RATE);
  if (left_out > 0) {
    console.Out(absl::StrCat("; left out of sums: ", FormatNumber(left_out)));
  }
  if (answer.omitted_group_count() > 0) {
    console.Out(absl::StrCat("; ", FormatNumber(answer.omitted_group_count()),
                             " smaller groups with ",
                             FormatNumber(answer.omitted_figure_count()),
                             " claims not shown (--limit)"));
  }
  console.Out("\n");
}

}  // namespace

int RunAggregate(const Args& args, Console& console) {
  Flags flags("aggregate [FLAGS]", "Counts and sums claims per group.");
  ServiceFlags service;
  FigureFilterFlags filter_flags;
  std::vector<std::string> by;
  int limit = 100;
  flags.Add("by", "WHAT", &by,
            EnumChoices("GROUP_BY_", *Request::GroupBy_descriptor()));
  flags.Add("limit", "N", &limit, 1, 1000, "At most so many groups (100)");
  service.AddQuery(&flags);
  service.AddOutput(&flags);
  filter_flags.Add(&flags);
  flags.Epilog(absl::StrCat(kEpilog, "\n", kExitStatusHelp));
  Args arguments;
  if (const auto over = ParseFlags(kName, args, flags, &arguments, console)) {
    return *over;
  }
  Request request;
  absl::Status status = service.Check();
  if (!arguments.empty()) {
    status.Update(absl::InvalidArgumentError(
        absl::StrCat("takes no argument \"", arguments[0], "\"")));
  }
  auto filter = filter_flags.Build();
  status.Update(filter.status());
  status.Update(ParseEnums<Request::GroupBy>(
      "by", "GROUP_BY_", *Request::GroupBy_descriptor(), by,
      [&](auto value) { request.add_group_by(value); }));
  if (!status.ok()) return UsageError(kName, status.message(), console);

  client::QueryClient query(service.query, service.ClientOptions());
  auto ids = ResolveOrganizations(filter_flags.organizations,
                                  service.min_position, &query);
  if (!ids.ok()) {
    return ReportError(kName, "query", service.query, ids.status(), console);
  }
  *request.mutable_filter() = *filter;
  for (const std::string& id : *ids) {
    request.mutable_filter()->add_organization_ids(id);
  }
  request.set_max_groups(limit);
  service.SetPositions(&request);
  auto answer = query.AggregateImpactFigures(request);
  if (!answer.ok()) {
    return ReportError(kName, "query", service.query, answer.status(), console);
  }
  if (service.WantTable(console)) {
    Show(*answer, console);
  } else {
    console.Out(absl::StrCat(ToJson(*answer), "\n"));
  }
  return kExitOk;
}

}  // namespace impactwire::cli
