#include "query_service/index/filters/filter_field.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "common/base/partial_date.h"
#include "common/base/stable_id.h"
#include "common/status/status_macros.h"
#include "query_service/index/entities/entity_table.h"
#include "query_service/index/filters/filter_check.h"
#include "query_service/index/generation/record_check.h"
#include "query_service/index/names/fold.h"
#include "query_service/index/names/name_match.h"
#include "query_service/index/tables/country_number.h"

namespace impactwire::query {
namespace {

constexpr int kGoals = 17;
// Every value but "unspecified".
constexpr uint32_t kAnyValue = ~uint32_t{1};

enum class ValueKind {
  kId,
  kEnum,
  kText,
  kNumber,
  kDate,
  kCountry,
  kGoal,
  kArticle,
  kYesNo
};

struct FilterField {
  absl::string_view name;
  FigureField field;
  ValueKind kind;
  // Of enums.
  const google::protobuf::EnumDescriptor* (*descriptor)() = nullptr;
  absl::string_view prefix = "";
};

constexpr FilterField kFields[] = {
    {"organization", FigureField::kOrganization, ValueKind::kId},
    {"organization_kind", FigureField::kOrganizationKind, ValueKind::kEnum,
     v1::OrganizationKind_descriptor, "ORGANIZATION_KIND_"},
    {"category", FigureField::kCategory, ValueKind::kEnum,
     v1::ImpactCategory_descriptor, "IMPACT_CATEGORY_"},
    {"unit", FigureField::kUnit, ValueKind::kText},
    {"status", FigureField::kStatus, ValueKind::kEnum,
     v1::FigureStatus_descriptor, "FIGURE_STATUS_"},
    {"value", FigureField::kValue, ValueKind::kNumber},
    {"period.start", FigureField::kPeriodStart, ValueKind::kDate},
    {"period.end", FigureField::kPeriodEnd, ValueKind::kDate},
    {"publish_date", FigureField::kPublishDate, ValueKind::kDate},
    {"place", FigureField::kPlace, ValueKind::kText},
    {"country", FigureField::kCountry, ValueKind::kCountry},
    {"confidence", FigureField::kConfidence, ValueKind::kNumber},
    {"sdg", FigureField::kSdg, ValueKind::kGoal},
    {"article", FigureField::kArticle, ValueKind::kArticle},
    {"attribution", FigureField::kAttribution, ValueKind::kEnum,
     v1::Attribution_descriptor, "ATTRIBUTION_"},
    {"bound", FigureField::kBound, ValueKind::kEnum, v1::Bound_descriptor,
     "BOUND_"},
    {"has_organization", FigureField::kHasOrganization, ValueKind::kYesNo},
    {"has_rate", FigureField::kHasRate, ValueKind::kYesNo},
    {"publisher", FigureField::kPublisher, ValueKind::kText}};

// The word meant by `word`: two edits away at most, else the longest that is
// its start or has it as start, else one with some more edits. Empty if none is
// near.
std::string Nearest(absl::string_view word,
                    const std::vector<std::string>& words) {
  const auto by_edits = [&](int most) {
    std::string best;
    for (const std::string& candidate : words) {
      const int edits = EditDistance(word, candidate, most);
      if (edits > most) continue;
      best = candidate;
      most = edits - 1;
    }
    return best;
  };
  const int length = static_cast<int>(word.size());
  std::string best = by_edits(std::min(2, length / 3));
  if (!best.empty() || length < 3) return best;
  for (const std::string& candidate : words) {
    if (candidate.size() > best.size() && (absl::StartsWith(candidate, word) ||
                                           absl::StartsWith(word, candidate))) {
      best = candidate;
    }
  }
  return best.empty() ? by_edits(length / 3) : best;
}

std::string DidYouMean(absl::string_view word,
                       const std::vector<std::string>& words) {
  const std::string nearest = Nearest(word, words);
  return nearest.empty() ? "" : absl::StrCat("; did you mean ", nearest, "?");
}

absl::StatusOr<const FilterField*> FindField(const FilterTerm& term) {
  for (const FilterField& field : kFields) {
    if (field.name == term.field) return &field;
  }
  std::vector<std::string> names;
  for (const FilterField& field : kFields) names.emplace_back(field.name);
  return ExpressionError(
      term.field_column,
      absl::StrCat("there is no field \"", term.field, "\"",
                   DidYouMean(absl::AsciiStrToLower(term.field), names),
                   " Fields: ", absl::StrJoin(names, ", ")));
}

absl::Status WrongValue(const FilterTerm& term, absl::string_view what) {
  return ExpressionError(term.value_column,
                         absl::StrCat("\"", term.value, "\" is ", what));
}

absl::Status WrongOperator(const FilterTerm& term, absl::string_view right) {
  return ExpressionError(
      term.operator_column,
      absl::StrCat("found ", OperatorText(term.op), " after ", term.field,
                   ", which takes ", right));
}

bool IsEquality(FilterOperator op) {
  return op == FilterOperator::kEqual || op == FilterOperator::kNotEqual ||
         op == FilterOperator::kHas;
}

// Any field: *.
absl::StatusOr<FigureTest> Presence(const FilterTerm& term,
                                    const FilterField& field) {
  FigureTest test;
  test.field = field.field;
  switch (field.kind) {
    case ValueKind::kId:
      test.field = FigureField::kHasOrganization;
      return test;
    case ValueKind::kEnum:
    case ValueKind::kGoal:
      test.bits = kAnyValue;
      return test;
    case ValueKind::kText:
    case ValueKind::kCountry:
      test.present = true;
      return test;
    case ValueKind::kDate:
      return test;
    default:
      return ExpressionError(term.value_column,
                             absl::StrCat("every figure has ", term.field,
                                          "; compare it to a value"));
  }
}

absl::Status ReadEnum(const FilterTerm& term, const FilterField& field,
                      FigureTest* test) {
  const std::string name =
      absl::AsciiStrToUpper(absl::StrReplaceAll(term.value, {{"-", "_"}}));
  const absl::string_view bare = absl::StripPrefix(name, field.prefix);
  const auto& descriptor = *field.descriptor();
  std::vector<std::string> names;
  for (int i = 0; i < descriptor.value_count(); ++i) {
    const auto& value = *descriptor.value(i);
    if (value.number() <= 0 || value.number() >= 32) continue;
    names.emplace_back(absl::StripPrefix(value.name(), field.prefix));
    if (names.back() == bare) {
      test->bits = uint32_t{1} << value.number();
      return absl::OkStatus();
    }
  }
  return WrongValue(term,
                    absl::StrCat("no ", term.field, DidYouMean(bare, names),
                                 " Values: ", absl::StrJoin(names, ", ")));
}

absl::Status ReadNumber(const FilterTerm& term, FigureTest* test) {
  double value = 0;
  if (!absl::SimpleAtod(term.value, &value) || !std::isfinite(value)) {
    return WrongValue(term, "no number; one reads 42, -1.5 or 3e6");
  }
  const double infinity = std::numeric_limits<double>::infinity();
  switch (term.op) {
    case FilterOperator::kLess:
      test->max = std::nextafter(value, -infinity);
      break;
    case FilterOperator::kLessOrEqual:
      test->max = value;
      break;
    case FilterOperator::kGreater:
      test->min = std::nextafter(value, infinity);
      break;
    case FilterOperator::kGreaterOrEqual:
      test->min = value;
      break;
    default:
      test->min = test->max = value;
  }
  return absl::OkStatus();
}

absl::Status ReadDate(const FilterTerm& term, FigureTest* test) {
  const auto days = ParseDays(term.value);
  if (!days.has_value()) {
    return ExpressionError(term.value_column,
                           absl::StrCat("\"", term.value, "\" ", kNoDate));
  }
  switch (term.op) {
    case FilterOperator::kLess:
      test->days.last = days->first - 1;
      break;
    case FilterOperator::kLessOrEqual:
      test->days.last = days->last;
      break;
    case FilterOperator::kGreater:
      test->days.first = days->last + 1;
      break;
    case FilterOperator::kGreaterOrEqual:
      test->days.first = days->first;
      break;
    default:
      test->days = *days;
  }
  return absl::OkStatus();
}

absl::Status ReadText(const FilterTerm& term, const FilterField& field,
                      FigureTest* test) {
  if (term.value.size() > kMaxFilterTextBytes) {
    return ExpressionError(
        term.value_column,
        absl::StrCat("the text holds ", term.value.size(), " bytes; at most ",
                     kMaxFilterTextBytes));
  }
  const std::string text = field.field == FigureField::kUnit
                               ? absl::AsciiStrToLower(term.value)
                               : Fold(term.value);
  if (text.empty()) {
    return WrongValue(
        term, absl::StrCat("no text to compare to; what has none is NOT ",
                           term.field, " : *"));
  }
  test->contains = term.op == FilterOperator::kHas;
  test->texts.push_back(text);
  return absl::OkStatus();
}

absl::Status ReadValue(const FilterTerm& term, const FilterField& field,
                       FigureTest* test) {
  switch (field.kind) {
    case ValueKind::kId: {
      const auto id = IdNumber(kOrganizationIdKind, term.value);
      if (!id.has_value()) {
        return WrongValue(term,
                          absl::StrCat("no id; one reads ", kOrganizationIdKind,
                                       "- and 16 hex digits"));
      }
      test->numbers.push_back(*id);
      return absl::OkStatus();
    }
    case ValueKind::kEnum:
      return ReadEnum(term, field, test);
    case ValueKind::kText:
      return ReadText(term, field, test);
    case ValueKind::kNumber:
      return ReadNumber(term, test);
    case ValueKind::kDate:
      return ReadDate(term, test);
    case ValueKind::kCountry:
      test->numbers.push_back(CountryNumber(term.value));
      if (test->numbers.back() != 0) return absl::OkStatus();
      return WrongValue(term, "no code of two letters (ISO 3166-1), e.g. KE");
    case ValueKind::kGoal: {
      int goal = 0;
      if (!absl::SimpleAtoi(term.value, &goal) || goal < 1 || goal > kGoals) {
        return WrongValue(term, "no goal; one is a whole number from 1 to 17");
      }
      test->bits = uint32_t{1} << goal;
      return absl::OkStatus();
    }
    case ValueKind::kArticle:
      if (term.value.size() > kMaxArticleIdBytes || term.value.empty()) {
        return WrongValue(term, absl::StrCat("no article id; one has 1 to ",
                                             kMaxArticleIdBytes, " bytes"));
      }
      test->texts.push_back(term.value);
      return absl::OkStatus();
    case ValueKind::kYesNo: {
      const std::string lower = absl::AsciiStrToLower(term.value);
      if (lower != "true" && lower != "false") {
        return WrongValue(term, "neither true nor false");
      }
      test->negated = lower == "false";
      return absl::OkStatus();
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<FigureTest> MakeFigureTest(const FilterTerm& term) {
  ASSIGN_OR_RETURN(const FilterField* const field, FindField(term));
  if (field->kind == ValueKind::kNumber) {
    if (term.op == FilterOperator::kHas) {
      return WrongOperator(term, "= != < <= > >=");
    }
  } else if (field->kind == ValueKind::kYesNo) {
    if (!IsEquality(term.op) || term.op == FilterOperator::kHas) {
      return WrongOperator(term, "= !=");
    }
  } else if (field->kind != ValueKind::kDate && !IsEquality(term.op)) {
    return WrongOperator(term, "= != :");
  }
  if (term.value == "*" && !term.quoted) {
    if (term.op == FilterOperator::kHas) return Presence(term, *field);
    return ExpressionError(term.value_column,
                           absl::StrCat("found *, which stands after : only: ",
                                        term.field, " : *"));
  }
  FigureTest test;
  test.field = field->field;
  RETURN_IF_ERROR(ReadValue(term, *field, &test));
  if (term.op == FilterOperator::kNotEqual) test.negated = !test.negated;
  return test;
}

}  // namespace impactwire::query
