// Dates as pages write them, to "YYYY-MM-DD", "YYYY-MM" or "YYYY".
//
// "December 05, 2017", "5 Dec. 2017", "5th of December 2017", "2017-12-05",
// "2017/12/05", "2017.12.05", "20171205" (in paths), "23/02/2016". Where day
// and month cannot be told apart ("03-01-2017") only the year is given: a date
// is never guessed. Years 1900 to 2099; days are checked against the calendar.
#pragma once

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"

namespace impactwire::text {

struct FoundDate {
  std::string date;  // empty: none
  size_t begin = 0;  // bytes [begin, end) of the text looked at
  size_t end = 0;
};

// The first date in the first 1,000 bytes of `text`; a full date is preferred
// to a month or a year. Years alone are not dates here.
FoundDate FindDate(absl::string_view text);

// The full date of a dateline at the head of an article's first sentences:
// "LONDON, 15 August 2019 - England's water ...". Empty if there is none.
std::string DateOfDateline(absl::string_view paragraph);

// The date in the path of a URI: "/2017/12/05/", "/2017-12/05/", "/20171205/",
// "/201712/". Empty if there is none.
std::string DateInUri(absl::string_view uri);

// `known`, or `other` where that says the same more fully: "2018-06" and
// "2018-06-05" give the latter; nothing known gives `other`.
std::string FullerDate(absl::string_view known, absl::string_view other);

// Whether one is the day after the other; false unless both are full dates.
bool IsNextDay(absl::string_view a, absl::string_view b);

// Whether `year`, `month`, `day` (0: not given) are of the calendar.
bool IsCalendarDate(int year, int month, int day);

}  // namespace impactwire::text
