#include "query_service/index/tables/image_reader.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "absl/strings/str_cat.h"
#include "common/status/status_macros.h"
#include "query_service/index/tables/image_writer.h"

namespace impactwire::query {

namespace {

absl::Status ReadAt(int file, uint64_t offset, char* out, size_t size) {
  while (size > 0) {
    const ssize_t got = pread(file, out, size, static_cast<off_t>(offset));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) {
      return absl::DataLossError(absl::StrCat("read: error ", errno));
    }
    if (got == 0) return absl::DataLossError("it is cut off");
    out += got;
    offset += static_cast<uint64_t>(got);
    size -= static_cast<size_t>(got);
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::vector<ImagePart>> FindImageParts(int file) {
  struct stat about;
  if (fstat(file, &about) != 0 || about.st_size < 0) {
    return absl::DataLossError("its size is not known");
  }
  const auto size = static_cast<uint64_t>(about.st_size);
  char magic[kImageMagic.size()];
  RETURN_IF_ERROR(ReadAt(file, 0, magic, sizeof(magic)));
  if (absl::string_view(magic, sizeof(magic)) != kImageMagic) {
    return absl::DataLossError("it is no snapshot, or of another format");
  }
  std::vector<ImagePart> parts;
  ImagePart part;
  part.begin = sizeof(magic);
  uint64_t at = part.begin;
  for (uint64_t block = 0; at < size;) {
    ImageBlockHead head;
    RETURN_IF_ERROR(
        ReadAt(file, at, reinterpret_cast<char*>(&head), sizeof(head)));
    if (head.size > kImageBlock) {
      return absl::DataLossError(
          absl::StrCat("block ", block, " is too large"));
    }
    at += sizeof(head) + head.size;
    ++block;
    if (at > size) break;
    if (head.size > 0) continue;
    part.end = at;
    parts.push_back(part);
    part.begin = at;
    part.first_block = block;
  }
  if (parts.empty() || parts.back().end != size) {
    return absl::DataLossError("it is cut off");
  }
  return parts;
}

ImageReader::ImageReader(int file, const ImagePart& part)
    : file_(file),
      offset_(part.begin),
      rest_(part.end - part.begin),
      buffer_(kImageBlock, '\0'),
      block_(part.first_block) {}

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
  const absl::Status read = ReadAt(file_, offset_, out, size);
  if (!read.ok()) Fail(read.message());
  offset_ += size;
  rest_ -= size;
  return ok();
}

bool ImageReader::NextBlock() {
  ImageBlockHead head;
  if (!Read(reinterpret_cast<char*>(&head), sizeof(head))) return false;
  if (head.size > kImageBlock) {
    Fail(absl::StrCat("block ", block_, " is too large"));
    return false;
  }
  if (!Read(buffer_.data(), head.size)) return false;
  if (ImageBlockCrc(block_, absl::string_view(buffer_.data(), head.size)) !=
      head.crc) {
    Fail(absl::StrCat("block ", block_, " is damaged"));
    return false;
  }
  ++block_;
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
