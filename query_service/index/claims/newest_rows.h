// NewestRows: from a 64-bit key to the newest row that has it; the older ones
// are chained by the table that holds the rows. Half the size of a HashIndex: a
// slot is the row's number only, the key is asked of the table, and grown
// tables end with their last reader. One thread writes, any number read; a
// reader takes a lock for as long as copying a pointer takes.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "common/base/mutex.h"

namespace impactwire::query {

class NewestRows {
  // 1 + row; 0: free. A power of two of them.
  using Slots = std::vector<std::atomic<uint32_t>>;

 public:
  NewestRows() : writing_(std::make_shared<Slots>(uint64_t{1} << kMinBits)) {
    MutexLock lock(&mu_);
    slots_ = writing_;
  }

  // `key_of(row)`: the key of a row, which never changes.
  template <typename KeyOf>
  std::optional<uint32_t> Find(uint64_t key, const KeyOf& key_of) const {
    const std::shared_ptr<const Slots> slots = Get();
    return FindIn(*slots, key, key_of);
  }

  // Calls `visit(row)` for the newest row of each key that begins with the
  // upper `bits` of `key`.
  template <typename KeyOf, typename Visit>
  void ForEachPrefix(uint64_t key, int bits, const KeyOf& key_of,
                     const Visit& visit) const {
    const std::shared_ptr<const Slots> slots = Get();
    for (uint64_t i = First(*slots, key);; i = (i + 1) & (slots->size() - 1)) {
      const uint32_t slot = (*slots)[i].load(std::memory_order_acquire);
      if (slot == 0) return;
      if (((key_of(slot - 1) ^ key) >> (64 - bits)) == 0) visit(slot - 1);
    }
  }

  // -- The writer's -----------------------------------------------------------

  // Makes `row` the key's newest and returns the one before it, if any. The row
  // must be complete.
  template <typename KeyOf>
  std::optional<uint32_t> Replace(uint64_t key, uint32_t row,
                                  const KeyOf& key_of) {
    if ((used_ + 1) * 4 > writing_->size() * 3) Grow(key_of);
    Slots& slots = *writing_;
    for (uint64_t i = First(slots, key);; i = (i + 1) & (slots.size() - 1)) {
      const uint32_t slot = slots[i].load(std::memory_order_relaxed);
      if (slot != 0 && key_of(slot - 1) != key) continue;
      slots[i].store(row + 1, std::memory_order_release);
      if (slot != 0) return slot - 1;
      ++used_;
      return std::nullopt;
    }
  }
  template <typename KeyOf>
  std::optional<uint32_t> FindByWriter(uint64_t key,
                                       const KeyOf& key_of) const {
    return FindIn(*writing_, key, key_of);
  }
  void Prefetch(uint64_t key) const {
    __builtin_prefetch(&(*writing_)[First(*writing_, key)]);
  }
  size_t bytes() const { return writing_->size() * sizeof(uint32_t); }

 private:
  static constexpr int kMinBits = 4;

  std::shared_ptr<const Slots> Get() const {
    MutexLock lock(&mu_);
    return slots_;
  }
  // Keys stand in their own order, as near as they can.
  static uint64_t First(const Slots& slots, uint64_t key) {
    return key >> (__builtin_clzll(slots.size()) + 1);
  }
  template <typename KeyOf>
  static std::optional<uint32_t> FindIn(const Slots& slots, uint64_t key,
                                        const KeyOf& key_of) {
    for (uint64_t i = First(slots, key);; i = (i + 1) & (slots.size() - 1)) {
      const uint32_t slot = slots[i].load(std::memory_order_acquire);
      if (slot == 0) return std::nullopt;
      if (key_of(slot - 1) == key) return slot - 1;
    }
  }
  template <typename KeyOf>
  void Grow(const KeyOf& key_of) {
    auto next = std::make_shared<Slots>(writing_->size() * 2);
    for (const auto& old : *writing_) {
      const uint32_t slot = old.load(std::memory_order_relaxed);
      if (slot == 0) continue;
      uint64_t i = First(*next, key_of(slot - 1));
      while ((*next)[i].load(std::memory_order_relaxed) != 0) {
        i = (i + 1) & (next->size() - 1);
      }
      (*next)[i].store(slot, std::memory_order_relaxed);
    }
    writing_ = std::move(next);
    MutexLock lock(&mu_);
    slots_ = writing_;
  }

  mutable Mutex mu_;
  std::shared_ptr<const Slots> slots_ ABSL_GUARDED_BY(mu_);
  // The writer's.
  std::shared_ptr<Slots> writing_;
  uint64_t used_ = 0;
};

}  // namespace impactwire::query
