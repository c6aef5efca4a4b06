// Classes of characters, as the splitter and the tokenizer see them. ASCII is
// answered from a table; the rest by ICU.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "absl/strings/string_view.h"

namespace impactwire::text {

enum class CharClass : uint8_t {
  kSpace,  // also control characters, zero-width and bidi controls
  kLower,  // letters without case, too; marks; '_'
  kUpper,
  kDigit,  // also vulgar fractions
  kPunctuation,
  kSymbol,
};

struct Char {
  CharClass kind;
  uint8_t size;  // bytes, 1 to 4
  uint32_t code_point;
  bool letter() const {
    return kind == CharClass::kLower || kind == CharClass::kUpper;
  }
  bool digit() const { return kind == CharClass::kDigit; }
};

extern const CharClass kAsciiClass[128];

// The character at text[at]; `at` < text.size(). An invalid byte is a
// one-byte symbol.
Char NonAsciiCharAt(absl::string_view text, size_t at);
inline Char CharAt(absl::string_view text, size_t at) {
  const unsigned char c = text[at];
  if (c < 0x80) return {kAsciiClass[c], 1, c};
  return NonAsciiCharAt(text, at);
}

// A letter or '_' of ASCII.
inline bool IsAsciiLetter(unsigned char c) {
  return c < 0x80 && (kAsciiClass[c] == CharClass::kLower ||
                      kAsciiClass[c] == CharClass::kUpper);
}

// The letters (and '_') and digits of ASCII, in lower case; 0: any other byte.
// Letters are greater than '9'.
inline constexpr std::array<unsigned char, 256> kFoldedByte = [] {
  std::array<unsigned char, 256> folded{};
  for (int c = '0'; c <= '9'; ++c) folded[c] = c;
  for (int c = 'a'; c <= 'z'; ++c) folded[c] = folded[c - 'a' + 'A'] = c;
  folded['_'] = '_';
  return folded;
}();

// FNV-1a, one byte at a time; the tables of words below know their words by it.
inline constexpr uint64_t kByteHashSeed = 0xcbf29ce484222325u;
constexpr uint64_t HashByte(uint64_t hash, unsigned char byte) {
  return (hash ^ byte) * 0x100000001b3u;
}

// The end of the run of ASCII letters that starts at `at`.
inline size_t SkipAsciiLetters(absl::string_view text, size_t at, size_t end) {
  while (at < end && IsAsciiLetter(text[at])) ++at;
  return at;
}

// The same of small ones, up to the end of the text.
inline size_t SkipAsciiLower(absl::string_view text, size_t at) {
  while (at < text.size()) {
    const unsigned char c = text[at];
    if (c >= 0x80 || kAsciiClass[c] != CharClass::kLower) break;
    ++at;
  }
  return at;
}

// Index of the first byte of the character that ends before `at` (> 0).
inline size_t PreviousChar(absl::string_view text, size_t at) {
  do {
    --at;
  } while (at > 0 && (text[at] & 0xC0) == 0x80);
  return at;
}

inline bool IsSpaceAt(absl::string_view text, size_t at) {
  const unsigned char c = text[at];
  if (c < 0x80) return kAsciiClass[c] == CharClass::kSpace;
  return NonAsciiCharAt(text, at).kind == CharClass::kSpace;
}

// `text` without space characters (kSpace) at both ends.
absl::string_view TrimSpace(absl::string_view text);

// "'" and U+2019; '"' and the curly, low and angle quotes; brackets.
bool IsApostrophe(uint32_t code_point);
bool IsOpeningMark(uint32_t code_point);
bool IsClosingMark(uint32_t code_point);

}  // namespace impactwire::text
