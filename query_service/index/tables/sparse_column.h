// SparseColumn: a number per row of a segment of kRows, most of which have
// `none`: rows that have not, have memory by 64. One thread sets, any number
// read without waiting; what a reader sees of numbers set after the row was
// published is told by those who publish.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>

namespace impactwire::query {

template <typename T, T kNone, uint32_t kRows>
class SparseColumn {
 public:
  SparseColumn() = default;
  SparseColumn(const SparseColumn&) = delete;
  SparseColumn& operator=(const SparseColumn&) = delete;
  ~SparseColumn() {
    for (auto& block : blocks_) delete block.load(std::memory_order_relaxed);
  }

  T operator[](uint32_t i) const {
    const Block* const block =
        blocks_[i / kBlock].load(std::memory_order_acquire);
    return block == nullptr
               ? kNone
               : block->rows[i % kBlock].load(std::memory_order_relaxed);
  }

  // Returns how many bytes of memory were added.
  size_t Set(uint32_t i, T value) {
    size_t added = 0;
    std::atomic<Block*>& place = blocks_[i / kBlock];
    Block* block = place.load(std::memory_order_relaxed);
    if (block == nullptr) {
      if (value == kNone) return 0;
      block = new Block;
      for (auto& row : block->rows) row.store(kNone, std::memory_order_relaxed);
      place.store(block, std::memory_order_release);
      added = sizeof(Block);
    }
    block->rows[i % kBlock].store(value, std::memory_order_relaxed);
    return added;
  }

 private:
  static constexpr uint32_t kBlock = 64;
  struct Block {
    std::atomic<T> rows[kBlock];
  };
  std::atomic<Block*> blocks_[kRows / kBlock] = {};
};

}  // namespace impactwire::query
