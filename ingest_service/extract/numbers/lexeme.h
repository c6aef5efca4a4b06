// Lexemes: the finer tokens numbers are read from: runs of letters, runs of
// digits with their separators, single marks. "USD34.6m" is three of them.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "absl/strings/string_view.h"
#include "ingest_service/text/document.h"

namespace impactwire::extract {

enum class LexemeKind : uint8_t { kWord, kDigits, kMark };

struct Lexeme {
  text::Span span;
  // HashWord of the lower-case form.
  uint64_t hash = 0;
  LexemeKind kind = LexemeKind::kWord;
  bool space_before = false;
  bool capitalized = false;
  bool all_caps = false;  // two or more letters, all upper case
};

// All lexemes of a document, in text order; constant after Lex.
struct LexedText {
  const text::Document* document = nullptr;
  std::vector<Lexeme> lexemes;
  // For each sentence its first lexeme, and one past the last at the end.
  std::vector<int32_t> sentence_begin;

  int32_t First(int32_t sentence) const { return sentence_begin[sentence]; }
  int32_t End(int32_t sentence) const { return sentence_begin[sentence + 1]; }
  absl::string_view Surface(const Lexeme& lexeme) const {
    return document->Surface(lexeme.span);
  }
};

// FNV-1a over the bytes with ASCII letters in lower case.
constexpr uint64_t kWordHashSeed = 0xcbf29ce484222325u;
inline constexpr std::array<uint8_t, 256> kLowerByte = [] {
  std::array<uint8_t, 256> lower{};
  for (int i = 0; i < 256; ++i) {
    lower[i] = i >= 'A' && i <= 'Z' ? i + ('a' - 'A') : i;
  }
  return lower;
}();
constexpr uint64_t HashByte(uint64_t hash, unsigned char byte) {
  return (hash ^ kLowerByte[byte]) * 0x100000001b3u;
}
constexpr uint64_t HashWord(absl::string_view word,
                            uint64_t hash = kWordHashSeed) {
  for (const unsigned char byte : word) hash = HashByte(hash, byte);
  return hash;
}

// The document must outlive the result. Linear.
LexedText Lex(const text::Document& document);

// The lexemes of `text` alone (for tables of forms); spans are of `text`.
std::vector<Lexeme> LexPhrase(absl::string_view text);

}  // namespace impactwire::extract
