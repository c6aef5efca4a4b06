// Arena: append-only memory for bytes and small arrays. Addresses are stable
// and freed all at once. One thread allocates; what it hands out may be read by
// any thread that learned of it through a release/acquire pair.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"

namespace impactwire::query {

// Bytes in an arena: 4 bytes of size, then the bytes. 8 bytes instead of a
// view's 16.
class Blob {
 public:
  Blob() = default;
  explicit Blob(const char* data) : data_(data) {}
  absl::string_view view() const {
    if (data_ == nullptr) return "";
    uint32_t size;
    std::memcpy(&size, data_, sizeof(size));
    return absl::string_view(data_ + sizeof(size), size);
  }

 private:
  const char* data_ = nullptr;
};

class Arena {
 public:
  Arena() = default;
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;

  // Zeroed; aligned to 8.
  void* Allocate(size_t bytes) {
    used_ = (used_ + 7) & ~size_t{7};
    return AllocateBytes(bytes);
  }

  Blob Store(absl::string_view bytes) {
    const auto [blob, data] = Reserve(bytes.size());
    if (!bytes.empty()) std::memcpy(data, bytes.data(), bytes.size());
    return blob;
  }

  // A blob of so many bytes, and where to write them.
  std::pair<Blob, char*> Reserve(size_t bytes) {
    if (bytes == 0) return {Blob(), nullptr};
    const uint32_t size = static_cast<uint32_t>(bytes);
    char* const data = static_cast<char*>(AllocateBytes(sizeof(size) + size));
    std::memcpy(data, &size, sizeof(size));
    return {Blob(data), data + sizeof(size)};
  }

  size_t bytes() const { return bytes_; }

 private:
  static constexpr size_t kBlock = 256 << 10;

  void* AllocateBytes(size_t bytes) {
    if (bytes > kBlock / 4) {
      // A block of its own, before the open one.
      blocks_.push_back(std::make_unique<char[]>(bytes));
      bytes_ += bytes;
      void* const data = blocks_.back().get();
      if (blocks_.size() > 1) blocks_.back().swap(blocks_[blocks_.size() - 2]);
      if (blocks_.size() == 1) used_ = capacity_ = 0;
      return data;
    }
    if (used_ + bytes > capacity_) {
      blocks_.push_back(std::make_unique<char[]>(kBlock));
      bytes_ += kBlock;
      used_ = 0;
      capacity_ = kBlock;
    }
    void* const data = blocks_.back().get() + used_;
    used_ += bytes;
    return data;
  }

  std::vector<std::unique_ptr<char[]>> blocks_;
  size_t used_ = 0;
  size_t capacity_ = 0;
  size_t bytes_ = 0;
};

}  // namespace impactwire::query
