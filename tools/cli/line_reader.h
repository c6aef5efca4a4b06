// LineReader: lines of a stream, each bounded in length. One thread at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <string>

namespace impactwire::cli {

class LineReader {
 public:
  enum class Result {
    kLine,
    kTooLong,  // the line was skipped; the next call reads the one after it
    kEnd,
    kFailed,  // the stream could not be read
  };

  // `file` is not owned.
  LineReader(FILE* file, size_t max_bytes)
      : file_(file), max_bytes_(max_bytes), buffer_(64 << 10, '\0') {}

  // The next line without its end ("\n" or "\r\n").
  Result Next(std::string* line);

  // Of the last line, from 1.
  int64_t line_number() const { return line_number_; }

 private:
  bool Fill();

  FILE* const file_;
  const size_t max_bytes_;
  std::string buffer_;
  size_t begin_ = 0;
  size_t end_ = 0;
  int64_t line_number_ = 0;
};

}  // namespace impactwire::cli
