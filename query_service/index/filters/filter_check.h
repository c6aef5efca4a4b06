// FilterCheck: collects what is wrong with a filter, by the names of its
// fields, so that one answer tells everything.
#pragma once

#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/repeated_field.h"
#include "query_service/index/tables/day_range.h"

namespace impactwire::query {

// Values of one repeated filter field.
inline constexpr int kMaxFilterValues = 1000;
inline constexpr size_t kMaxFilterTextBytes = 200;

class FilterCheck {
 public:
  void Invalid(absl::string_view field, absl::string_view description);
  // `status`: as InvalidField makes it, of one field.
  void Add(const absl::Status& status);

  // The ids as numbers. `field` of element i is named "<field>[i]".
  std::vector<uint64_t> Ids(
      absl::string_view field, absl::string_view kind,
      const google::protobuf::RepeatedPtrField<std::string>& ids);

  // A set of enum values as bits. `is_valid`: the generated X_IsValid. The
  // unspecified value is no filter value.
  uint32_t Enums(absl::string_view field, bool (*is_valid)(int),
                 const google::protobuf::RepeatedField<int>& values);

  DayRange Days(absl::string_view field, const v1::DateRange& range);
  void Confidence(absl::string_view field, double value);
  void NotNegative(absl::string_view field, int value);
  void Text(absl::string_view field, absl::string_view text);
  void ArticleId(absl::string_view field, absl::string_view id);
  void Count(absl::string_view field, int size);

  const absl::Status& status() const { return status_; }

 private:
  absl::Status status_;
};

// A required id of a Get request as a number; INVALID_ARGUMENT naming `field`.
absl::StatusOr<uint64_t> RequiredId(absl::string_view field,
                                    absl::string_view kind,
                                    absl::string_view id);

}  // namespace impactwire::query
