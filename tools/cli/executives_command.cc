// impactwire executives: persons with their leading roles; search by name, or
// list.
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tools/cli/commands.h"
#include "tools/cli/enum_flag.h"
#include "tools/cli/exit_status.h"
#include "tools/cli/figure_filter.h"
#include "tools/cli/json.h"
#include "tools/cli/pages.h"
#include "tools/cli/service_flags.h"
#include "tools/cli/views.h"

namespace impactwire::cli {
namespace {

constexpr char kName[] = "executives";
constexpr char kEpilog[] =
    "Examples\n"
    "  impactwire executives                          all, by name\n"
    "  impactwire executives 'j. okafor'              by name as people type "
    "it\n"
    "  impactwire executives exe-0123456789abcdef     one, and which other ids "
    "it\n"
    "                                                 stands for, and why\n"
    "  impactwire executives --prefix=oka             by the start of a name\n"
    "  impactwire executives --organization='Acme Foundation' "
    "--status=current\n"
    "  impactwire executives --role=ceo,founder --all --json\n";

int Search(const std::string& text, const v1::ExecutiveFilter& filter,
           bool evidence, const PageFlags& pages, const ServiceFlags& service,
           client::QueryClient& query, Console& console) {
  v1::SearchExecutivesRequest request;
  request.set_query(text);
  *request.mutable_filter() = filter;
  request.set_page_size(std::min(pages.all ? 100 : pages.limit, 100));
  request.set_min_position(service.min_position);
  auto answer = query.SearchExecutives(request);
  if (!answer.ok()) {
    return ReportError(kName, "query", service.query, answer.status(), console);
  }
  if (!service.WantTable(console)) {
    for (const auto& hit : answer->hits()) {
      console.Out(absl::StrCat(ToJson(hit), "\n"));
    }
    return kExitOk;
  }
  Table table = ExecutiveTable(/*many_articles=*/true);
  for (const auto& hit : answer->hits()) {
    AddExecutive(hit.executive(), evidence, &table);
  }
  if (!table.empty()) {
    console.Out(table.Render(console.width(), console.styled()));
  }
  console.Out(
      absl::StrCat("answering to \"", text, "\": ", answer->hits_size(), "\n"));
  return kExitOk;
}

int Get(const std::string& id, bool evidence, const ServiceFlags& service,
        client::QueryClient& query, Console& console) {
  v1::GetExecutiveRequest request;
  request.set_executive_id(id);
  service.SetPositions(&request);
  auto answer = query.GetExecutive(request);
  if (!answer.ok()) {
    return ReportError(kName, "query", service.query, answer.status(), console);
  }
  if (!service.WantTable(console)) {
    console.Out(absl::StrCat(ToJson(*answer), "\n"));
    return kExitOk;
  }
  Table table = ExecutiveTable(/*many_articles=*/true);
  AddExecutive(answer->executive(), evidence, &table);
  console.Out(table.Render(console.width(), console.styled()));
  console.Out(
      RenderRedirects(answer->redirects(), console.width(), console.styled()));
  return kExitOk;
}

}  // namespace

int RunExecutives(const Args& args, Console& console) {
  Flags flags(
      "executives [FLAGS] [NAME|ID]",
      "Lists persons in leading roles, or searches them by name as people "
      "type it:\nwords in any order, initials, starts, small typing errors "
      "and other spellings.\nOf one given by the id, also tells which other "
      "ids "
      "are the same person, and why.");
  ServiceFlags service;
  PageFlags pages;
  std::vector<std::string> organizations, roles, statuses;
  std::string article, prefix;
  std::optional<double> min_confidence;
  bool evidence = false;
  flags.Add("organization", "NAME|ID", &organizations,
            "With a role at this organization");
  flags.Add("role", "ROLE", &roles,
            EnumChoices("ROLE_FAMILY_", *v1::RoleFamily_descriptor()));
  flags.Add("status", "STATUS", &statuses,
            EnumChoices("ROLE_STATUS_", *v1::RoleStatus_descriptor()));
  flags.Add("article", "ID", &article, "Named in this article");
  flags.Add("prefix", "TEXT", &prefix,
            "Start of the name or of any of its words");
  flags.Add("min-confidence", "NUMBER", &min_confidence, 0, 1, "0 to 1");
  flags.AddSwitch("evidence", &evidence,
                  "Tables: with the sentence that says so");
  pages.Add(&flags);
  service.AddQuery(&flags);
  service.AddOutput(&flags);
  flags.Epilog(absl::StrCat(kEpilog, "\n", kExitStatusHelp));
  Args arguments;
  if (const auto over = ParseFlags(kName, args, flags, &arguments, console)) {
    return *over;
  }
  v1::ListExecutivesRequest request;
  v1::ExecutiveFilter& filter = *request.mutable_filter();
  absl::Status status = service.Check();
  status.Update(ParseEnums<v1::RoleFamily>(
      "role", "ROLE_FAMILY_", *v1::RoleFamily_descriptor(), roles,
      [&](auto value) { filter.add_role_families(value); }));
  status.Update(ParseEnums<v1::RoleStatus>(
      "status", "ROLE_STATUS_", *v1::RoleStatus_descriptor(), statuses,
      [&](auto value) { filter.add_statuses(value); }));
  if (!status.ok()) return UsageError(kName, status.message(), console);
  filter.set_article_id(article);
  filter.set_name_prefix(prefix);
  if (min_confidence) filter.set_min_confidence(*min_confidence);
  service.SetPositions(&request);

  client::QueryClient query(service.query, service.ClientOptions());
  auto ids = ResolveOrganizations(organizations, service.min_position, &query);
  if (!ids.ok()) {
    return ReportError(kName, "query", service.query, ids.status(), console);
  }
  for (const std::string& id : *ids) filter.add_organization_ids(id);
  if (arguments.size() == 1 && IsExecutiveId(arguments[0])) {
    return Get(arguments[0], evidence, service, query, console);
  }
  if (!arguments.empty()) {
    return Search(absl::StrJoin(arguments, " "), filter, evidence, pages,
                  service, query, console);
  }
  return PrintPages(
      kName, request, pages, service, "executives", console,
      [&](const auto& page) { return query.ListExecutives(page); },
      [](const auto& page) -> auto& { return page.executives(); },
      [] { return ExecutiveTable(/*many_articles=*/true); },
      [&](const auto& executive, Table* table) {
        AddExecutive(executive, evidence, table);
      });
}

}  // namespace impactwire::cli
