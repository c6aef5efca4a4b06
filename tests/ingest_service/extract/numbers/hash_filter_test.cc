#include "ingest_service/extract/numbers/hash_filter.h"

#include "gtest/gtest.h"
#include "ingest_service/extract/numbers/lexeme.h"

namespace impactwire::extract {
namespace {

TEST(HashFilterTest, HoldsWhatWasAddedAndLittleElse) {
  HashFilter filter;
  for (uint64_t i = 0; i < 1000; ++i) filter.Add(HashWord(std::to_string(i)));
  int others = 0;
  for (uint64_t i = 0; i < 1000; ++i) {
    EXPECT_TRUE(filter.MayHold(HashWord(std::to_string(i))));
    others += filter.MayHold(HashWord(std::to_string(i + 100'000)));
  }
  EXPECT_LT(others, 150);
}

}  // namespace
}  // namespace impactwire::extract
