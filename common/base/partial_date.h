// Dates that may be a year, a month or a day: "2017", "2017-04", "2017-04-30"
// (ISO 8601, reduced precision), years 1000 to 2999.
#pragma once

#include <optional>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

namespace impactwire {

// What follows the value in messages about dates.
inline constexpr absl::string_view kNoDate =
    "is no date; write \"YYYY-MM-DD\", \"YYYY-MM\" or \"YYYY\"";

// The days a date stands for, both included.
struct PartialDate {
  absl::CivilDay first;
  absl::CivilDay last;
};

// Nothing if the text is no such date or no day of the calendar.
std::optional<PartialDate> ParsePartialDate(absl::string_view text);

}  // namespace impactwire
