// UTF-8 (RFC 3629): validity and steps.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

namespace impactwire {

// Index of the first byte that is not part of a valid character, or npos.
// Overlong forms, surrogates and values above U+10FFFF are invalid.
size_t FindInvalidUtf8(absl::string_view text);

inline bool IsValidUtf8(absl::string_view text) {
  return FindInvalidUtf8(text) == absl::string_view::npos;
}

// The character that starts at text[index] and its size in bytes. On an invalid
// byte: U+FFFD and 1. `index` < text.size().
struct Utf8Char {
  uint32_t code_point;
  int size;
};
Utf8Char DecodeUtf8(absl::string_view text, size_t index);

void AppendUtf8(uint32_t code_point, std::string* out);

// The largest size <= `limit` that cuts no character.
size_t Utf8Floor(absl::string_view text, size_t limit);

}  // namespace impactwire
