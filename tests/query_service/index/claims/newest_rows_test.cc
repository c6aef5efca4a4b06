#include "query_service/index/claims/newest_rows.h"

#include <map>
#include <set>
#include <vector>

#include "gtest/gtest.h"
#include "query_service/index/claims/claim_key.h"
#include "tests/query_service/index/testing/history.h"

namespace impactwire::query {
namespace {

TEST(NewestRowsTest, FindsTheNewestOfEachKeyAsItGrows) {
  NewestRows rows;
  std::vector<uint64_t> keys;
  const auto key_of = [&](uint32_t row) { return keys[row]; };
  std::map<uint64_t, uint32_t> newest;
  World random(1);
  for (uint32_t row = 0; row < 5000; ++row) {
    // Crowded, around the ends, too.
    const uint64_t key = OrganizationHash(random.Below(2000)) |
                         (random.OneIn(9) ? ~0ull << 8 : 0);
    keys.push_back(key);
    const auto before = newest.find(key);
    const auto replaced = rows.Replace(key, row, key_of);
    ASSERT_EQ(replaced.has_value(), before != newest.end());
    if (replaced.has_value()) {
      ASSERT_EQ(*replaced, before->second);
    }
    newest[key] = row;
  }
  for (const auto& [key, row] : newest) {
    ASSERT_EQ(rows.Find(key, key_of), row);
    std::set<uint32_t> found;
    rows.ForEachPrefix(key ^ 0xff, kClaimIdKeyBits, key_of,
                       [&](uint32_t r) { found.insert(r); });
    ASSERT_TRUE(found.contains(row));
  }
  EXPECT_FALSE(rows.Find(1, key_of).has_value());
}

}  // namespace
}  // namespace impactwire::query
