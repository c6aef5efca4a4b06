// impactwire organizations: search by name, or list.
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

constexpr char kName[] = "organizations";
constexpr char kEpilog[] =
    "Examples\n"
    "  impactwire organizations                       all, by name\n"
    "  impactwire organizations 'red cross'           by name, prefix or "
    "alias\n"
    "  impactwire organizations org-0123456789abcdef  one, and which other ids "
    "it\n"
    "                                                 stands for, and why\n"
    "  impactwire organizations --order=figures --limit=10\n"
    "  impactwire organizations --kind=nonprofit --json | jq .displayName\n";

absl::Status BuildFilter(const std::vector<std::string>& kinds,
                         const std::string& article, int min_articles,
                         int min_figures, v1::OrganizationFilter* filter) {
  filter->set_article_id(article);
  filter->set_min_article_count(min_articles);
  filter->set_min_impact_figure_count(min_figures);
  return ParseEnums<v1::OrganizationKind>(
      "kind", "ORGANIZATION_KIND_", *v1::OrganizationKind_descriptor(), kinds,
      [&](auto kind) { filter->add_kinds(kind); });
}

int Search(const std::string& text, const v1::OrganizationFilter& filter,
           const PageFlags& pages, const ServiceFlags& service,
           client::QueryClient& query, Console& console) {
  v1::SearchOrganizationsRequest request;
  request.set_query(text);
  *request.mutable_filter() = filter;
  request.set_page_size(std::min(pages.all ? 100 : pages.limit, 100));
  service.SetPositions(&request);
  auto answer = query.SearchOrganizations(request);
  if (!answer.ok()) {
    return ReportError(kName, "query", service.query, answer.status(), console);
  }
  if (!service.WantTable(console)) {
    for (const auto& hit : answer->hits()) {
      console.Out(absl::StrCat(ToJson(hit), "\n"));
    }
    return kExitOk;
  }
  Table table = OrganizationSummaryTable();
  for (const auto& hit : answer->hits()) {
    AddOrganization(hit.organization(), &table);
  }
  if (!table.empty()) {
    console.Out(table.Render(console.width(), console.styled()));
  }
  console.Out(
      absl::StrCat("answering to \"", text, "\": ", answer->hits_size(), "\n"));
  return kExitOk;
}

int Get(const std::string& id, const ServiceFlags& service,
        client::QueryClient& query, Console& console) {
  v1::GetOrganizationRequest request;
  request.set_organization_id(id);
  service.SetPositions(&request);
  auto answer = query.GetOrganization(request);
  if (!answer.ok()) {
    return ReportError(kName, "query", service.query, answer.status(), console);
  }
  if (!service.WantTable(console)) {
    console.Out(absl::StrCat(ToJson(*answer), "\n"));
    return kExitOk;
  }
  Table table = OrganizationSummaryTable();
  AddOrganization(answer->organization(), &table);
  console.Out(table.Render(console.width(), console.styled()));
  console.Out(
      RenderRedirects(answer->redirects(), console.width(), console.styled()));
  return kExitOk;
}

}  // namespace

int RunOrganizations(const Args& args, Console& console) {
  Flags flags(
      "organizations [FLAGS] [NAME|ID]",
      "Lists organizations, or searches them by name as people type "
      "it: prefixes,\nsmall typing errors, aliases and acronyms. Of one "
      "given by its id, also tells\nwhich other ids it stands for, and "
      "why.");
  ServiceFlags service;
  PageFlags pages;
  std::vector<std::string> kinds;
  std::string article, order = "name";
  int min_articles = 0, min_figures = 0;
  flags.Add(
      "kind", "KIND", &kinds,
      EnumChoices("ORGANIZATION_KIND_", *v1::OrganizationKind_descriptor()));
  flags.Add("article", "ID", &article, "Named in this article");
  flags.Add("min-articles", "N", &min_articles, 0, 1 << 30,
            "Named in at least so many articles");
  flags.Add("min-figures", "N", &min_figures, 0, 1 << 30,
            "Having at least so many impact figures");
  flags.Add("order", "ORDER", &order,
            "name, figures (most first) or articles (most first)");
  pages.Add(&flags);
  service.AddQuery(&flags);
  service.AddOutput(&flags);
  flags.Epilog(absl::StrCat(kEpilog, "\n", kExitStatusHelp));
  Args arguments;
  if (const auto over = ParseFlags(kName, args, flags, &arguments, console)) {
    return *over;
  }
  v1::ListOrganizationsRequest request;
  absl::Status status = service.Check();
  status.Update(BuildFilter(kinds, article, min_articles, min_figures,
                            request.mutable_filter()));
  if (order == "name") {
    request.set_order(v1::ListOrganizationsRequest::ORDER_NAME);
  } else if (order == "figures") {
    request.set_order(v1::ListOrganizationsRequest::ORDER_IMPACT_FIGURE_COUNT);
  } else if (order == "articles") {
    request.set_order(v1::ListOrganizationsRequest::ORDER_ARTICLE_COUNT);
  } else {
    status.Update(absl::InvalidArgumentError(absl::StrCat(
        "--order: \"", order, "\" is none of name, figures, articles")));
  }
  if (!status.ok()) return UsageError(kName, status.message(), console);

  client::QueryClient query(service.query, service.ClientOptions());
  if (arguments.size() == 1 && IsOrganizationId(arguments[0])) {
    return Get(arguments[0], service, query, console);
  }
  if (!arguments.empty()) {
    return Search(absl::StrJoin(arguments, " "), request.filter(), pages,
                  service, query, console);
  }
  service.SetPositions(&request);
  return PrintPages(
      kName, request, pages, service, "organizations", console,
      [&](const auto& page) { return query.ListOrganizations(page); },
      [](const auto& page) -> auto& { return page.organizations(); },
      OrganizationSummaryTable, AddOrganization);
}

}  // namespace impactwire::cli
