#include "query_service/index/filters/filter_check.h"

#include "common/status/errors.h"
#include "query_service/index/entities/entity_table.h"
#include "query_service/index/generation/record_check.h"

namespace impactwire::query {
namespace {

std::string NoId(absl::string_view kind) {
  return absl::StrCat("is no id; one reads \"", kind, "-\" and 16 hex digits");
}

std::string Element(absl::string_view field, int i) {
  return absl::StrCat(field, "[", i, "]");
}

}  // namespace

void FilterCheck::Invalid(absl::string_view field,
                          absl::string_view description) {
  status_ = AddInvalidField(status_, field, description);
}

void FilterCheck::Add(const absl::Status& status) {
  const std::string name = InvalidFields(status);
  absl::string_view message = status.message();
  message.remove_prefix(std::min(message.size(), name.size() + 2));
  Invalid(name, message);
}

void FilterCheck::Count(absl::string_view field, int size) {
  if (size > kMaxFilterValues) {
    Invalid(field,
            absl::StrCat("has ", size, " values; at most ", kMaxFilterValues));
  }
}

std::vector<uint64_t> FilterCheck::Ids(
    absl::string_view field, absl::string_view kind,
    const google::protobuf::RepeatedPtrField<std::string>& ids) {
  std::vector<uint64_t> numbers;
  Count(field, ids.size());
  for (int i = 0; i < ids.size() && status_.ok(); ++i) {
    if (const auto number = IdNumber(kind, ids[i])) {
      numbers.push_back(*number);
    } else {
      Invalid(Element(field, i), NoId(kind));
    }
  }
  return numbers;
}

uint32_t FilterCheck::Enums(
    absl::string_view field, bool (*is_valid)(int),
    const google::protobuf::RepeatedField<int>& values) {
  uint32_t bits = 0;
  Count(field, values.size());
  for (int i = 0; i < values.size(); ++i) {
    if (values[i] <= 0 || values[i] >= 32 || !is_valid(values[i])) {
      Invalid(Element(field, i),
              absl::StrCat(values[i], " is no value to filter by"));
      break;
    }
    bits |= uint32_t{1} << values[i];
  }
  return bits;
}

DayRange FilterCheck::Days(absl::string_view field,
                           const v1::DateRange& range) {
  const auto days = CheckedDays(field, range);
  if (days.ok()) return *days;
  Add(days.status());
  return DayRange();
}

void FilterCheck::Confidence(absl::string_view field, double value) {
  if (!(value >= 0 && value <= 1)) Invalid(field, "is not between 0 and 1");
}

void FilterCheck::NotNegative(absl::string_view field, int value) {
  if (value < 0) Invalid(field, "is negative");
}

void FilterCheck::Text(absl::string_view field, absl::string_view text) {
  if (text.size() > kMaxFilterTextBytes) {
    Invalid(field, absl::StrCat("holds ", text.size(), " bytes; at most ",
                                kMaxFilterTextBytes));
  }
}

void FilterCheck::ArticleId(absl::string_view field, absl::string_view id) {
  if (id.size() > kMaxArticleIdBytes) {
    Invalid(field, absl::StrCat("holds ", id.size(), " bytes; at most ",
                                kMaxArticleIdBytes));
  }
}

absl::StatusOr<uint64_t> RequiredId(absl::string_view field,
                                    absl::string_view kind,
                                    absl::string_view id) {
  if (id.empty()) return InvalidField(field, "is required");
  const auto number = IdNumber(kind, id);
  if (!number.has_value()) return InvalidField(field, NoId(kind));
  return *number;
}

}  // namespace impactwire::query
