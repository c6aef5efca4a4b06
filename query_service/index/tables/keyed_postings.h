// KeyedPostings: a posting list per key (a unit, a country, a category). One
// thread adds, any number read without waiting.
#pragma once

#include <cstdint>

#include "query_service/index/tables/hash_index.h"
#include "query_service/index/tables/posting_list.h"
#include "query_service/index/tables/stable_vector.h"

namespace impactwire::query {

class KeyedPostings {
 public:
  // Null if the key has no rows.
  const PostingList* Find(uint32_t key) const {
    const auto found =
        numbers_.Find(key, [&](uint32_t n) { return lists_[n].key == key; });
    return found.has_value() ? &lists_[*found].rows : nullptr;
  }

  void Add(uint32_t key, uint32_t row, Arena* arena) {
    const auto is_key = [&](uint32_t n) { return lists_[n].key == key; };
    auto number = numbers_.Find(key, is_key);
    if (!number.has_value()) {
      number = static_cast<uint32_t>(lists_.size());
      lists_.Next().key = key;
      lists_.Publish();
      numbers_.Upsert(key, *number, is_key);
    }
    lists_.at(*number).rows.Append(row, arena);
  }

  size_t bytes() const { return lists_.bytes() + numbers_.bytes(); }

 private:
  struct Keyed {
    uint32_t key = 0;
    PostingList rows;
  };
  StableVector<Keyed, 6> lists_;
  HashIndex numbers_;
};

}  // namespace impactwire::query
