// HashIndex: from a hash to a number that names an element stored elsewhere
// (whose key tells whether it is the right one). One thread writes, any number
// read without waiting. Open addressing; a slot holds 32 bits of the hash too,
// so that elements with other keys are hardly ever looked at. Grown tables are
// kept until the index ends, since readers may still be in them (together at
// most as large as the last one). Nothing is ever removed.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace impactwire::query {

class HashIndex {
 public:
  HashIndex() { Grow(16); }
  HashIndex(const HashIndex&) = delete;
  HashIndex& operator=(const HashIndex&) = delete;

  // `is_key(n)`: whether element n has the key looked for.
  template <typename IsKey>
  std::optional<uint32_t> Find(uint64_t hash, const IsKey& is_key) const {
    const Table* const table = table_.load(std::memory_order_acquire);
    const uint64_t tag = Tag(hash);
    for (uint64_t i = tag & table->mask;; i = (i + 1) & table->mask) {
      const uint64_t slot = table->slots[i].load(std::memory_order_acquire);
      if (slot == 0) return std::nullopt;
      if (slot >> 32 == tag && is_key(Number(slot))) return Number(slot);
    }
  }

  // The writer's: the hash will be looked for soon.
  void Prefetch(uint64_t hash) const {
    const Table& table = *tables_.back();
    __builtin_prefetch(&table.slots[Tag(hash) & table.mask]);
  }

  // Sets the key's number to `value`, whose element must be complete. The
  // number it had before, if any, is returned.
  template <typename IsKey>
  std::optional<uint32_t> Upsert(uint64_t hash, uint32_t value,
                                 const IsKey& is_key) {
    if ((used_ + 1) * 3 > (tables_.back()->mask + 1) * 2) {
      Grow((tables_.back()->mask + 1) * 2);
    }
    const Table& table = *tables_.back();
    const uint64_t tag = Tag(hash);
    for (uint64_t i = tag & table.mask;; i = (i + 1) & table.mask) {
      const uint64_t slot = table.slots[i].load(std::memory_order_relaxed);
      const bool same = slot != 0 && slot >> 32 == tag && is_key(Number(slot));
      if (slot != 0 && !same) continue;
      table.slots[i].store(tag << 32 | (uint64_t{value} + 1),
                           std::memory_order_release);
      if (same) return Number(slot);
      ++used_;
      return std::nullopt;
    }
  }

  // The writer's only.
  size_t bytes() const {
    size_t bytes = 0;
    for (const auto& table : tables_) {
      bytes += (table->mask + 1) * sizeof(std::atomic<uint64_t>);
    }
    return bytes;
  }

 private:
  struct Table {
    uint64_t mask;
    std::unique_ptr<std::atomic<uint64_t>[]> slots;
  };

  // 32 well mixed bits; the low ones choose the slot.
  static uint64_t Tag(uint64_t hash) {
    hash ^= hash >> 32;
    hash *= 0x9e3779b97f4a7c15u;
    return hash >> 32;
  }
  static uint32_t Number(uint64_t slot) {
    return static_cast<uint32_t>(slot) - 1;
  }

  void Grow(uint64_t slots) {
    auto next = std::make_unique<Table>();
    next->mask = slots - 1;
    next->slots = std::make_unique<std::atomic<uint64_t>[]>(slots);
    if (!tables_.empty()) {
      const Table& last = *tables_.back();
      for (uint64_t old = 0; old <= last.mask; ++old) {
        const uint64_t slot = last.slots[old].load(std::memory_order_relaxed);
        if (slot == 0) continue;
        uint64_t i = slot >> 32 & next->mask;
        while (next->slots[i].load(std::memory_order_relaxed) != 0) {
          i = (i + 1) & next->mask;
        }
        next->slots[i].store(slot, std::memory_order_relaxed);
      }
    }
    table_.store(next.get(), std::memory_order_release);
    tables_.push_back(std::move(next));
  }

  std::atomic<const Table*> table_{nullptr};
  std::vector<std::unique_ptr<Table>> tables_;
  uint64_t used_ = 0;
};

}  // namespace impactwire::query
