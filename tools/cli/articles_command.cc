// impactwire articles: what the index holds; one article's facts.
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

constexpr char kName[] = "articles";
constexpr char kEpilog[] =
    "Examples\n"
    "  impactwire articles --since=2023\n"
    "  impactwire articles --organization='Acme Foundation' --order=date\n";

Table ArticleTable() {
  return Table({{"PUBLISHED", false, 10, 10, 1},
                {"TITLE", false, 20, 80, 2},
                {"PUBLISHER", false, 10, 24, 2, 1},
                {"ORGANIZATIONS", true, 8, 13, 1, 2},
                {"EXECUTIVES", true, 8, 10, 1, 3},
                {"FIGURES", true, 7, 8, 1},
                {"ID", false, 20, 40, 2}});
}

void AddArticle(const v1::ArticleSummary& article, Table* table) {
  table->AddRow({article.publish_date(), article.title(), article.publisher(),
                 FormatNumber(article.organization_count()),
                 FormatNumber(article.executive_count()),
                 FormatNumber(article.impact_figure_count()),
                 article.article_id()});
}

}  // namespace

int RunArticles(const Args& args, Console& console) {
  Flags flags("articles [FLAGS]", "Lists articles, as ingested.");
  ServiceFlags service;
  PageFlags pages;
  std::vector<std::string> organizations;
  std::string since, until, publisher, order = "position";
  flags.Add("organization", "NAME|ID", &organizations,
            "That name this organization");
  flags.Add("publisher", "NAME", &publisher, "Of this publisher");
  flags.AddDate("since", &since,
                "Published on or after: YYYY, YYYY-MM or YYYY-MM-DD");
  flags.AddDate("until", &until, "Published on or before");
  flags.Add("order", "ORDER", &order,
            "position (as ingested) or date (newest first)");
  pages.Add(&flags);
  service.AddQuery(&flags);
  service.AddOutput(&flags);
  flags.Epilog(absl::StrCat(kEpilog, "\n", kExitStatusHelp));
  Args arguments;
  if (const auto over = ParseFlags(kName, args, flags, &arguments, console)) {
    return *over;
  }
  v1::ListArticlesRequest request;
  absl::Status status = service.Check();
  if (!arguments.empty()) {
    status.Update(absl::InvalidArgumentError(
        absl::StrCat("takes no argument \"", arguments[0],
                     "\"; \"impactwire record ID\" shows one article")));
  }
  if (order == "position") {
    request.set_order(v1::ListArticlesRequest::ORDER_POSITION);
  } else if (order == "date") {
    request.set_order(v1::ListArticlesRequest::ORDER_PUBLISH_DATE);
  } else {
    status.Update(absl::InvalidArgumentError(
        absl::StrCat("--order: \"", order, "\" is none of position, date")));
  }
  status.Update(CheckDateOrder("since", since, "until", until));
  if (!status.ok()) return UsageError(kName, status.message(), console);

  client::QueryClient query(service.query, service.ClientOptions());
  auto ids = ResolveOrganizations(organizations, service.min_position, &query);
  if (!ids.ok()) {
    return ReportError(kName, "query", service.query, ids.status(), console);
  }
  v1::ArticleFilter& filter = *request.mutable_filter();
  for (const std::string& id : *ids) filter.add_organization_ids(id);
  filter.set_publisher(publisher);
  if (!since.empty()) filter.mutable_publish_date()->set_start(since);
  if (!until.empty()) filter.mutable_publish_date()->set_end(until);
  service.SetPositions(&request);
  return PrintPages(
      kName, request, pages, service, "articles", console,
      [&](const auto& page) { return query.ListArticles(page); },
      [](const auto& page) -> auto& { return page.articles(); }, ArticleTable,
      [](const auto& article, Table* table) { AddArticle(article, table); });
}

}  // namespace impactwire::cli
