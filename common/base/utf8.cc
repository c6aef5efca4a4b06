#include "common/base/utf8.h"

#include <cstring>

namespace impactwire {
namespace {

constexpr Utf8Char kInvalid = {0xFFFD, 1};

inline bool IsContinuation(unsigned char byte) { return (byte & 0xC0) == 0x80; }

// Size 1 and 0xFFFD where invalid, as DecodeUtf8 says; `valid` tells a real
// U+FFFD (size 3) apart, so size alone decides for non-ASCII bytes.
Utf8Char Decode(const unsigned char* p, size_t left) {
  const unsigned char a = p[0];
  if (a < 0x80) return {a, 1};
  if (a < 0xC2) return kInvalid;
  if (a < 0xE0) {
    if (left < 2 || !IsContinuation(p[1])) return kInvalid;
    return {static_cast<uint32_t>(a & 0x1F) << 6 | (p[1] & 0x3Fu), 2};
  }
  if (a < 0xF0) {
    if (left < 3 || !IsContinuation(p[1]) || !IsContinuation(p[2])) {
      return kInvalid;
    }
    const uint32_t c = static_cast<uint32_t>(a & 0x0F) << 12 |
                       (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu);
    if (c < 0x800 || (c >= 0xD800 && c < 0xE000)) return kInvalid;
    return {c, 3};
  }
  if (a > 0xF4 || left < 4 || !IsContinuation(p[1]) || !IsContinuation(p[2]) ||
      !IsContinuation(p[3])) {
    return kInvalid;
  }
  const uint32_t c = static_cast<uint32_t>(a & 0x07) << 18 |
                     (p[1] & 0x3Fu) << 12 | (p[2] & 0x3Fu) << 6 |
                     (p[3] & 0x3Fu);
  if (c < 0x10000 || c > 0x10FFFF) return kInvalid;
  return {c, 4};
}

}  // namespace

size_t FindInvalidUtf8(absl::string_view text) {
  const auto* data = reinterpret_cast<const unsigned char*>(text.data());
  const size_t size = text.size();
  size_t i = 0;
  while (i < size) {
    // Eight ASCII bytes at a time: most news is ASCII.
    while (i + 8 <= size) {
      uint64_t word;
      std::memcpy(&word, data + i, 8);
      if (word & 0x8080808080808080u) break;
      i += 8;
    }
    if (i >= size) break;
    if (data[i] < 0x80) {
      ++i;
      continue;
    }
    const Utf8Char c = Decode(data + i, size - i);
    if (c.size == 1) return i;
    i += c.size;
  }
  return absl::string_view::npos;
}

Utf8Char DecodeUtf8(absl::string_view text, size_t index) {
  return Decode(reinterpret_cast<const unsigned char*>(text.data()) + index,
                text.size() - index);
}

void AppendUtf8(uint32_t c, std::string* out) {
  if (c < 0x80) {
    out->push_back(static_cast<char>(c));
  } else if (c < 0x800) {
    out->push_back(static_cast<char>(0xC0 | c >> 6));
    out->push_back(static_cast<char>(0x80 | (c & 0x3F)));
  } else if (c < 0x10000) {
    out->push_back(static_cast<char>(0xE0 | c >> 12));
    out->push_back(static_cast<char>(0x80 | (c >> 6 & 0x3F)));
    out->push_back(static_cast<char>(0x80 | (c & 0x3F)));
  } else {
    out->push_back(static_cast<char>(0xF0 | c >> 18));
    out->push_back(static_cast<char>(0x80 | (c >> 12 & 0x3F)));
    out->push_back(static_cast<char>(0x80 | (c >> 6 & 0x3F)));
    out->push_back(static_cast<char>(0x80 | (c & 0x3F)));
  }
}

size_t Utf8Floor(absl::string_view text, size_t limit) {
  if (limit >= text.size()) return text.size();
  while (limit > 0 && IsContinuation(static_cast<unsigned char>(text[limit]))) {
    --limit;
  }
  return limit;
}

}  // namespace impactwire
