#include "query_service/index/tables/day_range.h"

#include "absl/time/civil_time.h"
#include "common/status/errors.h"
#include "gtest/gtest.h"

namespace impactwire::query {
namespace {

TEST(DayRange, AYearIsAllItsDays) {
  const DayRange days = *ParseDays("1972");
  EXPECT_EQ(days.first, 730);
  EXPECT_EQ(days.last, 730 + 365);
}

TEST(DayRange, AnOpenEndOverlapsEverythingAfter) {
  EXPECT_TRUE(DaysBetween("2017-04", "").Overlaps(*ParseDays("2030")));
  EXPECT_FALSE(DaysBetween("2017-04", "").Overlaps(*ParseDays("2017-03")));
  EXPECT_TRUE(DaysBetween("", "2017-04").Overlaps(*ParseDays("1990")));
}

TEST(DayRange, NoDatesOverlapNothing) {
  EXPECT_FALSE(DaysBetween("", "").Overlaps(DayRange()));
  EXPECT_FALSE(DaysBetween("soon", "").Overlaps(DayRange()));
}

TEST(DayRange, AFiltersEndBeforeItsStartNamesTheEnd) {
  v1::DateRange range;
  range.set_start("2018");
  range.set_end("2017-12");
  EXPECT_EQ(InvalidFields(CheckedDays("filter.period", range).status()),
            "filter.period.end");
}

TEST(YearOfTest, IsTheCivilOne) {
  for (int32_t day = -800000; day < 2900000; day += 97) {
    ASSERT_EQ(YearOf(day), (absl::CivilDay(1970, 1, 1) + day).year()) << day;
  }
}

}  // namespace
}  // namespace impactwire::query
