// What the words of names are for, and how they may be spelt otherwise. From
// data/name_words.tsv, data/spellings.tsv and data/respellings.tsv.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace impactwire::query {

enum class NamesOf : uint8_t { kOrganizations, kPersons };

// What the list says of a folded word.
enum class WordUse : uint8_t {
  kPlain,
  kLegal,
  kLink,
  kHonorific,
  kGeneration,
};
WordUse UseOf(absl::string_view word);

// Of a word for a generation: "jr" for "junior", too. Lives as long as the
// program.
absl::string_view GenerationOf(absl::string_view word);

// The words that tell a folded name from others: without small linking words,
// a company's legal form at the end or a person's honorifics and generation;
// all of them if nothing else would be left. Views into `folded`.
std::vector<absl::string_view> CoreWords(absl::string_view folded, NamesOf of);

// The same in one word: equal for "JD.com, Inc." and "JD com".
std::string CoreName(absl::string_view folded, NamesOf of);

// Equal for the spellings of one word: "muhammad" and "mohamed", "kiev" and
// "kyiv", "mueller" and "muller".
std::string SpellingKey(absl::string_view word);

// The same for words of six letters and more and for those of
// data/spellings.tsv; other words stand for themselves: "Lee" is not "Li".
std::string CarefulSpellingKey(absl::string_view word);

// The same for words of data/spellings.tsv only: "Min-jae" is not "Min-ja".
std::string ListedSpellingKey(absl::string_view word);

// The first letter and the consonants after it, of a spelling key, every vowel
// at the start alike: "mohamed" gives "mhmd". Empty if they are fewer than four
// or other than Latin letters.
std::string ConsonantKey(absl::string_view spelling_key);

}  // namespace impactwire::query
