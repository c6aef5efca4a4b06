#include "query_service/index/tables/image_writer.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "absl/strings/str_cat.h"
#include "common/base/crc32c.h"

namespace impactwire::query {

uint32_t ImageBlockCrc(uint64_t number, absl::string_view payload) {
  const uint64_t head[2] = {number, payload.size()};
  return Crc32c(payload,
                Crc32c({reinterpret_cast<const char*>(head), sizeof(head)}));
}

ImageWriter::ImageWriter(int file)
    : file_(file), buffer_(sizeof(ImageBlockHead) + kImageBlock, '\0') {
  Write(kImageMagic.data(), kImageMagic.size());
}

void ImageWriter::Append(const char* data, size_t size) {
  while (size > 0) {
    if (used_ == kImageBlock) EndBlock();
    const size_t part = std::min(size, kImageBlock - used_);
    std::memcpy(Payload() + used_, data, part);
    used_ += part;
    data += part;
    size -= part;
  }
}

void ImageWriter::EndBlock() {
  const ImageBlockHead head = {
      static_cast<uint32_t>(used_),
      ImageBlockCrc(blocks_, absl::string_view(Payload(), used_))};
  std::memcpy(buffer_.data(), &head, sizeof(head));
  Write(buffer_.data(), sizeof(head) + used_);
  ++blocks_;
  used_ = 0;
}

void ImageWriter::Write(const char* data, size_t size) {
  while (size > 0 && status_.ok()) {
    const ssize_t written = write(file_, data, size);
    if (written < 0) {
      if (errno == EINTR) continue;
      status_ = absl::UnavailableError(absl::StrCat("write: error ", errno));
      return;
    }
    data += written;
    size -= static_cast<size_t>(written);
  }
}

void ImageWriter::EndPart() {
  if (used_ > 0) EndBlock();
  EndBlock();
}

absl::Status ImageWriter::Finish() {
  EndPart();
  if (status_.ok() && fsync(file_) != 0) {
    status_ = absl::UnavailableError(absl::StrCat("fsync: error ", errno));
  }
  return status_;
}

}  // namespace impactwire::query
