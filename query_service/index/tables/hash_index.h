// HashIndex: from a hash to a number that names an element stored elsewhere
// (whose key tells whether it is the right one). One thread writes, any number
// read without waiting. Nothing is ever removed.
//
// Linear hashing (W. Litwin, "Linear hashing: a new tool for file and table
// addressing", 1980): buckets of one cache line, one of which is split for
// every few numbers added, so that the table is never copied, no old one has to
// be kept for readers still in it, and no addition takes long. A slot holds 32
// bits of the hash too, so that elements with other keys are hardly ever looked
// at.
//
// A number that moves is written to its new place, then `moves_` counts, then
// it leaves its old place. So a reader that misses it in both finds that
// `moves_` has changed, and looks again.
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <vector>

#include "query_service/index/tables/stable_vector.h"

namespace impactwire::query {

class HashIndex {
 public:
  HashIndex() { buckets_.Next(), buckets_.Publish(); }
  HashIndex(const HashIndex&) = delete;
  HashIndex& operator=(const HashIndex&) = delete;

  // `is_key(n)`: whether element n has the key looked for.
  template <typename IsKey>
  std::optional<uint32_t> Find(uint64_t hash, const IsKey& is_key) const {
    const uint64_t tag = Tag(hash);
    for (uint32_t moves = moves_.load(std::memory_order_acquire);;) {
      const Bucket* bucket = &buckets_[BucketOf(tag, buckets_.size())];
      while (bucket != nullptr) {
        for (const auto& place : bucket->slots) {
          const uint64_t slot = place.load(std::memory_order_acquire);
          if (slot != 0 && slot >> 32 == tag && is_key(Number(slot))) {
            return Number(slot);
          }
        }
        bucket = NextOf(*bucket);
      }
      const uint32_t now = moves_.load(std::memory_order_acquire);
      if (now == moves) return std::nullopt;
      moves = now;
    }
  }

  // The writer's: the hash will be looked for soon.
  void Prefetch(uint64_t hash) const {
    __builtin_prefetch(&buckets_[BucketOf(Tag(hash), buckets_.size())]);
  }

  // The writer's: probably the hash's number, without a look at its element.
  std::optional<uint32_t> Guess(uint64_t hash) const {
    const uint64_t tag = Tag(hash);
    for (const auto& place : buckets_[BucketOf(tag, buckets_.size())].slots) {
      const uint64_t slot = place.load(std::memory_order_relaxed);
      if (slot != 0 && slot >> 32 == tag) return Number(slot);
    }
    return std::nullopt;
  }

  // Sets the key's number to `value`, whose element must be complete. The
  // number it had before, if any, is returned.
  template <typename IsKey>
  std::optional<uint32_t> Upsert(uint64_t hash, uint32_t value,
                                 const IsKey& is_key) {
    const uint64_t tag = Tag(hash);
    const uint64_t added = tag << 32 | (uint64_t{value} + 1);
    const size_t number = BucketOf(tag, buckets_.size());
    for (Bucket* b = &buckets_.at(number); b != nullptr; b = NextOf(*b)) {
      for (auto& place : b->slots) {
        const uint64_t slot = place.load(std::memory_order_relaxed);
        if (slot == 0 || slot >> 32 != tag || !is_key(Number(slot))) continue;
        place.store(added, std::memory_order_release);
        return Number(slot);
      }
    }
    Put(number, added);
    if (++used_ > kUsedPerBucket * buckets_.size()) Split();
    return std::nullopt;
  }

  // The writer's only.
  size_t bytes() const { return buckets_.bytes() + overflow_.bytes(); }

 private:
  static constexpr int kSlots = 7;
  static constexpr size_t kUsedPerBucket = 5;

  struct alignas(64) Bucket {
    std::atomic<uint64_t> slots[kSlots] = {};
    // 1 + number of the overflow bucket that continues it; 0 for none.
    std::atomic<uint64_t> next{0};
  };

