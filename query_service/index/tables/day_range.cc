#include "query_service/index/tables/day_range.h"

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "common/base/partial_date.h"
#include "common/status/errors.h"

namespace impactwire::query {
namespace {

int32_t DayNumber(absl::CivilDay day) {
  return static_cast<int32_t>(day - absl::CivilDay(1970, 1, 1));
}

}  // namespace

int YearOfAnyDay(int32_t day) {
  // By eras of 400 years that begin in March (Hinnant, "chrono-Compatible
  // Low-Level Date Algorithms").
  const int64_t shifted = int64_t{day} + 719468;
  const int64_t era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
  const int64_t of_era = shifted - era * 146097;
  const int64_t year_of_era =
      (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
  const int64_t day_of_year =
      of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  // March is the first month.
  constexpr int64_t kJanuary = 306;
  return static_cast<int>(year_of_era + era * 400 + (day_of_year >= kJanuary));
}

std::optional<DayRange> ParseDays(absl::string_view date) {
  const auto days = ParsePartialDate(date);
  if (!days.has_value()) return std::nullopt;
  return DayRange{DayNumber(days->first), DayNumber(days->last)};
}

DayRange DaysBetween(absl::string_view start, absl::string_view end) {
  if (start.empty() && end.empty()) return DayRange::None();
  DayRange result;
  if (!start.empty()) {
    const auto days = ParseDays(start);
    if (!days.has_value()) return DayRange::None();
    result.first = days->first;
  }
  if (!end.empty()) {
    const auto days = ParseDays(end);
    if (!days.has_value()) return DayRange::None();
    result.last = days->last;
  }
  return result;
}

absl::StatusOr<DayRange> CheckedDays(absl::string_view field,
                                     const v1::DateRange& range) {
  DayRange result;
  if (!range.start().empty()) {
    const auto days = ParseDays(range.start());
    if (!days.has_value()) {
      return InvalidField(absl::StrCat(field, ".start"), kNoDate);
    }
    result.first = days->first;
  }
  if (!range.end().empty()) {
    const auto days = ParseDays(range.end());
    if (!days.has_value()) {
      return InvalidField(absl::StrCat(field, ".end"), kNoDate);
    }
    result.last = days->last;
  }
  if (result.is_none()) {
    return InvalidField(absl::StrCat(field, ".end"),
                        absl::StrCat("is before ", field, ".start"));
  }
  return result;
}

}  // namespace impactwire::query
