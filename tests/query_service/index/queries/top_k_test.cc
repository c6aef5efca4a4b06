#include "query_service/index/queries/top_k.h"

#include <functional>
#include <vector>

#include "gtest/gtest.h"

namespace impactwire::query {
namespace {

TEST(TopK, KeepsTheSmallest) {
  TopK<int, std::less<int>> best(3, {});
  for (int i = 0; i < 1000; ++i) best.Add((i * 7919) % 1000);
  EXPECT_EQ(best.Take(), (std::vector<int>{0, 1, 2}));
}

}  // namespace
}  // namespace impactwire::query
