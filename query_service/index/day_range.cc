#include "query_service/index/day_range.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "common/status/errors.h"

namespace impactwire::query {
namespace {

constexpr absl::string_view kNoDate =
    "is no date; write \"YYYY\", \"YYYY-MM\" or \"YYYY-MM-DD\"";

// Fixed number of digits; -1 if it is not that.
int Digits(absl::string_view text, size_t digits) {
  if (text.size() != digits) return -1;
  int value = 0;
  for (const char c : text) {
    if (!absl::ascii_isdigit(c)) return -1;
    value = value * 10 + (c - '0');
  }
  return value;
}

int32_t DayNumber(absl::CivilDay day) {
  return static_cast<int32_t>(day - absl::CivilDay(1970, 1, 1));
}

}  // namespace

std::optional<DayRange> ParseDays(absl::string_view date) {
  const int year = Digits(date.substr(0, 4), 4);
  if (year < 1) return std::nullopt;
  if (date.size() == 4) {
    return DayRange{DayNumber(absl::CivilDay(year, 1, 1)),
                    DayNumber(absl::CivilDay(year, 12, 31))};
  }
  if (date.size() < 7 || date[4] != '-') return std::nullopt;
  const int month = Digits(date.substr(5, 2), 2);
  if (month < 1 || month > 12) return std::nullopt;
  if (date.size() == 7) {
    const absl::CivilMonth first(year, month);
    return DayRange{DayNumber(absl::CivilDay(first)),
                    DayNumber(absl::CivilDay(first + 1)) - 1};
  }
  if (date.size() != 10 || date[7] != '-') return std::nullopt;
  const int day = Digits(date.substr(8, 2), 2);
  const absl::CivilDay civil(year, month, day);
  if (day < 1 || civil.month() != month) return std::nullopt;
  return DayRange{DayNumber(civil), DayNumber(civil)};
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
