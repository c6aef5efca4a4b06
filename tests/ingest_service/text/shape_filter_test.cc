#include "ingest_service/text/shape_filter.h"

#include "gtest/gtest.h"

namespace impactwire::text {
namespace {

TEST(ShapeFilterTest, HoldsWhatWasAddedAndLittleElse) {
  ShapeFilter filter;
  for (const char* word : {"the", "of", "click here", "a", "\u00fcber"}) {
    EXPECT_FALSE(filter.MayHold(word)) << word;
    filter.Add(word);
    EXPECT_TRUE(filter.MayHold(word)) << word;
  }
  EXPECT_FALSE(filter.MayHold("schools"));
  EXPECT_FALSE(filter.MayHold(""));
}

}  // namespace
}  // namespace impactwire::text
