// Days and ranges of days, for dates that may be a year or a month.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "impactwire/v1/query.pb.h"

namespace impactwire::query {

// Days since 1970-01-01, both ends included.
struct DayRange {
  static constexpr int32_t kOpenStart = std::numeric_limits<int32_t>::min();
  static constexpr int32_t kOpenEnd = std::numeric_limits<int32_t>::max();

  int32_t first = kOpenStart;
  int32_t last = kOpenEnd;

  // Nothing: overlaps no range.
  static DayRange None() { return {kOpenEnd, kOpenStart}; }
  bool is_none() const { return first > last; }
  bool Overlaps(const DayRange& other) const {
    return !is_none() && !other.is_none() && first <= other.last &&
           other.first <= last;
  }
};

// What ParseDays gives, or nothing, in four bytes: the first day, in 22 bits,
// and how many follow.
class PackedDays {
 public:
  PackedDays() = default;
  explicit PackedDays(const DayRange& days) {
    if (days.is_none()) return;
    const auto first = static_cast<uint32_t>(days.first);
    const auto last = static_cast<uint32_t>(days.last);
    bits_ = (first + kBeforeAll) << kLength | ((last - first) & kLengths);
  }
  // NOLINTNEXTLINE: it is one.
  operator DayRange() const {
    if (is_none()) return DayRange::None();
    const int32_t start = first();
    return {start, start + static_cast<int32_t>(bits_ & kLengths)};
  }
  bool is_none() const { return bits_ == kNone; }
  // Of a range that is not none.
  int32_t first() const {
    return static_cast<int32_t>((bits_ >> kLength) - kBeforeAll);
  }

 private:
  static constexpr uint32_t kNone = std::numeric_limits<uint32_t>::max();
  static constexpr int kLength = 10;
  static constexpr uint32_t kLengths = (1u << kLength) - 1;
  // Days from before the year 0 to 1970.
  static constexpr uint32_t kBeforeAll = 720000;

  uint32_t bits_ = kNone;
};

// Greater for a later date; smallest for none.
inline int32_t NewestFirst(const DayRange& days) {
  return days.is_none() ? DayRange::kOpenStart : days.first;
}

// The year that a day is in.
int YearOfAnyDay(int32_t day);
inline int YearOf(int32_t day) {
  // From 1968 to 2099 every fourth year is a leap year.
  constexpr int32_t kFrom1968 = 731;
  constexpr int32_t kTo2100 = 48212;
  return static_cast<uint32_t>(day) < kTo2100
             ? 1968 + 4 * (day + kFrom1968) / 1461
             : YearOfAnyDay(day);
}

// The days "YYYY", "YYYY-MM" or "YYYY-MM-DD" stands for; nothing if it is no
// date.
std::optional<DayRange> ParseDays(absl::string_view date);

// From the start's first day to the end's last day; an empty end is open. None
// if both are empty or one is no date.
DayRange DaysBetween(absl::string_view start, absl::string_view end);

// A filter's range. INVALID_ARGUMENT naming "<field>.start" or "<field>.end".
absl::StatusOr<DayRange> CheckedDays(absl::string_view field,
                                     const v1::DateRange& range);

}  // namespace impactwire::query
