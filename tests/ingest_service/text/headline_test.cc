#include "ingest_service/text/headline.h"

#include <gtest/gtest.h>

namespace impactwire::text {
namespace {

TEST(HeadlineTest, IsTheSameWhateverItsMarks) {
  EXPECT_TRUE(SameHeadline("Acme \u201cTrains\u201d!", "acme trains"));
  EXPECT_TRUE(SameHeadline("\u00c9cole", "\u00c9COLE"));
  EXPECT_FALSE(SameHeadline("Acme trains", "Acme train"));
  EXPECT_FALSE(SameHeadline("Acme train", "Acme trains"));
  EXPECT_FALSE(SameHeadline("Acme", ""));
}

TEST(HeadlineTest, OfMarksAloneIsEmpty) {
  EXPECT_TRUE(Headline("-- !").empty());
  EXPECT_FALSE(Headline("5").empty());
}

TEST(CollapseSpaceTest, LeavesSingleSpaces) {
  EXPECT_EQ(CollapseSpace(" a \n\n b\u00a0\tc "), "a b c");
  EXPECT_EQ(CollapseSpace(" \n "), "");
}

TEST(CollapseSpaceTest, CutsBetweenCharacters) {
  EXPECT_EQ(CollapseSpace("ab\u00e9", 3), "ab");
  EXPECT_EQ(CollapseSpace("ab\u00e9", 4), "ab\u00e9");
}

}  // namespace
}  // namespace impactwire::text
