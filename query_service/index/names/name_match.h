// How well a name answers what somebody typed.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "query_service/index/names/name_words.h"

namespace impactwire::query {

// How a name's word answers a typed one; the smaller the better.
enum class WordAnswer : uint8_t {
  kSame = 0,
  // The name's word starts with it; a person's initial is its first letter.
  kStart = 1,
  // Equal SpellingKey.
  kRespelt = 2,
  kOneEdit = 3,
  // Two edits, or equal ConsonantKey.
  kFar = 4,
};

// One word that was typed.
struct TypedWord {
  explicit TypedWord(absl::string_view word);
  std::string text;
  std::string spelling;
  std::string consonants;
  size_t characters = 0;
  // Edits allowed: none under 4 characters, one under 8, else two.
  int edits = 0;
};

// What was typed.
struct NameQuery {
  NameQuery(absl::string_view text, NamesOf of);
  NamesOf of;
  std::string folded;
  // The CoreName.
  std::string core;
  // The CoreWords, each once; of very many the first ones.
  std::vector<TypedWord> words;
};

int AllowedEdits(size_t characters);

// Insertions, deletions, replacements and swaps of neighbours that make `a`
// from `b` (characters, not bytes), no place being edited twice; limit + 1 if
// they are more than `limit`.
int EditDistance(absl::string_view a, absl::string_view b, int limit);

// Nothing if the word answers worse than `worst`.
std::optional<WordAnswer> AnswerOf(const TypedWord& typed,
                                   absl::string_view word, NamesOf of,
                                   WordAnswer worst);

// The best answer such that every typed word is answered at least so well by a
// word of its own of the folded name. Nothing if that is worse than `worst`.
std::optional<WordAnswer> MatchName(const NameQuery& query,
                                    absl::string_view folded_name,
                                    WordAnswer worst);

}  // namespace impactwire::query
