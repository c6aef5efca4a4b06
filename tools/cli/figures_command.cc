// impactwire figures: impact figures, filtered.
#include "absl/strings/str_cat.h"
#include "tools/cli/commands.h"
#include "tools/cli/exit_status.h"
#include "tools/cli/figure_filter.h"
#include "tools/cli/json.h"
#include "tools/cli/pages.h"
#include "tools/cli/service_flags.h"
#include "tools/cli/views.h"

namespace impactwire::cli {
namespace {

constexpr char kName[] = "figures";
constexpr char kEpilog[] =
    "Examples\n"
    "  impactwire figures --organization='Acme Foundation'\n"
    "  impactwire figures --category=people-trained --min-value=1000\n"
    "  impactwire figures --unit=tCO2e --order=value --since=2020\n"
    "  impactwire figures --all --json |\n"
    "    jq -r '[.organizationName, .figure.value] | @tsv'\n";

}  // namespace

int RunFigures(const Args& args, Console& console) {
  Flags flags("figures [FLAGS]",
              "Lists impact figures: who, how much, of what, achieved or "
              "planned, where and\nwhen, with the sentence that says so.");
  ServiceFlags service;
  PageFlags pages;
  FigureFilterFlags filter_flags;
  std::string order = "position";
  bool evidence = true;
  flags.Add("order", "ORDER", &order,
            "position (as ingested), value (largest first; needs one --unit), "
            "date (newest article first) or confidence (surest first)");
  flags.AddSwitch("evidence", &evidence,
                  "Tables: with the sentence that says so (yes; "
                  "--no-evidence)");
  pages.Add(&flags);
  service.AddQuery(&flags);
  service.AddOutput(&flags);
  filter_flags.Add(&flags);
  flags.Epilog(absl::StrCat(kEpilog, "\n", kExitStatusHelp));
  Args arguments;
  if (const auto over = ParseFlags(kName, args, flags, &arguments, console)) {
    return *over;
  }
  if (!arguments.empty()) {
    return UsageError(
        kName,
        absl::StrCat("takes no argument \"", arguments[0],
                     "\"; did you mean --organization=", arguments[0], "?"),
        console);
  }
  v1::ListImpactFiguresRequest request;
  absl::Status status = service.Check();
  auto filter = filter_flags.Build();
  status.Update(filter.status());
  if (order == "position") {
    request.set_order(v1::ListImpactFiguresRequest::ORDER_POSITION);
  } else if (order == "value") {
    // An expression may name the unit: the service tells.
    if (filter.ok() && filter->units_size() != 1 &&
        filter->expression().empty()) {
      status.Update(absl::InvalidArgumentError(
          "--order=value needs exactly one --unit; values of different units "
          "have no order"));
    }
    request.set_order(v1::ListImpactFiguresRequest::ORDER_VALUE);
  } else if (order == "date") {
    request.set_order(v1::ListImpactFiguresRequest::ORDER_PUBLISH_DATE);
  } else if (order == "confidence") {
    request.set_order(v1::ListImpactFiguresRequest::ORDER_CONFIDENCE);
  } else {
    status.Update(absl::InvalidArgumentError(
        absl::StrCat("--order: \"", order,
                     "\" is none of position, value, date, confidence")));
  }
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
  service.SetPositions(&request);
  return PrintPages(
      kName, request, pages, service, "impact figures", console,
      [&](const auto& page) { return query.ListImpactFigures(page); },
      [](const auto& page) -> auto& { return page.entries(); }, FigureTable,
      [&](const auto& entry, Table* table) {
        AddFigure(entry.figure(), entry.organization_name(), evidence, table);
      });
}

}  // namespace impactwire::cli
