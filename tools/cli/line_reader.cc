#include "tools/cli/line_reader.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace impactwire::cli {

// read(2), not fread: a line that came through a pipe is handed on at once.
bool LineReader::Fill() {
  ssize_t got;
  do {
    got = read(fileno(file_), buffer_.data(), buffer_.size());
  } while (got < 0 && errno == EINTR);
  begin_ = 0;
  end_ = got > 0 ? static_cast<size_t>(got) : 0;
  if (got < 0) errno = errno ? errno : EIO;
  return got > 0;
}

LineReader::Result LineReader::Next(std::string* line) {
  line->clear();
  bool any = false;
  bool too_long = false;
  while (true) {
    if (begin_ == end_) {
      errno = 0;
      if (!Fill()) {
        if (errno != 0) return Result::kFailed;
        if (!any) return Result::kEnd;
        break;
      }
    }
    if (!any) ++line_number_;
    any = true;
    const char* start = buffer_.data() + begin_;
    const char* stop =
        static_cast<const char*>(memchr(start, '\n', end_ - begin_));
    const size_t size = stop ? stop - start : end_ - begin_;
    if (line->size() + size > max_bytes_) too_long = true;
    if (!too_long) line->append(start, size);
    begin_ += size;
    if (stop != nullptr) {
      ++begin_;
      break;
    }
  }
  if (too_long) {
    line->clear();
    line->shrink_to_fit();
    return Result::kTooLong;
  }
  if (!line->empty() && line->back() == '\r') line->pop_back();
  return Result::kLine;
}

}  // namespace impactwire::cli
