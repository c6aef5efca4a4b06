// ImageReader: reads what ImageWriter wrote. Each block is checked before any
// of it is handed out, and no count is believed that the rest of the file could
// not hold. After an error every read gives zero: loops ask ok(), and status()
// says what is wrong. Not thread-safe.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <type_traits>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "query_service/index/tables/arena.h"
#include "query_service/index/tables/rows.h"

namespace impactwire::query {

class ImageReader {
 public:
  // Reads from the open file, which stays the caller's.
  explicit ImageReader(int file);
  ImageReader(const ImageReader&) = delete;
  ImageReader& operator=(const ImageReader&) = delete;

  bool ok() const { return status_.ok(); }
  // DATA_LOSS: damaged, cut off or not what was expected.
  const absl::Status& status() const { return status_; }

  template <typename T>
  T Get() {
    static_assert(std::is_arithmetic_v<T>);
    T value{};
    if (at_ + sizeof(T) <= size_) {
      std::memcpy(&value, buffer_.data() + at_, sizeof(T));
      at_ += sizeof(T);
    } else {
      Copy(reinterpret_cast<char*>(&value), sizeof(T));
    }
    return value;
  }
  void Get(uint32_t* value) { *value = Get<uint32_t>(); }
  void Get(uint64_t* value) { *value = Get<uint64_t>(); }

  // How many elements follow, each of at least so many bytes (not 0).
  uint32_t Count(size_t least_bytes);

  // A number of something of which there are `limit`.
  uint32_t Number(size_t limit) {
    const auto number = Get<uint32_t>();
    if (number >= limit) Fail("a number is out of range");
    return ok() ? number : 0;
  }
  // The same, or kNoRow.
  uint32_t NumberOrNone(size_t limit) {
    const auto number = Get<uint32_t>();
    if (number == kNoRow) return number;
    if (number >= limit) Fail("a number is out of range");
    return ok() ? number : kNoRow;
  }

  std::string Bytes();
  Blob StoredBytes(Arena* arena);

  void ExpectMark(absl::string_view name);
  void ExpectEnd();
  // The first failure is kept.
  void Fail(absl::string_view what);

 private:
  void Copy(char* out, size_t size);
  // Makes the next block the current one. False: there is none.
  bool NextBlock();
  bool Read(char* out, size_t size);

  const int file_;
  // Bytes of the file behind the current block.
  uint64_t rest_ = 0;
  std::string buffer_;
  size_t at_ = 0;
  size_t size_ = 0;
  uint64_t blocks_ = 0;
  absl::Status status_;
};

}  // namespace impactwire::query
