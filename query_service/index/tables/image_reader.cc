#include "query_service/index/tables/image_reader.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "absl/strings/str_cat.h"
#include "query_service/index/tables/image_writer.h"

namespace impactwire::query {

ImageReader::ImageReader(int file) : file_(file), buffer_(kImageBlock, '\0') {
  struct stat about;
  if (fstat(file_, &about) != 0 || about.st_size < 0) {
    Fail("its size is not known");
    return;
  }
  rest_ = static_cast<uint64_t>(about.st_size);
  char magic[kImageMagic.size()];
  if (Read(magic, sizeof(magic)) &&
      absl::string_view(magic, sizeof(magic)) != kImageMagic) {
    Fail("it is no snapshot, or of another format");
  }
}

void ImageReader::Fail(absl::string_view what) {
  if (!status_.ok()) return;
  status_ = absl::DataLossError(what);
  at_ = size_ = 0;
}

bool ImageReader::Read(char* out, size_t size) {
  if (!ok()) return false;
  if (size > rest_) {
    Fail("it is cut off");
    return false;
  }
  rest_ -= size;
  while (size > 0) {
    const ssize_t got = read(file_, out, size);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) {
      Fail(got == 0 ? "it is cut off" : absl::StrCat("read: error ", errno));
      return false;
    }
    out += got;
    size -= static_cast<size_t>(got);
  }
  return true;
}

bool ImageReader::NextBlock() {
  ImageBlockHead head;
  if (!Read(reinterpret_cast<char*>(&head), sizeof(head))) return false;
  if (head.size > kImageBlock) {
    Fail(absl::StrCat("block ", blocks_, " is too large"));
    return false;
  }
  if (!Read(buffer_.data(), head.size)) return false;
  if (ImageBlockCrc(blocks_, absl::string_view(buffer_.data(), head.size)) !=
      head.crc) {
    Fail(absl::StrCat("block ", blocks_, " is damaged"));
    return false;
  }
  ++blocks_;
  at_ = 0;
  size_ = head.size;
  return size_ > 0;
}

void ImageReader::Copy(char* out, size_t size) {
  while (size > 0) {
    if (at_ == size_ && !NextBlock()) {
      Fail("it ends too early");
      std::memset(out, 0, size);
      return;
    }
    const size_t part = std::min(size, size_ - at_);
    std::memcpy(out, buffer_.data() + at_, part);
    at_ += part;
    out += part;
    size -= part;
  }
}

uint32_t ImageReader::Count(size_t least_bytes) {
  const auto count = Get<uint32_t>();
  if (uint64_t{count} * least_bytes > rest_ + (size_ - at_)) {
    Fail("a count is too large");
  }
  return ok() ? count : 0;
}

std::string ImageReader::Bytes() {
  std::string bytes(Count(1), '\0');
  Copy(bytes.data(), bytes.size());
  return ok() ? bytes : "";
}

Blob ImageReader::StoredBytes(Arena* arena) {
  const auto [blob, data] = arena->Reserve(Count(1));
  Copy(data, blob.view().size());
  return blob;
}

void ImageReader::ExpectMark(absl::string_view name) {
  if (Bytes() != name) Fail(absl::StrCat("no table \"", name, "\""));
}

void ImageReader::ExpectEnd() {
  if (!ok()) return;
  if (at_ != size_ || NextBlock()) Fail("more follows its end");
  if (rest_ != 0) Fail("more follows its end");
}

}  // namespace impactwire::query
