// The words that figures are searched by.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace impactwire::query {

// A running text's sentence, or what says what a figure is: then words such as
// "us" and "two" count.
enum class TextOf : uint8_t { kSentence, kField };

// A word of a query.
struct SearchWord {
  // In small letters, without accents.
  std::string text;
  uint64_t term = 0;
  // What it counts: 2, a common word 1.
  int weight = 2;
};

// Adds the terms of the text's words, in their order, with repetitions: a
// term stands for all forms of a word (plurals, -ed, -ing). Left out: stop
// words, numbers that are no years (1900 to 2099), words over 40 bytes. Linear.
void AddTerms(absl::string_view text, TextOf of, std::vector<uint64_t>* terms);

uint64_t YearTerm(int year);

// Terms of the names of a country (ISO 3166-1 alpha-2, either case).
const std::vector<uint64_t>& CountryTerms(absl::string_view code);

// The words of a query, each term once; at most 16, the first ones.
std::vector<SearchWord> QueryWords(absl::string_view query);

// The form that stands for a word: "families" gives "family", "trained" and
// "training" give "train". `word`: small letters.
std::string Stem(absl::string_view word);

}  // namespace impactwire::query
