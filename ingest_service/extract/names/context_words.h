// ContextWords: words around and inside names that tell bodies from persons,
// places and works, read from data/context_words.tsv. The classes of lexicon.h
// are features of the tagger; these are not, so that a word more needs no
// training.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace impactwire::extract {

// What each is for says its row of the table.
enum ContextWord : uint32_t {
  kNounWord = 1u << 0,
  kVerbWord = 1u << 1,
  kBelongingWord = 1u << 2,
  kEndingWord = 1u << 3,
  kOfWord = 1u << 4,
  kByWord = 1u << 5,
  kNonprofitNounWord = 1u << 6,
  kCompanyNounWord = 1u << 7,
  kNonprofitNameWord = 1u << 8,
  kGovernmentNameWord = 1u << 9,
  kWorkWord = 1u << 10,
  kPlaceWord = 1u << 11,
  kForeignArticleWord = 1u << 12,
  kForeignWord = 1u << 13,
  kNamedAfterWord = 1u << 14,
  kPeopleWord = 1u << 15,
  kSportWord = 1u << 16,
  kCountWord = 1u << 17,
  kPurposeWord = 1u << 18,
  kPeoplesWord = 1u << 19,
  kMediaNameWord = 1u << 20,
  kPluralBodyWord = 1u << 21,
};

class ContextWords {
 public:
  // Rows "class<TAB>words<TAB>what they are for"; "#" begins a comment line.
  // INTERNAL naming the row that is malformed.
  static absl::StatusOr<ContextWords> Parse(absl::string_view tsv);

  // The ContextWord bits of a word as it is written, 0 if none.
  uint32_t Find(absl::string_view word) const {
    const auto it = words_.find(word);
    return it == words_.end() ? 0 : it->second;
  }

  // All words of a class, sorted.
  std::vector<std::string> Of(ContextWord word_class) const;

 private:
  absl::flat_hash_map<std::string, uint32_t> words_;
};

// Whether the shipped table has the word, as it is written, in the class. Any
// thread may call.
bool IsContextWord(absl::string_view word, ContextWord word_class);

// All words of a class of the shipped table, sorted: for lookups by key.
std::vector<std::string> ContextWordsOf(ContextWord word_class);

// "Volksbank", "Hilfswerk": a word that ends in a head (class kEndingWord).
bool EndsInCompoundHead(absl::string_view word);

}  // namespace impactwire::extract
