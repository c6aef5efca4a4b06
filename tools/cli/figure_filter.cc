#include "tools/cli/figure_filter.h"

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/base/stable_id.h"
#include "tools/cli/display_width.h"
#include "tools/cli/enum_flag.h"

namespace impactwire::cli {

void FigureFilterFlags::Add(Flags* flags) {
  flags->Section(
      "Filters (several values of one flag: any of them; several flags: all)");
  flags->Add("organization", "NAME|ID", &organizations,
             "Of this organization, also as one of several");
  flags->Add("kind", "KIND", &kinds_,
             absl::StrCat("Kind of organization: ",
                          EnumChoices("ORGANIZATION_KIND_",
                                      *v1::OrganizationKind_descriptor())));
  flags->Add("category", "CATEGORY", &categories_,
             EnumChoices("IMPACT_CATEGORY_", *v1::ImpactCategory_descriptor()));
  flags->Add("unit", "UNIT", &units_, "person, USD, tCO2e, ...");
  flags->Add("status", "STATUS", &statuses_,
             EnumChoices("FIGURE_STATUS_", *v1::FigureStatus_descriptor()));
  flags->Add("min-value", "NUMBER", &min_value_, "At least");
  flags->Add("max-value", "NUMBER", &max_value_, "At most");
  flags->Add("place", "TEXT", &place_, "Contained in the place's name");
  flags->Add("country", "CODE", &countries_, "ISO 3166-1 alpha-2: KE, IN");
  flags->AddDate("since", &since_,
                 "Published on or after: YYYY, YYYY-MM or YYYY-MM-DD");
  flags->AddDate("until", &until_, "Published on or before");
  flags->AddDate("period-from", &period_from_,
                 "The figure's own period ends on or after");
  flags->AddDate("period-to", &period_to_,
                 "The figure's own period starts on or before");
  flags->Add("min-confidence", "NUMBER", &min_confidence_, 0, 1, "0 to 1");
  flags->Add("sdg", "GOAL", &sdg_goals_,
             "UN Sustainable Development Goal, 1 to 17");
  flags->Add("attribution", "HOW", &attributions_,
             EnumChoices("ATTRIBUTION_", *v1::Attribution_descriptor()));
  flags->Add("article", "ID", &article_, "Of this article");
  flags->AddSwitch("attributed", &attributed_,
                   "Only figures that have an organization");
  flags->AddSwitch("unattributed", &unattributed_,
                   "Only figures that have none");
  flags->Add("filter", "EXPRESSION", &expression_,
             "The same and more as text: \"country = (KE OR UG) AND NOT "
             "status = TARGET AND value >= 1000\"");
}

absl::StatusOr<v1::ImpactFigureFilter> FigureFilterFlags::Build() const {
  v1::ImpactFigureFilter filter;
  absl::Status status;
  status.Update(ParseEnums<v1::OrganizationKind>(
      "kind", "ORGANIZATION_KIND_", *v1::OrganizationKind_descriptor(), kinds_,
      [&](auto value) { filter.add_organization_kinds(value); }));
  status.Update(ParseEnums<v1::ImpactCategory>(
      "category", "IMPACT_CATEGORY_", *v1::ImpactCategory_descriptor(),
      categories_, [&](auto value) { filter.add_categories(value); }));
  status.Update(ParseEnums<v1::FigureStatus>(
      "status", "FIGURE_STATUS_", *v1::FigureStatus_descriptor(), statuses_,
      [&](auto value) { filter.add_statuses(value); }));
  status.Update(ParseEnums<v1::Attribution>(
      "attribution", "ATTRIBUTION_", *v1::Attribution_descriptor(),
      attributions_, [&](auto value) { filter.add_attributions(value); }));
  for (const std::string& unit : units_) filter.add_units(unit);
  for (const std::string& code : countries_) {
    if (code.size() != 2 || !absl::ascii_isalpha(code[0]) ||
        !absl::ascii_isalpha(code[1])) {
      status.Update(absl::InvalidArgumentError(
          absl::StrCat("--country: \"", code,
                       "\" is no code of two letters (ISO 3166-1): KE, IN")));
    }
    filter.add_country_codes(code);
  }
  for (const std::string& text : sdg_goals_) {
    int goal = 0;
    if (!absl::SimpleAtoi(text, &goal) || goal < 1 || goal > 17) {
      status.Update(absl::InvalidArgumentError(absl::StrCat(
          "--sdg: \"", text, "\" is no whole number from 1 to 17")));
    }
    filter.add_sdg_goals(goal);
  }
  if (min_value_ && max_value_ && *min_value_ > *max_value_) {
    status.Update(
        absl::InvalidArgumentError("--min-value is above --max-value"));
  }
  status.Update(CheckDateOrder("since", since_, "until", until_));
  status.Update(
      CheckDateOrder("period-from", period_from_, "period-to", period_to_));
  if (attributed_ && unattributed_) {
    status.Update(absl::InvalidArgumentError(
        "--attributed and --unattributed exclude each other"));
  }
  if (!status.ok()) return status;
  if (min_value_) filter.set_min_value(*min_value_);
  if (max_value_) filter.set_max_value(*max_value_);
  if (min_confidence_) filter.set_min_confidence(*min_confidence_);
  if (!since_.empty()) filter.mutable_publish_date()->set_start(since_);
  if (!until_.empty()) filter.mutable_publish_date()->set_end(until_);
  if (!period_from_.empty()) filter.mutable_period()->set_start(period_from_);
  if (!period_to_.empty()) filter.mutable_period()->set_end(period_to_);
  filter.set_place(place_);
  filter.set_article_id(article_);
  filter.set_expression(expression_);
  if (attributed_ || unattributed_) filter.set_has_organization(attributed_);
  return filter;
}

bool IsOrganizationId(absl::string_view text) {
  return IsStableId(kOrganizationIdKind, text);
}

bool IsExecutiveId(absl::string_view text) {
  return IsStableId(kExecutiveIdKind, text);
}

absl::StatusOr<std::vector<std::string>> ResolveOrganizations(
    const std::vector<std::string>& names, const std::string& min_position,
    client::QueryClient* query) {
  using Hit = v1::SearchOrganizationsResponse::Hit;
  std::vector<std::string> ids;
  for (const std::string& name : names) {
    if (IsOrganizationId(name)) {
      ids.push_back(name);
      continue;
    }
    v1::SearchOrganizationsRequest request;
    request.set_query(name);
    request.set_min_position(min_position);
    auto found = query->SearchOrganizations(request);
    if (!found.ok()) return found.status();
    if (found->hits().empty()) {
      return absl::NotFoundError(
          absl::StrCat("no organization is called \"", name, "\""));
    }
    // The best kind of match decides; a name and an alias count alike.
    const auto rank = [](const Hit& hit) {
      return hit.match() == Hit::MATCH_EXACT || hit.match() == Hit::MATCH_ALIAS
                 ? 0
                 : static_cast<int>(hit.match());
    };
    std::vector<const Hit*> best;
    for (const Hit& hit : found->hits()) {
      if (!best.empty() && rank(hit) < rank(*best[0])) best.clear();
      if (best.empty() || rank(hit) == rank(*best[0])) best.push_back(&hit);
    }
    if (best.size() > 1) {
      std::string message =
          absl::StrCat(best.size(), " organizations answer to \"", name,
                       "\"; give the id of one:");
      for (const Hit* hit : best) {
        absl::StrAppend(&message, " ", hit->organization().organization_id(),
                        " (", OneLine(hit->organization().display_name()), ")");
      }
      return absl::NotFoundError(message);
    }
    ids.push_back(best[0]->organization().organization_id());
  }
  return ids;
}

}  // namespace impactwire::cli
