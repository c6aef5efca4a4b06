// TermList: the rows with one term, ascending, as differences in bytes of seven
// bits; append-only. One thread appends, any number read without waiting. The
// first row is held in place, the rest in blocks of growing size, so that a
// term with one row costs no block. A block says which row it starts after, so
// that it can be passed over.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>

#include "query_service/index/tables/arena.h"

namespace impactwire::query {

class TermList {
  struct Block;

 public:
  // Reads a list in order, as far as the rows below `end`: pass a number of
  // rows that were published.
  class Cursor {
   public:
    Cursor(const TermList& list, uint32_t end)
        : end_(end),
          row_(list.size() == 0 ? end : list.first_),
          next_(&list.head_) {}
    bool done() const { return row_ >= end_; }
    uint32_t row() const { return row_; }

    void Next() {
      if (at_ == used_ && !Enter()) {
        row_ = end_;
        return;
      }
      uint32_t difference = 0;
      for (int shift = 0;; shift += 7) {
        const uint8_t byte = *at_++;
        difference |= uint32_t{byte & 127u} << shift;
        if (byte < 128) break;
      }
      row_ += difference;
    }

    // Calls `visit(row)` for the rows from here to before `limit`, and goes to
    // the first one after them.
    template <typename Visit>
    void VisitUntil(uint32_t limit, const Visit& visit) {
      limit = std::min(limit, end_);
      while (row_ < limit) {
        visit(row_);
        // Rows of the block, without looking at the cursor for each.
        uint32_t row = row_;
        const uint8_t* at = at_;
        const uint8_t* const used = used_;
        while (at != used) {
          uint32_t difference = *at++;
          if (difference >= 128) {
            difference &= 127;
            for (int shift = 7;; shift += 7) {
              const uint8_t byte = *at++;
              difference |= uint32_t{byte & 127u} << shift;
              if (byte < 128) break;
            }
          }
          row += difference;
          if (row >= limit) break;
          visit(row);
        }
        at_ = at;
        row_ = row;
        if (row < limit) Next();
      }
    }

    // To the first row that is not before `row`.
    void SkipTo(uint32_t row) {
      if (row_ >= row) return;
      for (;;) {
        const Block* const next = next_->load(std::memory_order_acquire);
        if (next == nullptr || next->after >= row) break;
        Enter();
      }
      while (row_ < row) Next();
    }

   private:
    // Goes on to the next block with a row.
    bool Enter() {
      const Block* const block = next_->load(std::memory_order_acquire);
      if (block == nullptr) return false;
      next_ = &block->next;
      row_ = block->after;
      at_ = block->bytes();
      used_ = at_ + block->used.load(std::memory_order_acquire);
      return at_ != used_;
    }

    uint32_t end_;
    uint32_t row_;
    const uint8_t* at_ = nullptr;
    const uint8_t* used_ = nullptr;
    const std::atomic<Block*>* next_;
  };

  uint32_t size() const { return size_.load(std::memory_order_acquire); }

  // The writer's: Append will be called soon.
  void PrefetchTail() const {
    if (tail_ != nullptr) __builtin_prefetch(tail_, 1);
  }

  // `row` > every row in the list.
  void Append(uint32_t row, Arena* arena) {
    const uint32_t size = size_.load(std::memory_order_relaxed);
    if (size == 0) {
      first_ = row;
    } else {
      uint8_t bytes[5];
      uint16_t count = 0;
      for (uint32_t rest = row - last_; count == 0 || rest != 0; rest >>= 7) {
        bytes[count++] = static_cast<uint8_t>((rest & 127) | 128);
      }
      bytes[count - 1] &= 127;
      const uint16_t used =
          tail_ == nullptr ? 0 : tail_->used.load(std::memory_order_relaxed);
      if (tail_ == nullptr || used + count > tail_->capacity) {
        AddBlock(arena);
        std::copy(bytes, bytes + count, tail_->bytes());
        tail_->used.store(count, std::memory_order_release);
        Link();
      } else {
        std::copy(bytes, bytes + count, tail_->bytes() + used);
        tail_->used.store(used + count, std::memory_order_release);
      }
    }
    last_ = row;
    size_.store(size + 1, std::memory_order_release);
  }

 private:
  static constexpr uint32_t kFirstBytes = 8;
  static constexpr uint32_t kMaxBytes = 496;

  // Its bytes follow it in memory.
  struct Block {
    std::atomic<Block*> next{nullptr};
    // The row before its first one.
    uint32_t after = 0;
    std::atomic<uint16_t> used{0};
    uint16_t capacity = 0;
    uint8_t* bytes() { return reinterpret_cast<uint8_t*>(this + 1); }
    const uint8_t* bytes() const {
      return reinterpret_cast<const uint8_t*>(this + 1);
    }
  };

  void AddBlock(Arena* arena) {
    const uint32_t capacity =
        tail_ == nullptr
            ? kFirstBytes
            : std::min<uint32_t>((tail_->capacity + 16) * 3 / 2 / 8 * 8,
                                 kMaxBytes);
    auto* const block = new (arena->Allocate(sizeof(Block) + capacity)) Block();
    block->after = last_;
    block->capacity = static_cast<uint16_t>(capacity);
    before_tail_ = tail_;
    tail_ = block;
  }
  void Link() {
    (before_tail_ == nullptr ? head_ : before_tail_->next)
        .store(tail_, std::memory_order_release);
  }

  std::atomic<uint32_t> size_{0};
  uint32_t first_ = 0;
  std::atomic<Block*> head_{nullptr};
  // The writer's only.
  Block* tail_ = nullptr;
  Block* before_tail_ = nullptr;
  uint32_t last_ = 0;
};

}  // namespace impactwire::query
