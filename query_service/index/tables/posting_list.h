// PostingList: the rows for one key, ascending, append-only. One thread
// appends, any number read without waiting: a reader goes as far as the size it
// saw. The first row is held in place, the rest in chunks of doubling size, so
// that a key with one row costs 16 bytes and no chunk.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <utility>

#include "query_service/index/tables/arena.h"

namespace impactwire::query {

class PostingList {
  struct Chunk;

 public:
  // Reads a list in order. Holds the size at its start.
  class Cursor {
   public:
    explicit Cursor(const PostingList& list)
        : list_(&list), size_(list.size()) {}
    bool done() const { return index_ >= size_; }
    uint32_t row() const {
      return rows_ == nullptr ? list_->first_ : rows_[offset_];
    }
    void Next() {
      ++index_;
      if (done()) return;
      if (rows_ == nullptr) {
        Head* const head = list_->head_.load(std::memory_order_acquire);
        rows_ = head->rows();
        chunk_ = head;
        capacity_ = kFirstChunk;
        offset_ = 0;
      } else if (++offset_ == capacity_) {
        chunk_ = chunk_->next.load(std::memory_order_acquire);
        rows_ = chunk_->rows();
        capacity_ = NextCapacity(capacity_);
        offset_ = 0;
      }
    }

    // Next() so many times.
    void Skip(uint32_t rows) {
      for (; rows > 0 && !done(); --rows) {
        // Within a chunk at once.
        const uint32_t rest = rows_ == nullptr ? 0 : capacity_ - 1 - offset_;
        const uint32_t jump = std::min({rest, rows - 1, size_ - 1 - index_});
        index_ += jump;
        offset_ += jump;
        rows -= jump;
        Next();
      }
    }

   private:
    const PostingList* list_;
    const uint32_t size_;
    uint32_t index_ = 0;
    Chunk* chunk_ = nullptr;
    const uint32_t* rows_ = nullptr;
    uint32_t offset_ = 0;
    uint32_t capacity_ = 0;
  };

  uint32_t size() const { return size_.load(std::memory_order_acquire); }

  // The writer's: the first row; there must be one.
  uint32_t first() const { return first_; }
  // The writer's: a row will be appended soon.
  void Prefetch() const {
    if (const Head* const head = head_.load(std::memory_order_relaxed)) {
      __builtin_prefetch(head);
    }
  }
  // The same, some time later.
  void PrefetchTail() const {
    if (const Head* const head = head_.load(std::memory_order_relaxed)) {
      __builtin_prefetch(head->tail);
    }
  }

  // `row` >= every row in the list; the same row again is not added twice.
  void Append(uint32_t row, Arena* arena) {
    const uint32_t size = size_.load(std::memory_order_relaxed);
    if (size == 0) {
      first_ = row;
    } else {
      Head* head = head_.load(std::memory_order_relaxed);
      // Rows in the last chunk, and how many it has room for.
      const auto [used, capacity] = TailOf(size - 1);
      if ((head == nullptr ? first_ : RowsOf(head->tail)[used - 1]) == row) {
        return;
      }
      if (head == nullptr) {
        head = NewChunk<Head>(kFirstChunk, arena);
        head->tail = head;
        head->rows()[0] = row;
        head_.store(head, std::memory_order_release);
      } else if (used < capacity) {
        RowsOf(head->tail)[used] = row;
      } else {
        Chunk* const chunk = NewChunk<Chunk>(NextCapacity(capacity), arena);
        chunk->rows()[0] = row;
        head->tail->next.store(chunk, std::memory_order_release);
        head->tail = chunk;
      }
    }
    size_.store(size + 1, std::memory_order_release);
  }

 private:
  static constexpr uint32_t kFirstChunk = 4;
  static constexpr uint32_t kMaxChunk = 1020;

  // Its rows follow in memory.
  struct Chunk {
    std::atomic<Chunk*> next{nullptr};
    uint32_t* rows() { return reinterpret_cast<uint32_t*>(this + 1); }
  };
  // The first chunk; `tail` is the writer's.
  struct Head : Chunk {
    Chunk* tail = nullptr;
    uint32_t* rows() { return reinterpret_cast<uint32_t*>(this + 1); }
  };

  uint32_t* RowsOf(Chunk* chunk) const {
    Head* const head = head_.load(std::memory_order_relaxed);
    return chunk == head ? head->rows() : chunk->rows();
  }
  // Of a list with so many rows in chunks: rows in the last one, and its
  // capacity.
  static std::pair<uint32_t, uint32_t> TailOf(uint32_t rows) {
    uint32_t capacity = kFirstChunk;
    while (rows > capacity) {
      rows -= capacity;
      capacity = NextCapacity(capacity);
      if (capacity == kMaxChunk) {
        return {(rows - 1) % kMaxChunk + 1, kMaxChunk};
      }
    }
    return {rows, capacity};
  }
  static uint32_t NextCapacity(uint32_t capacity) {
    return std::min(capacity * 2, kMaxChunk);
  }
  template <typename T>
  static T* NewChunk(uint32_t capacity, Arena* arena) {
    return new (arena->Allocate(sizeof(T) + capacity * sizeof(uint32_t))) T();
  }

  std::atomic<uint32_t> size_{0};
  uint32_t first_ = 0;
  std::atomic<Head*> head_{nullptr};
};

}  // namespace impactwire::query
