#include "tools/cli/display_width.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace impactwire::cli {
namespace {

using ::testing::ElementsAre;

TEST(DisplayWidthTest, CountsColumnsAndNotBytes) {
  EXPECT_EQ(DisplayWidth("abc"), 3);
  EXPECT_EQ(DisplayWidth("Müller"), 6);
  EXPECT_EQ(DisplayWidth("58到家"), 6);
  EXPECT_EQ(DisplayWidth("e\u0301"), 1);
  EXPECT_EQ(DisplayWidth("₹5"), 2);
  EXPECT_EQ(DisplayWidth("ｱ"), 1);
  EXPECT_EQ(DisplayWidth("😀"), 2);
}

TEST(DisplayWidthTest, InvalidBytesTakeOneColumnEach) {
  EXPECT_EQ(DisplayWidth("a\xff\xfe"), 3);
}

TEST(DisplayWidthTest, OneLineTakesWhatHarmsATerminal) {
  EXPECT_EQ(OneLine("a\n\t b\x1b[31m\x07"), "a b[31m");
  EXPECT_EQ(OneLine("x\u202Ey\u2066"), "xy");
  EXPECT_EQ(OneLine("  a  "), "a");
}

TEST(DisplayWidthTest, CutTextEndsInAnEllipsisWithinTheWidth) {
  EXPECT_EQ(CutToWidth("abcdef", 6), "abcdef");
  EXPECT_EQ(CutToWidth("abcdefg", 6), "abcde…");
  // A wide character that would be cut in half is left out.
  EXPECT_EQ(CutToWidth("到家到家", 4), "到…");
}

TEST(DisplayWidthTest, WrapsAtSpacesAndBreaksOnlyWordsThatAreTooLong) {
  EXPECT_THAT(WrapToWidth("one two three", 8, 9),
              ElementsAre("one two", "three"));
  EXPECT_THAT(WrapToWidth("abcdefghij kl", 4, 9),
              ElementsAre("abcd", "efgh", "ij", "kl"));
  EXPECT_THAT(WrapToWidth("", 4, 9), ElementsAre(""));
}

TEST(DisplayWidthTest, WhatIsBeyondTheLastLineIsCut) {
  EXPECT_THAT(WrapToWidth("one two three four", 5, 2),
              ElementsAre("one", "two…"));
}

}  // namespace
}  // namespace impactwire::cli
