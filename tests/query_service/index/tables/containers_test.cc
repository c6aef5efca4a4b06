// The containers of the tables, while they grow and while others read.
#include <atomic>
#include <thread>

#include "gtest/gtest.h"
#include "query_service/index/tables/arena.h"
#include "query_service/index/tables/hash_index.h"
#include "query_service/index/tables/posting_list.h"
#include "query_service/index/tables/string_pool.h"

namespace impactwire::query {
namespace {

TEST(PostingList, GivesBackWhatWasAppended) {
  for (const uint32_t size :
       {0u, 1u, 2u, 4u, 5u, 6u, 13u, 14u, 1021u, 1022u, 5000u}) {
    Arena arena;
    PostingList list;
    for (uint32_t row = 0; row < size; ++row) {
      list.Append(row * 3, &arena);
      list.Append(row * 3, &arena);
    }
    uint32_t row = 0;
    for (PostingList::Cursor c(list); !c.done(); c.Next()) {
      ASSERT_EQ(c.row(), 3 * row++);
    }
    EXPECT_EQ(row, size);
    for (const uint32_t skipped : {0u, 1u, 5u, 6u, 1021u, 3000u, 6000u}) {
      PostingList::Cursor c(list);
      c.Skip(skipped);
      EXPECT_EQ(c.done(), skipped >= size);
      if (!c.done()) {
        EXPECT_EQ(c.row(), 3 * skipped);
      }
      c.Skip(2);
      EXPECT_EQ(c.done(), skipped + 2 >= size);
      if (!c.done()) {
        EXPECT_EQ(c.row(), 3 * (skipped + 2));
      }
    }
  }
}

// Every number has its place among few different hashes, so that buckets
// overflow.
TEST(HashIndex, FindsTheNewestNumberOfEveryKey) {
  for (const uint64_t hashes : {7u, 1000u, 100000u}) {
    HashIndex index;
    std::vector<uint32_t> keys;
    const auto find = [&](uint32_t key) {
      return index.Find(key % hashes,
                        [&](uint32_t n) { return keys[n] == key; });
    };
    const uint32_t count = hashes == 7 ? 300 : 50000;
    for (const bool again : {false, true}) {
      for (uint32_t key = 0; key < count; ++key) {
        const auto last = find(key);
        ASSERT_EQ(last.has_value(), again) << key;
        const uint32_t number = static_cast<uint32_t>(keys.size());
        keys.push_back(key);
        EXPECT_EQ(index.Upsert(key % hashes, number,
                               [&](uint32_t n) { return keys[n] == key; }),
                  last);
      }
    }
    for (uint32_t key = 0; key < count; ++key) {
      ASSERT_EQ(find(key), count + key);
    }
    EXPECT_FALSE(find(count).has_value());
  }
}

TEST(HashIndex, AReaderNeverMissesWhatWasThereBefore) {
  constexpr uint32_t kKeys = 300000;
  HashIndex index;
  std::atomic<uint32_t> added{0};
  std::thread reader([&] {
    for (uint32_t key = 0, seen = 0; seen < kKeys; key += 7919) {
      seen = added.load(std::memory_order_acquire);
      if (seen == 0) continue;
      const uint32_t wanted = key % seen;
      EXPECT_EQ(index.Find(wanted, [&](uint32_t n) { return n == wanted; }),
                wanted);
    }
  });
  for (uint32_t key = 0; key < kKeys; ++key) {
    index.Upsert(key, key, [&](uint32_t n) { return n == key; });
    added.store(key + 1, std::memory_order_release);
  }
  reader.join();
}

TEST(StringPool, GivesEachStringOneNumber) {
  StringPool pool;
  std::vector<uint32_t> numbers;
  for (int i = 0; i < 3000; ++i) {
    numbers.push_back(pool.Intern("string " + std::to_string(i)));
  }
  for (int i = 0; i < 3000; ++i) {
    const std::string text = "string " + std::to_string(i);
    EXPECT_EQ(pool.Intern(text), numbers[i]);
    EXPECT_EQ(pool.Get(numbers[i]), text);
  }
  EXPECT_EQ(pool.Intern(""), 0);
  EXPECT_FALSE(pool.Find("another").has_value());
}

TEST(Arena, LargeAndSmallPiecesKeepTheirBytes) {
  Arena arena;
  std::vector<std::pair<std::string, Blob>> pieces;
  for (int i = 0; i < 200; ++i) {
    const std::string piece(i % 7 == 0 ? 100000 + i : i, 'a' + i % 26);
    pieces.emplace_back(piece, arena.Store(piece));
  }
  for (const auto& [piece, blob] : pieces) EXPECT_EQ(blob.view(), piece);
}

}  // namespace
}  // namespace impactwire::query
