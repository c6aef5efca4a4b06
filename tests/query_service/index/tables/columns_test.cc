#include <gtest/gtest.h>

#include <limits>
#include <memory>
#include <string>

#include "query_service/index/tables/day_range.h"
#include "query_service/index/tables/position_column.h"
#include "query_service/index/tables/sparse_column.h"

namespace impactwire::query {
namespace {

constexpr uint32_t kRows = 256;

TEST(PackedDaysTest, AreTheDaysOfADate) {
  for (const std::string date :
       {"1000", "1969-12-31", "1970", "2024-02", "2024-12-31", "2999"}) {
    const auto days = ParseDays(date);
    ASSERT_TRUE(days.has_value()) << date;
    const PackedDays packed(*days);
    EXPECT_FALSE(packed.is_none());
    EXPECT_EQ(packed.first(), days->first) << date;
    EXPECT_EQ(DayRange(packed).first, days->first) << date;
    EXPECT_EQ(DayRange(packed).last, days->last) << date;
  }
  EXPECT_TRUE(PackedDays(DayRange::None()).is_none());
  EXPECT_TRUE(DayRange(PackedDays()).is_none());
}

TEST(SparseColumnTest, TakesMemoryForWhatIsSet) {
  SparseColumn<uint64_t, 7, kRows> column;
  EXPECT_EQ(column.Set(3, 7), 0);
  EXPECT_EQ(column[3], 7);
  EXPECT_GT(column.Set(70, 1), 0);
  EXPECT_EQ(column.Set(71, 2), 0);
  EXPECT_EQ(column[70], 1);
  EXPECT_EQ(column[71], 2);
  EXPECT_EQ(column[72], 7);
  EXPECT_EQ(column[3], 7);
}

TEST(PositionColumnTest, KeepsNearAndFarPositions) {
  auto column = std::make_unique<PositionColumn<kRows>>();
  uint64_t position = 5;
  uint64_t expected[kRows];
  for (uint32_t i = 0; i < kRows; ++i) {
    // Around what four bytes hold, and far beyond it.
    position += i == 10    ? std::numeric_limits<uint32_t>::max() - 2
                : i == 200 ? uint64_t{1} << 60
                           : 1;
    expected[i] = position;
    column->Set(i, position);
  }
  for (uint32_t i = 0; i < kRows; ++i) EXPECT_EQ((*column)[i], expected[i]);
}

}  // namespace
}  // namespace impactwire::query
