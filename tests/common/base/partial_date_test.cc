#include "common/base/partial_date.h"

#include <gtest/gtest.h>

namespace impactwire {
namespace {

TEST(PartialDate, StandsForAllDaysOfItsYearOrMonth) {
  const auto year = ParsePartialDate("2024");
  ASSERT_TRUE(year.has_value());
  EXPECT_EQ(year->first, absl::CivilDay(2024, 1, 1));
  EXPECT_EQ(year->last, absl::CivilDay(2024, 12, 31));
  const auto month = ParsePartialDate("2024-02");
  ASSERT_TRUE(month.has_value());
  EXPECT_EQ(month->first, absl::CivilDay(2024, 2, 1));
  EXPECT_EQ(month->last, absl::CivilDay(2024, 2, 29));
  const auto december = ParsePartialDate("2999-12");
  ASSERT_TRUE(december.has_value());
  EXPECT_EQ(december->last, absl::CivilDay(2999, 12, 31));
  const auto day = ParsePartialDate("2000-02-29");
  ASSERT_TRUE(day.has_value());
  EXPECT_EQ(day->first, day->last);
}

TEST(PartialDate, RefusesWhatIsNoDayOfTheCalendar) {
  for (const absl::string_view bad :
       {"", "soon", "24", "0999", "3000", "2024-", "2024-0", "2024-13",
        "2024-00", "2023-02-29", "2024-04-31", "2024-04-00", "2024/04/01",
        "2024-4-1", "2024-04-01T00:00", " 2024", "2024 ", "+202"}) {
    EXPECT_FALSE(ParsePartialDate(bad).has_value()) << bad;
  }
}

}  // namespace
}  // namespace impactwire
