#include "tools/cli/views.h"

#include <cmath>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "tools/cli/display_width.h"

namespace impactwire::cli {
namespace {

std::string FormatStatus(v1::FigureStatus status) {
  return FormatEnum("FIGURE_STATUS_", v1::FigureStatus_Name(status));
}

std::string FormatKind(v1::OrganizationKind kind) {
  return FormatEnum("ORGANIZATION_KIND_", v1::OrganizationKind_Name(kind));
}

std::string FormatPlace(const v1::Place& place) {
  if (place.country_code().empty()) return place.name();
  if (place.name().empty()) return place.country_code();
  return absl::StrCat(place.name(), " (", place.country_code(), ")");
}

std::string FormatRoleStatus(const v1::ExecutiveRole& role) {
  return absl::StrCat(
      FormatEnum("ROLE_STATUS_", v1::RoleStatus_Name(role.status())),
      role.acting() ? ", acting" : "", role.deputy() ? ", deputy" : "");
}

std::string FormatWhat(const v1::ImpactFigure& figure) {
  const absl::string_view change =
      figure.change() == v1::CHANGE_UP_BY     ? " (up by)"
      : figure.change() == v1::CHANGE_UP_TO   ? " (up to)"
      : figure.change() == v1::CHANGE_DOWN_BY ? " (down by)"
      : figure.change() == v1::CHANGE_DOWN_TO ? " (down to)"
                                              : "";
  return absl::StrCat(figure.what(), change);
}

void AddRole(const v1::ExecutiveRole& role, absl::string_view organization_name,
             int articles, absl::string_view note, Table* table) {
  table->AddRow(
      {role.display_name(), role.title(),
       organization_name.empty() ? "-" : std::string(organization_name),
       FormatRoleStatus(role), FormatNumber(articles)},
      note);
}

}  // namespace

std::string FormatNumber(double value) {
  std::string digits = absl::StrFormat("%.6f", std::fabs(value));
  while (digits.back() == '0') digits.pop_back();
  if (digits.back() == '.') digits.pop_back();
  size_t point = digits.find('.');
  if (point == std::string::npos) point = digits.size();
  for (size_t i = point; i > 3;) {
    i -= 3;
    digits.insert(i, ",");
  }
  return value < 0 ? "-" + digits : digits;
}

std::string FormatBound(v1::Bound bound) {
  switch (bound) {
    case v1::BOUND_EXACT:
      return "exact";
    case v1::BOUND_APPROXIMATE:
      return "about";
    case v1::BOUND_MORE_THAN:
      return "more than";
    case v1::BOUND_LESS_THAN:
      return "less than";
    case v1::BOUND_RANGE:
      return "range";
    default:
      return "";
  }
}

std::string FormatEnum(absl::string_view prefix, absl::string_view name) {
  const absl::string_view rest = absl::StripPrefix(name, prefix);
  if (rest == "UNSPECIFIED") return "";
  return absl::AsciiStrToLower(absl::StrReplaceAll(rest, {{"_", " "}}));
}

std::string FormatValue(const v1::ImpactFigure& figure) {
  std::string text = FormatNumber(figure.value());
  if (figure.bound() == v1::BOUND_RANGE) {
    absl::StrAppend(&text, " - ", FormatNumber(figure.value_high()));
  }
  return text;
}

std::string FormatUnit(const v1::ImpactFigure& figure) {
  std::string text = figure.unit();
  if (!figure.rate().per().empty()) {
    absl::StrAppend(&text, " per ");
    if (figure.rate().count() != 0 && figure.rate().count() != 1) {
      absl::StrAppend(&text, FormatNumber(figure.rate().count()), " ");
    }
    absl::StrAppend(&text, figure.rate().per());
  }
  return text;
}

std::string FormatPeriod(const v1::Period& period) {
  if (period.start().empty() && period.end().empty()) return period.phrase();
  if (period.start() == period.end()) return period.start();
  if (period.end().empty()) return absl::StrCat("from ", period.start());
  if (period.start().empty()) return absl::StrCat("to ", period.end());
  return absl::StrCat(period.start(), " to ", period.end());
}

Table FigureTable() {
  return Table({{"WHO", false, 12, 32, 3},
                {"VALUE", true, 5, 30, 1},
                {"BOUND", false, 5, 10, 2},
                {"UNIT", false, 6, 20, 3},
                {"WHAT", false, 10, 40, 4},
                {"CATEGORY", false, 8, 15, 2, 3},
                {"STATUS", false, 8, 8, 1},
                {"PLACE", false, 8, 24, 3, 1},
                {"PERIOD", false, 10, 24, 3, 2}});
}

void AddFigure(const v1::ImpactFigure& figure,
               absl::string_view organization_name, bool evidence,
               Table* table) {
  table->AddRow(
      {organization_name.empty() ? "-" : std::string(organization_name),
       FormatValue(figure), FormatBound(figure.bound()), FormatUnit(figure),
       FormatWhat(figure),
       FormatEnum("IMPACT_CATEGORY_",
                  v1::ImpactCategory_Name(figure.category())),
       FormatStatus(figure.status()), FormatPlace(figure.place()),
       FormatPeriod(figure.period())},
      evidence ? figure.evidence().text() : "");
}

Table ExecutiveTable(bool many_articles) {
  std::vector<Column> columns = {{"PERSON", false, 12, 36, 2},
                                 {"TITLE", false, 12, 48, 3},
                                 {"ORGANIZATION", false, 12, 44, 3},
                                 {"STATUS", false, 8, 16, 2}};
  if (many_articles) columns.push_back({"ARTICLES", true, 8, 8, 1, 1});
  return Table(std::move(columns));
}

void AddExecutive(const v1::ExecutiveSummary& executive, bool evidence,
                  Table* table) {
  struct Row {
    const v1::ExecutiveRoleEntry* first;
    int articles = 0;
  };
  std::map<std::vector<std::string>, size_t> row_of;
  std::vector<Row> rows;
  for (const v1::ExecutiveRoleEntry& entry : executive.roles()) {
    const auto [at, added] = row_of.try_emplace(
        {absl::AsciiStrToLower(entry.role().title()),
         entry.role().organization_id(), FormatRoleStatus(entry.role())},
        rows.size());
    if (added) rows.push_back({&entry});
    ++rows[at->second].articles;
  }
  for (const Row& row : rows) {
    v1::ExecutiveRole role = row.first->role();
    role.set_display_name(executive.display_name());
    AddRole(role, row.first->organization_name(), row.articles,
            evidence ? role.evidence().text() : "", table);
  }
}

Table OrganizationSummaryTable() {
  return Table({{"ORGANIZATION", false, 16, 48, 2},
                {"KIND", false, 8, 18, 2},
                {"ARTICLES", true, 8, 10, 1},
                {"EXECUTIVES", true, 8, 10, 1, 1},
                {"FIGURES", true, 7, 10, 1},
                {"ALSO", false, 10, 50, 2, 2},
                {"ID", false, 20, 20, 1}});
}

void AddOrganization(const v1::OrganizationSummary& organization,
                     Table* table) {
  table->AddRow({organization.display_name(), FormatKind(organization.kind()),
                 FormatNumber(organization.article_count()),
                 FormatNumber(organization.executive_count()),
                 FormatNumber(organization.impact_figure_count()),
                 absl::StrJoin(organization.aliases(), "; "),
                 organization.organization_id()});
}

Table RedirectTable() {
  return Table({{"STANDS ALSO FOR", false, 16, 48, 2},
                {"WHY", false, 20, 70, 3},
                {"SINCE", false, 10, 10, 1, 1},
                {"ID", false, 20, 20, 1}});
}

void AddRedirect(const v1::Redirect& redirect, Table* table) {
  std::string why;
  const int articles = redirect.evidence_article_count();
  const std::string in_articles =
      absl::StrCat(" in ", articles, articles == 1 ? " article" : " articles");
  switch (redirect.reason()) {
    case v1::Redirect::REASON_MERGE:
      why = "merged";
      break;
    case v1::Redirect::REASON_ALIAS:
      why = absl::StrCat("called so", in_articles);
      break;
    case v1::Redirect::REASON_ACRONYM:
      why = absl::StrCat("its acronym", in_articles);
      break;
    case v1::Redirect::REASON_SPELLING:
      why = absl::StrCat("spelt so", in_articles);
      break;
    case v1::Redirect::REASON_FULLER_NAME:
      why = absl::StrCat("short for ", redirect.into_name(), in_articles);
      break;
    case v1::Redirect::REASON_INITIALS:
      why = absl::StrCat("initial of ", redirect.into_name(), in_articles);
      break;
    default:
      break;
  }
  if (redirect.is_split()) why = "no: split off";
  if (!redirect.author().empty()) {
    absl::StrAppend(&why, " by ", redirect.author());
  }
  if (!redirect.note().empty()) absl::StrAppend(&why, ": ", redirect.note());
  if (redirect.shared_executive_ids_size() > 0) {
    absl::StrAppend(&why, "; led by the same person");
  }
  if (redirect.shared_organization_ids_size() > 0) {
    absl::StrAppend(&why, "; of the same organization");
  }
  std::string since;
  if (redirect.has_time()) {
    since = absl::FormatTime("%Y-%m-%d",
                             absl::FromUnixSeconds(redirect.time().seconds()),
                             absl::UTCTimeZone());
  }
  table->AddRow({redirect.from_name(), why, since, redirect.from_id()});
}

std::string RenderRedirects(
    const google::protobuf::RepeatedPtrField<v1::Redirect>& redirects,
    int width, bool styled) {
  if (redirects.empty()) return "";
  Table table = RedirectTable();
  for (const v1::Redirect& redirect : redirects) AddRedirect(redirect, &table);
  return absl::StrCat("\n", table.Render(width, styled));
}

std::string Heading(absl::string_view text, bool styled) {
  return absl::StrCat(styled ? "\033[1m" : "", OneLine(text),
                      styled ? "\033[0m" : "", "\n");
}

std::string RenderRecord(const v1::ArticleRecord& record, int width,
                         bool styled) {
  std::map<std::string, std::string> names;
  Table organizations({{"ORGANIZATION", false, 16, 48, 2},
                       {"KIND", false, 8, 18, 2},
                       {"MENTIONS", true, 8, 8, 1},
                       {"ALSO", false, 10, 70, 3},
                       {"ID", false, 20, 20, 1}});
  for (const v1::Organization& organization : record.organizations()) {
    names[organization.organization_id()] = organization.display_name();
    organizations.AddRow({organization.display_name(),
                          FormatKind(organization.kind()),
                          FormatNumber(organization.mentions_size()),
                          absl::StrJoin(organization.aliases(), "; "),
                          organization.organization_id()});
  }
  Table executives = ExecutiveTable(/*many_articles=*/false);
  for (const v1::ExecutiveRole& role : record.executives()) {
    AddRole(role, names[role.organization_id()], 1, role.evidence().text(),
            &executives);
  }
  Table figures = FigureTable();
  for (const v1::ImpactFigure& figure : record.impact_figures()) {
    AddFigure(figure, names[figure.organization_id()], true, &figures);
  }

  std::vector<std::string> facts;
  for (const std::string* fact : {&record.publisher(), &record.publish_date(),
                                  &record.language(), &record.article_id()}) {
    if (!fact->empty()) facts.push_back(OneLine(*fact));
  }
  std::string result = absl::StrCat(
      Heading(record.title().empty() ? "(no title)" : record.title(), styled),
      absl::StrJoin(facts, " | "), "\n");
  for (const v1::Warning& warning : record.warnings()) {
    absl::StrAppend(&result, "warning: ",
                    FormatEnum("KIND_", v1::Warning::Kind_Name(warning.kind())),
                    ": ", OneLine(warning.message()), "\n");
  }
  const auto add = [&](absl::string_view title, const Table& table) {
    absl::StrAppend(
        &result, "\n",
        Heading(absl::StrCat(title, " (", table.row_count(), ")"), styled));
    if (!table.empty()) absl::StrAppend(&result, table.Render(width, styled));
  };
  add("Organizations", organizations);
  add("Executives", executives);
  add("Impact figures", figures);
  return result;
}

}  // namespace impactwire::cli
