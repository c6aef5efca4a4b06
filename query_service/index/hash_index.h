// HashIndex: from a hash to a number that names an element stored elsewhere
// (whose key tells whether it is the right one). One thread writes, any number
// read without waiting. Open addressing; grown tables are kept until the index
// ends, since readers may still be in them (together at most as large as the
// last one). Nothing is ever removed.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace impactwire::query {

class HashIndex {
 public:
  HashIndex() {
    Grow(16, [](uint32_t) { return uint64_t{0}; });
  }
  HashIndex(const HashIndex&) = delete;
  HashIndex& operator=(const HashIndex&) = delete;

  // `is_key(n)`: whether element n has the key looked for.
  template <typename IsKey>
  std::optional<uint32_t> Find(uint64_t hash, const IsKey& is_key) const {
    const Table* const table = table_.load(std::memory_order_acquire);
    for (uint64_t i = Mix(hash) & table->mask;; i = (i + 1) & table->mask) {
      const uint32_t slot = table->slots[i].load(std::memory_order_acquire);
      if (slot == 0) return std::nullopt;
      if (is_key(slot - 1)) return slot - 1;
    }
  }

  // Sets the key's number to `value`, whose element must be complete. The
  // number it had before, if any, is returned. `hash_of(n)`: hash of n's key.
  template <typename IsKey, typename HashOf>
  std::optional<uint32_t> Upsert(uint64_t hash, uint32_t value,
                                 const IsKey& is_key, const HashOf& hash_of) {
    Table* table = tables_.back().get();
    if ((used_ + 1) * 3 > (table->mask + 1) * 2) {
      Grow((table->mask + 1) * 2, hash_of);
      table = tables_.back().get();
    }
    for (uint64_t i = Mix(hash) & table->mask;; i = (i + 1) & table->mask) {
      const uint32_t slot = table->slots[i].load(std::memory_order_relaxed);
      if (slot != 0 && !is_key(slot - 1)) continue;
      table->slots[i].store(value + 1, std::memory_order_release);
      if (slot != 0) return slot - 1;
      ++used_;
      return std::nullopt;
    }
  }

  // The writer's only.
  size_t bytes() const {
    size_t bytes = 0;
    for (const auto& table : tables_) {
      bytes += (table->mask + 1) * sizeof(std::atomic<uint32_t>);
    }
    return bytes;
  }

 private:
  struct Table {
    uint64_t mask;
    std::unique_ptr<std::atomic<uint32_t>[]> slots;
  };

  static uint64_t Mix(uint64_t hash) {
    hash ^= hash >> 32;
    hash *= 0x9e3779b97f4a7c15u;
    return hash ^ (hash >> 29);
  }

  template <typename HashOf>
  void Grow(uint64_t slots, const HashOf& hash_of) {
    auto next = std::make_unique<Table>();
    next->mask = slots - 1;
    next->slots = std::make_unique<std::atomic<uint32_t>[]>(slots);
    if (!tables_.empty()) {
      const Table& last = *tables_.back();
      for (uint64_t old = 0; old <= last.mask; ++old) {
        const uint32_t slot = last.slots[old].load(std::memory_order_relaxed);
        if (slot == 0) continue;
        uint64_t i = Mix(hash_of(slot - 1)) & next->mask;
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
