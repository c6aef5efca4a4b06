#include "query_service/index/filters/figure_filter.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/ascii.h"
#include "common/base/stable_id.h"
#include "query_service/index/filters/filter_check.h"
#include "query_service/index/filters/filter_field.h"
#include "query_service/index/names/fold.h"
#include "query_service/index/tables/country_number.h"

namespace impactwire::query {
namespace {

using Kind = FigureCondition::Kind;

constexpr int kGoals = 17;

// Collects typed fields as conditions.
class Builder {
 public:
  explicit Builder(std::vector<FigureCondition>* conditions)
      : conditions_(conditions) {}

  FigureTest* Add(FigureField field) {
    conditions_->emplace_back();
    conditions_->back().test.field = field;
    return &conditions_->back().test;
  }
  void AddBits(FigureField field, uint32_t bits) {
    if (bits != 0) Add(field)->bits = bits;
  }

 private:
  std::vector<FigureCondition>* const conditions_;
};

void ReadValues(const v1::ImpactFigureFilter& proto, Builder* to,
                FilterCheck* check) {
  if (proto.has_min_value() || proto.has_max_value()) {
    FigureTest* const test = to->Add(FigureField::kValue);
    if (proto.has_min_value()) test->min = proto.min_value();
    if (proto.has_max_value()) test->max = proto.max_value();
  }
  if (std::isnan(proto.min_value())) {
    check->Invalid("filter.min_value", "is no number");
  }
  if (std::isnan(proto.max_value())) {
    check->Invalid("filter.max_value", "is no number");
  }
  if (proto.has_min_value() && proto.has_max_value() &&
      proto.max_value() < proto.min_value()) {
    check->Invalid("filter.max_value", "is smaller than filter.min_value");
  }
  check->Confidence("filter.min_confidence", proto.min_confidence());
  if (proto.min_confidence() != 0) {
    to->Add(FigureField::kConfidence)->min = proto.min_confidence();
  }
}

void ReadOrganizations(const v1::ImpactFigureFilter& proto, Builder* to,
                       FilterCheck* check) {
  const auto ids = check->Ids("filter.organization_ids", kOrganizationIdKind,
                              proto.organization_ids());
  if (!ids.empty()) to->Add(FigureField::kOrganization)->numbers = ids;
  if (proto.has_has_organization()) {
    to->Add(FigureField::kHasOrganization)->negated = !proto.has_organization();
  }
}

void ReadEnums(const v1::ImpactFigureFilter& proto, Builder* to,
               FilterCheck* check) {
  to->AddBits(
      FigureField::kOrganizationKind,
      check->Enums("filter.organization_kinds", v1::OrganizationKind_IsValid,
                   proto.organization_kinds()));
  to->AddBits(FigureField::kCategory,
              check->Enums("filter.categories", v1::ImpactCategory_IsValid,
                           proto.categories()));
  to->AddBits(FigureField::kStatus,
              check->Enums("filter.statuses", v1::FigureStatus_IsValid,
                           proto.statuses()));
  to->AddBits(FigureField::kAttribution,
              check->Enums("filter.attributions", v1::Attribution_IsValid,
                           proto.attributions()));
}

void ReadUnits(const v1::ImpactFigureFilter& proto, Builder* to,
               FilterCheck* check) {
  check->Count("filter.units", proto.units_size());
  if (proto.units().empty()) return;
  FigureTest* const test = to->Add(FigureField::kUnit);
  for (const std::string& unit : proto.units()) {
    check->Text("filter.units", unit);
    test->texts.push_back(absl::AsciiStrToLower(unit));
  }
}

void ReadDates(const v1::ImpactFigureFilter& proto, Builder* to,
               FilterCheck* check) {
  if (proto.has_period()) {
    to->Add(FigureField::kPeriod)->days =
        check->Days("filter.period", proto.period());
  }
  if (proto.has_publish_date()) {
    to->Add(FigureField::kPublishDate)->days =
        check->Days("filter.publish_date", proto.publish_date());
  }
}

void ReadPlaces(const v1::ImpactFigureFilter& proto, Builder* to,
                FilterCheck* check) {
  check->Text("filter.place", proto.place());
  if (!proto.place().empty()) {
    FigureTest* const test = to->Add(FigureField::kPlace);
    test->contains = true;
    test->texts.push_back(Fold(proto.place()));
    if (test->texts[0].empty()) {
      check->Invalid("filter.place", "has neither letter nor digit");
    }
  }
  check->Count("filter.country_codes", proto.country_codes_size());
  if (proto.country_codes().empty()) return;
  FigureTest* const test = to->Add(FigureField::kCountry);
  for (const std::string& code : proto.country_codes()) {
    test->numbers.push_back(CountryNumber(code));
    if (test->numbers.back() == 0) {
      check->Invalid("filter.country_codes",
                     "holds a code that is not two letters (ISO 3166-1)");
      break;
    }
  }
}

void ReadGoals(const v1::ImpactFigureFilter& proto, Builder* to,
               FilterCheck* check) {
  uint32_t goals = 0;
  for (const int goal : proto.sdg_goals()) {
    if (goal < 1 || goal > kGoals) {
      check->Invalid("filter.sdg_goals", "holds a goal that is not 1 to 17");
      break;
    }
    goals |= uint32_t{1} << goal;
  }
  to->AddBits(FigureField::kSdg, goals);
}

bool AsksIn(const FigureCondition& condition, FigureField field) {
  if (condition.kind == Kind::kTest) return condition.test.field == field;
  return std::any_of(
      condition.parts.begin(), condition.parts.end(),
      [&](const FigureCondition& part) { return AsksIn(part, field); });
}

// Whether it asks for nothing but what all figures of a claim have in common.
bool AsksAboutClaims(const FigureCondition& condition) {
  if (condition.kind != Kind::kTest) {
    return std::all_of(condition.parts.begin(), condition.parts.end(),
                       AsksAboutClaims);
  }
  switch (condition.test.field) {
    case FigureField::kCategory:
    case FigureField::kStatus:
    case FigureField::kUnit:
    case FigureField::kHasRate:
      return true;
    default:
      return false;
  }
}

}  // namespace

absl::StatusOr<FigureFilter> FigureFilter::Make(
    const v1::ImpactFigureFilter& proto) {
  FigureFilter filter;
  FilterCheck check;
  Builder to(&filter.conditions);
  ReadOrganizations(proto, &to, &check);
  ReadEnums(proto, &to, &check);
  ReadUnits(proto, &to, &check);
  ReadDates(proto, &to, &check);
  ReadPlaces(proto, &to, &check);
  ReadValues(proto, &to, &check);
  ReadGoals(proto, &to, &check);
  check.ArticleId("filter.article_id", proto.article_id());
  if (!proto.article_id().empty()) {
    to.Add(FigureField::kArticle)->texts.push_back(proto.article_id());
  }
  auto tree = ParseFilterExpression(proto.expression());
  auto condition = tree.ok() ? MakeFigureCondition(*tree)
                             : absl::StatusOr<FigureCondition>(tree.status());
  if (!condition.ok()) {
    check.Add(condition.status());
    return check.status();
  }
  if (!check.status().ok()) return check.status();
  if (condition->kind == Kind::kAll) {
    for (FigureCondition& part : condition->parts) {
      filter.conditions.push_back(std::move(part));
    }
  } else {
    filter.conditions.push_back(*std::move(condition));
  }
  return filter;
}

bool FigureFilter::Asks(FigureField field) const {
  return std::any_of(
      conditions.begin(), conditions.end(),
      [&](const FigureCondition& part) { return AsksIn(part, field); });
}

bool FigureFilter::SelectsWholeClaims() const {
  return std::all_of(conditions.begin(), conditions.end(), AsksAboutClaims);
}

bool FigureFilter::HasOneUnit() const {
  for (const FigureCondition& condition : conditions) {
    const FigureTest& test = condition.test;
    if (condition.kind != Kind::kTest || test.field != FigureField::kUnit ||
        test.negated || test.contains || test.texts.empty()) {
      continue;
    }
    if (std::all_of(test.texts.begin(), test.texts.end(),
                    [&](const auto& text) { return text == test.texts[0]; })) {
      return true;
    }
  }
  return false;
}

}  // namespace impactwire::query
