// impactwire claims: figures as the articles together tell them.
#include "absl/strings/match.h"
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

constexpr char kName[] = "claims";
constexpr char kEpilog[] =
    "FIGURES are all that tell the claim, SOURCES its articles that are no\n"
    "copies of another one's text and not of the same publisher.\n\n"
    "Examples\n"
    "  impactwire claims --category=people-trained\n"
    "  impactwire claims --min-sources=2 --order=date\n"
    "  impactwire claims clm-0123456789abcdef         one, with its mentions\n"
    "  impactwire claims fig-0123456789abcdef         the figure's claim\n";

Table ClaimTable() {
  return Table({{"WHO", false, 12, 32, 3},
                {"VALUE", true, 5, 30, 1},
                {"UNIT", false, 6, 20, 3},
                {"WHAT", false, 10, 40, 4},
                {"STATUS", false, 8, 8, 1},
                {"FIGURES", true, 7, 8, 1},
                {"SOURCES", true, 7, 8, 1},
                {"FIRST", false, 10, 10, 1, 3},
                {"LAST", false, 10, 10, 1, 2},
                {"NOTE", false, 10, 22, 3, 4},
                {"ID", false, 20, 20, 1, 1}});
}

std::string Note(const v1::Claim& claim) {
  std::string note;
  const auto add = [&](absl::string_view text) {
    absl::StrAppend(&note, note.empty() ? "" : ", ", text);
  };
  if (!claim.superseded_by_claim_id().empty()) add("told anew later");
  if (!claim.supersedes_claim_id().empty()) add("told anew");
  if (claim.disagreeing_claim_ids_size() > 0) {
    add(absl::StrCat(claim.disagreeing_claim_ids_size(), " disagree"));
  }
  return note;
}

void AddClaim(const v1::Claim& claim, Table* table) {
  const v1::ImpactFigureEntry& entry = claim.entry();
  const v1::ImpactFigure& figure = entry.figure();
  table->AddRow(
      {entry.organization_name().empty() ? "-" : entry.organization_name(),
       FormatValue(figure), FormatUnit(figure), figure.what(),
       FormatEnum("FIGURE_STATUS_", v1::FigureStatus_Name(figure.status())),
       FormatNumber(claim.figure_count()),
       FormatNumber(claim.independent_source_count()),
       claim.first_publish_date(), claim.last_publish_date(), Note(claim),
       claim.claim_id()});
}

int ShowOne(const std::string& id, const ServiceFlags& service,
            client::QueryClient& query, Console& console) {
  v1::GetClaimRequest request;
  if (absl::StartsWith(id, "fig-")) {
    request.set_figure_id(id);
  } else {
    request.set_claim_id(id);
  }
  request.set_min_position(service.min_position);
  auto answer = query.GetClaim(request);
  if (!answer.ok()) {
    return ReportError(kName, "query", service.query, answer.status(), console);
  }
  if (!service.WantTable(console)) {
    console.Out(absl::StrCat(ToJson(*answer), "\n"));
    return kExitOk;
  }
  Table claim = ClaimTable();
  AddClaim(answer->claim(), &claim);
  console.Out(claim.Render(console.width(), console.styled()));
  Table mentions({{"PUBLISHED", false, 10, 10, 1},
                  {"PUBLISHER", false, 10, 30, 2},
                  {"SURFACE", false, 12, 60, 3},
                  {"COPY OF", false, 8, 40, 1, 2},
                  {"ARTICLE", false, 12, 60, 1, 1}});
  for (const v1::ClaimMention& mention : answer->mentions()) {
    mentions.AddRow({mention.publish_date(), mention.publisher(),
                     mention.surface(), mention.copy_of_article_id(),
                     mention.article_id()});
  }
  console.Out(absl::StrCat("\n",
                           mentions.Render(console.width(), console.styled()),
                           "at ", answer->position(), "\n"));
  return kExitOk;
}

}  // namespace

int RunClaims(const Args& args, Console& console) {
  Flags flags("claims [FLAGS] [CLAIM|FIGURE]",
              "Lists claims: each figure once, however many articles tell it; "
              "or shows one, by\nits id or that of a figure, with all that "
              "tell it.");
  ServiceFlags service;
  PageFlags pages;
  FigureFilterFlags filter_flags;
  std::string order = "position";
  int min_sources = 0;
  flags.Add("order", "ORDER", &order,
            "position (as ingested), value (largest first; needs one --unit), "
            "date (newest article first) or confidence (surest first)");
  flags.Add("min-sources", "N", &min_sources, 0, 1 << 30,
            "Told by at least so many independent sources");
  pages.Add(&flags);
  service.AddQuery(&flags);
  service.AddOutput(&flags);
  filter_flags.Add(&flags);
  flags.Epilog(absl::StrCat(kEpilog, "\n", kExitStatusHelp));
  Args arguments;
  if (const auto over = ParseFlags(kName, args, flags, &arguments, console)) {
    return *over;
  }
  v1::ListClaimsRequest request;
  absl::Status status = service.Check();
  auto filter = filter_flags.Build();
  status.Update(filter.status());
  if (arguments.size() > 1) {
    status.Update(absl::InvalidArgumentError(
        absl::StrCat("takes one id, not \"", arguments[1], "\", too")));
  }
  if (order == "position") {
    request.set_order(v1::ListImpactFiguresRequest::ORDER_POSITION);
  } else if (order == "value") {
    if (filter.ok() && filter->units_size() != 1) {
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
  if (!arguments.empty()) return ShowOne(arguments[0], service, query, console);
  auto ids = ResolveOrganizations(filter_flags.organizations,
                                  service.min_position, &query);
  if (!ids.ok()) {
    return ReportError(kName, "query", service.query, ids.status(), console);
  }
  *request.mutable_filter() = *filter;
  for (const std::string& id : *ids) {
    request.mutable_filter()->add_organization_ids(id);
  }
  request.set_min_position(service.min_position);
  request.set_min_independent_source_count(min_sources);
  return PrintPages(
      kName, request, pages, service, "claims", console,
      [&](const auto& page) { return query.ListClaims(page); },
      [](const auto& page) -> auto& { return page.claims(); }, ClaimTable,
      AddClaim);
}

}  // namespace impactwire::cli
