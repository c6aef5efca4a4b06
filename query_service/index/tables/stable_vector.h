// StableVector: an append-only array with stable addresses that one thread
// grows while any number of threads read it without waiting.
//
// Elements live in fixed-size chunks that never move. A reader may use every
// index below a size() it has seen, or below one that reached it through
// another release/acquire pair (a row number found in a posting list).
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace impactwire::query {

template <typename T, int kChunkBits = 10>
class StableVector {
 public:
  static constexpr size_t kChunk = size_t{1} << kChunkBits;

  StableVector() = default;
  ~StableVector() {
    for (auto& top : top_) {
      Middle* const middle = top.load(std::memory_order_relaxed);
      if (middle == nullptr) break;
      for (auto& chunk : middle->chunks) {
        delete[] chunk.load(std::memory_order_relaxed);
      }
      delete middle;
    }
  }
  StableVector(const StableVector&) = delete;
  StableVector& operator=(const StableVector&) = delete;

  size_t size() const { return size_.load(std::memory_order_acquire); }

  const T& operator[](size_t i) const { return *Address(i); }

  // The writer's only.
  T& at(size_t i) { return *Address(i); }

  // A new element, default-constructed, not yet counted: fill it, then
  // Publish().
  T& Next() {
    const size_t i = size_.load(std::memory_order_relaxed);
    auto& top = top_[i >> (kChunkBits + kMiddleBits)];
    Middle* middle = top.load(std::memory_order_relaxed);
    if (middle == nullptr) {
      middle = new Middle();
      bytes_ += sizeof(Middle);
      top.store(middle, std::memory_order_release);
    }
    auto& chunk = middle->chunks[(i >> kChunkBits) & (kMiddle - 1)];
    T* data = chunk.load(std::memory_order_relaxed);
    if (data == nullptr) {
      data = new T[kChunk]();
      bytes_ += sizeof(T) * kChunk;
      chunk.store(data, std::memory_order_release);
    }
    return data[i & (kChunk - 1)];
  }
  void Publish() {
    size_.store(size_.load(std::memory_order_relaxed) + 1,
                std::memory_order_release);
  }

  // Returns the element's index.
  size_t Push(T value) {
    Next() = std::move(value);
    Publish();
    return size_.load(std::memory_order_relaxed) - 1;
  }

  // The writer's only.
  size_t bytes() const { return bytes_; }

 private:
  static constexpr int kMiddleBits = 10;
  static constexpr size_t kMiddle = size_t{1} << kMiddleBits;
  static constexpr size_t kTop = 1024;
  struct Middle {
    std::atomic<T*> chunks[kMiddle] = {};
  };

  T* Address(size_t i) const {
    const Middle* const middle =
        top_[i >> (kChunkBits + kMiddleBits)].load(std::memory_order_acquire);
    return middle->chunks[(i >> kChunkBits) & (kMiddle - 1)].load(
               std::memory_order_acquire) +
           (i & (kChunk - 1));
  }

  std::atomic<size_t> size_{0};
  size_t bytes_ = 0;
  std::atomic<Middle*> top_[kTop] = {};
};

}  // namespace impactwire::query
