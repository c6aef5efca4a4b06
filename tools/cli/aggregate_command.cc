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
    "Unit and status always group as well: sums never mix them. INEXACT tells\n"
    "how many of the figures are bounds (\"more than\"), summed as if exact;\n"
    "RATES how many are rates (\"per year\"), which are not summed.\n\n"
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
  for (const std::string& part : {group.country_code(), group.publish_year()}) {
    if (!part.empty()) parts.push_back(part);
  }
  std::string name;
  for (const std::string& part : parts) {
    absl::StrAppend(&name, name.empty() ? "" : ", ", part);
  }
  return name.empty() ? "-" : name;
}

void Show(const Response& answer, Console& console) {
  Table table({{"GROUP", false, 16, 60, 2},
               {"UNIT", false, 6, 24, 2},
               {"STATUS", false, 8, 10, 1},
               {"FIGURES", true, 7, 10, 1},
               {"SUM", true, 5, 24, 1},
               {"LEAST", true, 5, 20, 1, 2},
               {"MOST", true, 5, 20, 1, 1},
               {"INEXACT", true, 7, 8, 1, 3},
               {"RATES", true, 5, 8, 1, 4}});
  for (const Response::Group& group : answer.groups()) {
    // Rates are neither summed nor compared.
    const bool has_values = group.count() > group.rate_count();
    const auto value = [&](double number) {
      return has_values ? FormatNumber(number) : "-";
    };
    table.AddRow(
        {GroupName(group), group.unit(),
         FormatEnum("FIGURE_STATUS_", v1::FigureStatus_Name(group.status())),
         FormatNumber(group.count()),
         group.sum_is_meaningful() ? value(group.sum()) : "-",
         value(group.min()), value(group.max()),
         FormatNumber(group.inexact_count()),
         FormatNumber(group.rate_count())});
  }
  if (!table.empty()) {
    console.Out(table.Render(console.width(), console.styled()));
  }
  console.Out(absl::StrCat(FormatNumber(answer.total_count()),
                           " impact figures, at ", answer.position()));
  if (answer.omitted_group_count() > 0) {
    console.Out(absl::StrCat("; ", FormatNumber(answer.omitted_group_count()),
                             " smaller groups with ",
                             FormatNumber(answer.omitted_figure_count()),
                             " figures not shown (--limit)"));
  }
  console.Out("\n");
}

}  // namespace

int RunAggregate(const Args& args, Console& console) {
  Flags flags("aggregate [FLAGS]", "Counts and sums impact figures per group.");
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
