// PostingList: the rows for one key, ascending, append-only. One thread
// appends, any number read without waiting: a reader goes as far as the size it
// saw. The first row is held in place, the rest in chunks of doubling size, so
// that a key with one row costs no chunk.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>

#include "query_service/index/arena.h"

namespace impactwire::query {

class PostingList {
 public:
  // The element type of a chunk follows its header in memory.
  struct Chunk {
    std::atomic<Chunk*> next{nullptr};
    uint32_t* rows() { return reinterpret_cast<uint32_t*>(this + 1); }
    const uint32_t* rows() const {
      return reinterpret_cast<const uint32_t*>(this + 1);
    }
  };

  // Reads a list in order. Holds the size at its start.
  class Cursor {
   public:
    explicit Cursor(const PostingList& list)
        : list_(&list), size_(list.size()) {}
    bool done() const { return index_ >= size_; }
    uint32_t row() const {
      return chunk_ == nullptr ? list_->first_ : chunk_->rows()[offset_];
    }
    void Next() {
      ++index_;
      if (done()) return;
      if (chunk_ == nullptr) {
        chunk_ = list_->head_.load(std::memory_order_acquire);
        capacity_ = kFirstChunk;
        offset_ = 0;
      } else if (++offset_ == capacity_) {
        chunk_ = chunk_->next.load(std::memory_order_acquire);
        capacity_ = NextCapacity(capacity_);
        offset_ = 0;
      }
    }

   private:
    const PostingList* list_;
    const uint32_t size_;
    uint32_t index_ = 0;
    const Chunk* chunk_ = nullptr;
    uint32_t offset_ = 0;
    uint32_t capacity_ = 0;
  };

  uint32_t size() const { return size_.load(std::memory_order_acquire); }

  // `row` >= every row in the list; the same row again is not added twice.
  void Append(uint32_t row, Arena* arena) {
    const uint32_t size = size_.load(std::memory_order_relaxed);
    if (size != 0 && last_ == row) return;
    if (size == 0) {
      first_ = row;
    } else {
      if (tail_used_ == tail_capacity_) AddChunk(arena);
      tail_->rows()[tail_used_++] = row;
    }
    last_ = row;
    size_.store(size + 1, std::memory_order_release);
  }

 private:
  static constexpr uint32_t kFirstChunk = 3;
  static constexpr uint32_t kMaxChunk = 1022;
  static uint32_t NextCapacity(uint32_t capacity) {
    return std::min(capacity * 2, kMaxChunk);
  }

  void AddChunk(Arena* arena) {
    const uint32_t capacity =
        tail_ == nullptr ? kFirstChunk : NextCapacity(tail_capacity_);
    auto* const chunk =
        new (arena->Allocate(sizeof(Chunk) + capacity * sizeof(uint32_t)))
            Chunk();
    (tail_ == nullptr ? head_ : tail_->next)
        .store(chunk, std::memory_order_release);
    tail_ = chunk;
    tail_capacity_ = capacity;
    tail_used_ = 0;
  }

  std::atomic<uint32_t> size_{0};
  uint32_t first_ = 0;
  std::atomic<Chunk*> head_{nullptr};
  // The writer's only.
  Chunk* tail_ = nullptr;
  uint32_t tail_capacity_ = 0;
  uint32_t tail_used_ = 0;
  uint32_t last_ = 0;
};

}  // namespace impactwire::query
