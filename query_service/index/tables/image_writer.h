// ImageWriter: the index's tables as streams of bytes, the parts of a file, in
// checksummed blocks:
//
//   "IWINDEX2", then blocks: 4 bytes size (at most 1 MiB), 4 bytes CRC-32C over
//   number, size and payload, payload; a block of size 0 ends a part.
//
// Blocks are numbered through the file. Numbers are little-endian as in memory;
// a list has its count before it. Not thread-safe.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <type_traits>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace impactwire::query {

inline constexpr absl::string_view kImageMagic = "IWINDEX2";
inline constexpr size_t kImageBlock = 1 << 20;

// The two numbers in front of a block.
struct ImageBlockHead {
  uint32_t size;
  uint32_t crc;
};

// Of block `number` of the file.
uint32_t ImageBlockCrc(uint64_t number, absl::string_view payload);

class ImageWriter {
 public:
  // Writes to the open file, which stays the caller's.
  explicit ImageWriter(int file);
  ImageWriter(const ImageWriter&) = delete;
  ImageWriter& operator=(const ImageWriter&) = delete;

  // After an error nothing more is written; see Finish.
  bool ok() const { return status_.ok(); }

  template <typename T>
  void Put(const T& value) {
    static_assert(std::is_arithmetic_v<T>);
    if (used_ + sizeof(T) <= kImageBlock) {
      std::memcpy(Payload() + used_, &value, sizeof(T));
      used_ += sizeof(T);
    } else {
      Append(reinterpret_cast<const char*>(&value), sizeof(T));
    }
  }

  // With their size before them.
  void PutBytes(absl::string_view bytes) {
    Put(static_cast<uint32_t>(bytes.size()));
    Append(bytes.data(), bytes.size());
  }

  // A name that the reader expects at the same place.
  void Mark(absl::string_view name) { PutBytes(name); }

  // What follows is of another part, which is read by a reader of its own.
  void EndPart();

  // Ends the last part and syncs the file. UNAVAILABLE: it could not be
  // written.
  absl::Status Finish();

 private:
  char* Payload() { return buffer_.data() + sizeof(ImageBlockHead); }
  void Append(const char* data, size_t size);
  void EndBlock();
  void Write(const char* data, size_t size);

  const int file_;
  std::string buffer_;
  size_t used_ = 0;
  uint64_t blocks_ = 0;
  absl::Status status_;
};

}  // namespace impactwire::query
