#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/base/stable_id.h"
#include "query_service/index/claims/claim_key.h"
#include "query_service/index/entities/entity_table.h"
#include "query_service/index/generation/enum_columns.h"
#include "query_service/index/generation/prepared_record.h"
#include "query_service/index/generation/record_check.h"
#include "query_service/index/names/fold.h"
#include "query_service/index/tables/country_number.h"

namespace impactwire::query {

void RecordPreparer::Prepare(v1::ArticleRecord* record,
                             PreparedRecord* prepared) {
  prepared->dropped = NormalizeRecord(record);
  prepared->publisher_folded = Fold(record->publisher());
  prepared->publish_days =
      ParseDays(record->publish_date()).value_or(DayRange::None());
  prepared->labels.clear();
  for (const auto& [key, value] : record->labels()) {
    prepared->labels.push_back(
        absl::StrCat(key, absl::string_view("\0", 1), value));
  }
  std::sort(prepared->labels.begin(), prepared->labels.end());
  prepared->organizations.clear();
  for (const v1::Organization& organization : record->organizations()) {
    prepared->organizations.push_back(
        *IdNumber(kOrganizationIdKind, organization.organization_id()));
  }
  facts_.Open(*record);
  prepared->roles.clear();
  for (v1::ExecutiveRole& role : *record->mutable_executives()) {
    PrepareRole(&role, &prepared->roles.emplace_back());
  }
  terms_.OpenArticle(*record);
  prepared->terms.clear();
  prepared->figures.resize(static_cast<size_t>(record->impact_figures_size()));
  for (int i = 0; i < record->impact_figures_size(); ++i) {
    PreparedFigure* const figure = &prepared->figures[static_cast<size_t>(i)];
    PrepareFigure(record->mutable_impact_figures(i), figure, &prepared->terms);
    figure->values.publish_days = prepared->publish_days;
  }
  facts_.Finish(&prepared->facts);
}

void RecordPreparer::PrepareRole(v1::ExecutiveRole* role,
                                 PreparedRole* prepared) {
  prepared->id = *IdNumber(kRoleIdKind, role->role_id());
  prepared->executive = *IdNumber(kExecutiveIdKind, role->executive_id());
  prepared->organization =
      IdNumber(kOrganizationIdKind, role->organization_id());
  prepared->confidence = role->confidence();
  role->clear_role_id();
  role->clear_executive_id();
  role->clear_organization_id();
  role->clear_confidence();
  facts_.AddRole(role);
}

void RecordPreparer::PrepareFigure(v1::ImpactFigure* figure,
                                   PreparedFigure* prepared,
                                   std::vector<uint64_t>* terms) {
  FigureValues& values = prepared->values;
  values = FigureValues();
  values.id = *IdNumber(kFigureIdKind, figure->figure_id());
  values.value = figure->value();
  values.confidence = figure->confidence();
  values.country = CountryNumber(figure->place().country_code());
  values.period = DaysBetween(figure->period().start(), figure->period().end());
  values.sdg_goals = EnumBits(figure->sdg_goals());
  values.category = EnumByte(figure->category());
  values.status = EnumByte(figure->status());
  values.attribution = EnumByte(figure->attribution());
  values.bound = EnumByte(figure->bound());
  values.has_rate = figure->has_rate();
  values.precise = IsPrecise(*figure);
  prepared->unit = figure->unit();
  prepared->unit_folded = absl::AsciiStrToLower(figure->unit());
  prepared->place_folded = Fold(figure->place().name());
  prepared->organization =
      IdNumber(kOrganizationIdKind, figure->organization_id());
  prepared->co_organizations.clear();
  for (const std::string& id : figure->co_organization_ids()) {
    prepared->co_organizations.push_back(*IdNumber(kOrganizationIdKind, id));
  }
  prepared->claim_key = ClaimKey(*figure);
  prepared->series_key = SeriesKey(*figure);
  values.in_series = prepared->series_key.has_value();
  if (prepared->organization.has_value()) {
    const uint64_t hash = OrganizationHash(*prepared->organization);
    prepared->claim_key ^= hash;
    if (values.in_series) *prepared->series_key ^= hash;
  }
  terms_.Find(*figure);
  terms->insert(terms->end(), terms_.own().begin(), terms_.own().end());
  prepared->own_end = terms->size();
  terms->insert(terms->end(), terms_.around().begin(), terms_.around().end());
  prepared->around_end = terms->size();
  // Columns have what follows.
  figure->clear_figure_id();
  figure->clear_organization_id();
  figure->clear_value();
  figure->clear_confidence();
  figure->clear_unit();
  if (values.category != 0) figure->clear_category();
  if (values.status != 0) figure->clear_status();
  if (values.attribution != 0) figure->clear_attribution();
  if (values.bound != 0) figure->clear_bound();
  facts_.AddFigure(figure);
}

}  // namespace impactwire::query
