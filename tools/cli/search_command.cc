// impactwire search: impact figures by their words.
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tools/cli/commands.h"
#include "tools/cli/exit_status.h"
#include "tools/cli/figure_filter.h"
#include "tools/cli/json.h"
#include "tools/cli/service_flags.h"
#include "tools/cli/views.h"

namespace impactwire::cli {
namespace {

constexpr char kName[] = "search";
constexpr char kEpilog[] =
    "Examples\n"
    "  impactwire search clean water kenya 2022\n"
    "  impactwire search --status=achieved --unit=person teachers trained\n"
    "  impactwire search --limit=3 --json school meals | jq .matchedWords\n";

}  // namespace

int RunSearch(const Args& args, Console& console) {
  Flags flags("search [FLAGS] WORDS",
              "Finds impact figures by words of what was counted, of the "
              "sentence, place,\norganization and title, by country and year; "
              "those with most of the words first.");
  ServiceFlags service;
  int limit = 10;
  FigureFilterFlags filter_flags;
  bool evidence = true;
  flags.AddSwitch("evidence", &evidence,
                  "Tables: with the sentence that says so (yes; "
                  "--no-evidence)");
  flags.Add("limit", "N", &limit, 1, 100, "At most so many (10)");
  service.AddQuery(&flags);
  service.AddOutput(&flags);
  filter_flags.Add(&flags);
  flags.Epilog(absl::StrCat(kEpilog, "\n", kExitStatusHelp));
  Args arguments;
  if (const auto over = ParseFlags(kName, args, flags, &arguments, console)) {
    return *over;
  }
  absl::Status status = service.Check();
  auto filter = filter_flags.Build();
  status.Update(filter.status());
  if (arguments.empty()) {
    status.Update(absl::InvalidArgumentError("needs a word to look for"));
  }
  if (!status.ok()) return UsageError(kName, status.message(), console);

  client::QueryClient query(service.query, service.ClientOptions());
  auto ids = ResolveOrganizations(filter_flags.organizations,
                                  service.min_position, &query);
  if (!ids.ok()) {
    return ReportError(kName, "query", service.query, ids.status(), console);
  }
  v1::SearchImpactFiguresRequest request;
  const std::string words = absl::StrJoin(arguments, " ");
  request.set_query(words);
  *request.mutable_filter() = *filter;
  for (const std::string& id : *ids) {
    request.mutable_filter()->add_organization_ids(id);
  }
  request.set_page_size(limit);
  request.set_min_position(service.min_position);
  const auto answer = query.SearchImpactFigures(request);
  if (!answer.ok()) {
    return ReportError(kName, "query", service.query, answer.status(), console);
  }
  if (!service.WantTable(console)) {
    for (const auto& hit : answer->hits()) {
      console.Out(absl::StrCat(ToJson(hit), "\n"));
    }
    return kExitOk;
  }
  Table table = FigureTable();
  for (const auto& hit : answer->hits()) {
    AddFigure(hit.entry().figure(), hit.entry().organization_name(), evidence,
              &table);
  }
  if (!table.empty()) {
    console.Out(table.Render(console.width(), console.styled()));
  }
  console.Out(absl::StrCat("impact figures with words of \"", words,
                           "\": ", answer->hits_size(), "\n"));
  return kExitOk;
}

}  // namespace impactwire::cli
