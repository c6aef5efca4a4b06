// Span: a half-open byte range [begin, end) of one immutable UTF-8 text.
#pragma once

#include <cstdint>

#include "absl/strings/string_view.h"

namespace impactwire::text {

struct Span {
  int32_t begin = 0;
  int32_t end = 0;

  int32_t size() const { return end - begin; }
  bool empty() const { return begin >= end; }
  bool Contains(Span other) const {
    return begin <= other.begin && other.end <= end;
  }
  bool Overlaps(Span other) const {
    return begin < other.end && other.begin < end;
  }
  // The surface. `text` must be the text this span is of.
  absl::string_view In(absl::string_view text) const {
    return text.substr(begin, end - begin);
  }
  friend bool operator==(Span a, Span b) {
    return a.begin == b.begin && a.end == b.end;
  }
};

// The smallest span that covers both.
inline Span Cover(Span a, Span b) {
  return {a.begin < b.begin ? a.begin : b.begin, a.end > b.end ? a.end : b.end};
}

}  // namespace impactwire::text
