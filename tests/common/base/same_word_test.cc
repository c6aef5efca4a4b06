#include "common/base/same_word.h"

#include "gtest/gtest.h"

namespace impactwire {
namespace {

TEST(SameWordTest, OnlyTheCaseOfLettersMayDiffer) {
  EXPECT_TRUE(SameWord("Of", "oF"));
  EXPECT_TRUE(SameWord("", ""));
  EXPECT_TRUE(SameWord("\u2019s", "\u2019S"));
  EXPECT_FALSE(SameWord("of", "off"));
  EXPECT_FALSE(SameWord("of", "on"));
  EXPECT_FALSE(SameWord("@a", "`a"));  // one bit apart, but no letters
  EXPECT_FALSE(SameWord("[", "{"));
}

}  // namespace
}  // namespace impactwire