  // 32 well mixed bits; the low ones choose the bucket.
  static uint64_t Tag(uint64_t hash) {
    hash ^= hash >> 32;
    hash *= 0x9e3779b97f4a7c15u;
    return hash >> 32;
  }
  static uint32_t Number(uint64_t slot) {
    return static_cast<uint32_t>(slot) - 1;
  }
  // Of `buckets`, those that were split in this round are addressed by one bit
  // more than the others.
  static size_t BucketOf(uint64_t tag, size_t buckets) {
    const uint64_t half = uint64_t{1} << (63 - __builtin_clzll(buckets));
    const uint64_t bucket = tag & (2 * half - 1);
    return bucket < buckets ? bucket : bucket - half;
  }

  const Bucket* NextOf(const Bucket& bucket) const {
    const uint64_t next = bucket.next.load(std::memory_order_acquire);
    return next == 0 ? nullptr : &overflow_[next - 1];
  }
  Bucket* NextOf(const Bucket& bucket) {
    const uint64_t next = bucket.next.load(std::memory_order_relaxed);
    return next == 0 ? nullptr : &overflow_.at(next - 1);
  }

  void Put(size_t number, uint64_t slot) {
    Bucket* bucket = &buckets_.at(number);
    for (;; bucket = NextOf(*bucket)) {
      for (auto& place : bucket->slots) {
        if (place.load(std::memory_order_relaxed) != 0) continue;
        place.store(slot, std::memory_order_release);
        return;
      }
      if (bucket->next.load(std::memory_order_relaxed) == 0) break;
    }
    uint64_t next = 0;
    if (free_.empty()) {
      overflow_.Next();
      overflow_.Publish();
      next = overflow_.size();
    } else {
      next = free_.back();
      free_.pop_back();
    }
    overflow_.at(next - 1).slots[0].store(slot, std::memory_order_release);
    bucket->next.store(next, std::memory_order_release);
  }

  // Moves about half of the next bucket in turn to a new one.
  void Split() {
    const size_t buckets = buckets_.size();
    const size_t from = BucketOf(buckets, buckets);
    std::vector<std::atomic<uint64_t>*> leaving;
    buckets_.Next();
    for (Bucket* b = &buckets_.at(from); b != nullptr; b = NextOf(*b)) {
      for (auto& place : b->slots) {
        const uint64_t slot = place.load(std::memory_order_relaxed);
        if (slot == 0) continue;
        if (BucketOf(slot >> 32, buckets + 1) == buckets) {
          Put(buckets, slot);
          leaving.push_back(&place);
        }
      }
    }
    buckets_.Publish();
    moves_.fetch_add(1, std::memory_order_release);
    for (auto* const place : leaving)
      place->store(0, std::memory_order_release);
    DropOverflow(&buckets_.at(from));
  }

  // Draws what stands in the overflow into the holes before it.
  void DropOverflow(Bucket* bucket) {
    const uint64_t first = bucket->next.load(std::memory_order_relaxed);
    if (first == 0) return;
    std::vector<uint64_t> slots;
    std::vector<uint64_t> emptied;
    for (uint64_t next = first; next != 0;) {
      Bucket& overflow = overflow_.at(next - 1);
      for (auto& place : overflow.slots) {
        const uint64_t slot = place.load(std::memory_order_relaxed);
        if (slot != 0) slots.push_back(slot);
      }
      emptied.push_back(next);
      next = overflow.next.load(std::memory_order_relaxed);
    }
    size_t holes = 0;
    for (const auto& place : bucket->slots) {
      holes += place.load(std::memory_order_relaxed) == 0;
    }
    if (slots.size() > holes) return;
    for (auto& place : bucket->slots) {
      if (slots.empty()) break;
      if (place.load(std::memory_order_relaxed) != 0) continue;
      place.store(slots.back(), std::memory_order_release);
      slots.pop_back();
    }
    moves_.fetch_add(1, std::memory_order_release);
    bucket->next.store(0, std::memory_order_release);
    for (const uint64_t number : emptied) {
      Bucket& overflow = overflow_.at(number - 1);
      for (auto& place : overflow.slots) {
        place.store(0, std::memory_order_release);
      }
      overflow.next.store(0, std::memory_order_release);
      free_.push_back(number);
    }
  }

  StableVector<Bucket, 8> buckets_;
  StableVector<Bucket, 4> overflow_;
  std::atomic<uint32_t> moves_{0};
  // The writer's.
  std::vector<uint64_t> free_;
  size_t used_ = 0;
};

}  // namespace impactwire::query
