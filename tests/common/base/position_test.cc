#include "common/base/position.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace impactwire {
namespace {

TEST(PositionTest, TheBeginningIsTheEmptyString) {
  EXPECT_EQ(Position().ToString(), "");
  EXPECT_TRUE(Position::Parse("")->is_beginning());
}

TEST(PositionTest, ComesBackAsItWas) {
  const Position position{"0123456789abcdef", 42};
  EXPECT_EQ(*Position::Parse(position.ToString()), position);
}

TEST(PositionTest, HoldsTheLargestSequence) {
  const Position position{"0123456789abcdef", ~uint64_t{0}};
  EXPECT_EQ(*Position::Parse(position.ToString()), position);
}

class BadPositionTest : public testing::TestWithParam<const char*> {};

TEST_P(BadPositionTest, IsInvalidArgument) {
  EXPECT_EQ(Position::Parse(GetParam()).status().code(),
            absl::StatusCode::kInvalidArgument);
}

INSTANTIATE_TEST_SUITE_P(
    All, BadPositionTest,
    testing::Values("x", "p1", "p1--", "p1-0123456789abcdef-",
                    "p1-0123456789abcdef--1", "p1-0123456789abcdef-01",
                    "p1-0123456789abcdef-+1", "p1-0123456789abcdef- 1",
                    "p1-0123456789ABCDEF-1", "p1-0123456789abcde-1",
                    "p2-0123456789abcdef-1", "p1-0123456789abcdef-1-2",
                    "p1-0123456789abcdef-18446744073709551616"));

}  // namespace
}  // namespace impactwire
