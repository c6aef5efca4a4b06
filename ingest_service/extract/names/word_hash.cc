#include "ingest_service/extract/names/word_hash.h"

#include <unicode/uchar.h>
#include <unicode/unorm2.h>

#include <array>

#include "common/base/utf8.h"

namespace impactwire::extract {
namespace {

constexpr uint32_t kFoldEnd = 0x250;  // Latin with its two extensions

constexpr std::array<uint8_t, 128> kAsciiFold = [] {
  std::array<uint8_t, 128> fold{};
  for (int c = 0; c < 128; ++c) fold[c] = c >= 'A' && c <= 'Z' ? c + 32 : c;
  return fold;
}();

// Base letter, in lower case, of each Latin letter below kFoldEnd.
const std::array<uint16_t, kFoldEnd>& LatinFold() {
  static const std::array<uint16_t, kFoldEnd> table = [] {
    std::array<uint16_t, kFoldEnd> t{};
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2* nfd = unorm2_getNFDInstance(&status);
    for (uint32_t c = 0; c < kFoldEnd; ++c) {
      UChar32 base = u_tolower(static_cast<UChar32>(c));
      UChar parts[8];
      UErrorCode error = U_ZERO_ERROR;
      const int n = U_SUCCESS(status)
                        ? unorm2_getDecomposition(nfd, base, parts, 8, &error)
                        : -1;
      if (U_SUCCESS(error) && n > 0 && parts[0] < 0x80) base = parts[0];
      t[c] = static_cast<uint16_t>(base);
    }
    // Letters with a stroke have no decomposition.
    const std::pair<uint32_t, uint8_t> strokes[] = {
        {0xd8, 'o'},  {0xf8, 'o'},  {0x110, 'd'}, {0x111, 'd'},
        {0x141, 'l'}, {0x142, 'l'}, {0x131, 'i'}, {0x130, 'i'}};
    for (const auto& [c, base] : strokes) t[c] = base;
    return t;
  }();
  return table;
}

uint32_t FoldCodePoint(uint32_t c) {
  if (c < kFoldEnd) return LatinFold()[c];
  if (c == 0x2019 || c == 0x2018 || c == 0x02bc) return '\'';
  return u_tolower(static_cast<UChar32>(c));
}

// Calls `sink` with each byte or folded code point.
template <typename Sink>
void FoldInto(absl::string_view word, Sink sink) {
  size_t i = 0;
  while (i < word.size()) {
    const unsigned char c = word[i];
    if (c < 0x80) {
      sink(kAsciiFold[c]);
      ++i;
    } else {
      const Utf8Char u = DecodeUtf8(word, i);
      sink(FoldCodePoint(u.code_point));
      i += u.size;
    }
  }
}

}  // namespace

std::string FoldWord(absl::string_view word) {
  std::string out;
  out.reserve(word.size());
  FoldInto(word, [&](uint32_t c) { AppendUtf8(c, &out); });
  return out;
}

uint64_t WordKey(absl::string_view word) {
  uint64_t h = kWordKeySeed;
  FoldInto(word, [&](uint32_t c) { h = WordKeyStep(h, c); });
  return Mix(h);
}

uint64_t PhraseKey(absl::string_view words) {
  uint64_t phrase = kEmptyPhrase;
  while (!words.empty()) {
    const size_t space = words.find(' ');
    const absl::string_view word = words.substr(0, space);
    if (!word.empty()) phrase = ExtendPhrase(phrase, WordKey(word));
    if (space == absl::string_view::npos) break;
    words.remove_prefix(space + 1);
  }
  return phrase;
}

}  // namespace impactwire::extract
