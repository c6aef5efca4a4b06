// Word keys: the 64-bit hash under which a word is looked up in the lexicon,
// the gazetteer and the tagger's weights. Case, accents of Latin letters and
// the form of the apostrophe do not change the key.
#pragma once

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

namespace impactwire::extract {

// Lower case without accents: "Médecins" -> "medecins". Other scripts are kept
// in lower case.
std::string FoldWord(absl::string_view word);

// Hash of FoldWord(word), without building it: FNV-1a over its code points,
// mixed.
uint64_t WordKey(absl::string_view word);
inline constexpr uint64_t kWordKeySeed = 0xcbf29ce484222325ull;
inline uint64_t WordKeyStep(uint64_t h, uint32_t code_point) {
  return (h ^ code_point) * 0x100000001b3ull;
}

// The key of a phrase is folded from its words' keys, left to right, beginning
// with kEmptyPhrase.
inline constexpr uint64_t kEmptyPhrase = 0x9e3779b97f4a7c15ull;

inline uint64_t Mix(uint64_t x) {
  x ^= x >> 32;
  x *= 0xd6e8feb86659fd93ull;
  x ^= x >> 32;
  x *= 0xd6e8feb86659fd93ull;
  x ^= x >> 32;
  return x;
}

inline uint64_t ExtendPhrase(uint64_t phrase, uint64_t word) {
  return Mix(phrase * 0x100000001b3ull + word);
}

// Key of a phrase whose words are separated by single spaces.
uint64_t PhraseKey(absl::string_view words);

}  // namespace impactwire::extract
