// ImageReader: reads a part of what ImageWriter wrote. Each block is checked
// before any of it is handed out, and no count is believed that the rest of the
// file could not hold. After an error every read gives zero: loops ask ok(),
// and status() says what is wrong. Not thread-safe, but several can read one
// file side by side.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <type_traits>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "query_service/index/tables/arena.h"
#include "query_service/index/tables/rows.h"

namespace impactwire::query {

// Where a part of a file stands.
struct ImagePart {
  uint64_t begin = 0;
  uint64_t end = 0;
  uint64_t first_block = 0;
};

// The parts of the open file, which cover it. Only the sizes of its blocks are
// looked at: what they hold is checked by who reads it. DATA_LOSS: it is no
// image, cut off or damaged.
absl::StatusOr<std::vector<ImagePart>> FindImageParts(int file);

class ImageReader {
 public:
  // Reads from the open file, which stays the caller's.
  ImageReader(int file, const ImagePart& part);
  ImageReader(ImageReader&&) = default;
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
  // Where it stands; bytes of the part behind that.
  uint64_t offset_ = 0;
  uint64_t rest_ = 0;
  std::string buffer_;
  size_t at_ = 0;
  size_t size_ = 0;
  uint64_t block_ = 0;
  absl::Status status_;
};

}  // namespace impactwire::query
