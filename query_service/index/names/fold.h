// Folded text: how names are compared when case and accents do not count.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace impactwire::query {

// Lower case, without accents, words separated by single spaces; everything
// that is neither letter nor digit separates words, except that an apostrophe,
// a point or an ampersand between letters is dropped ("McDonald's" and "U.N."
// are one word: "mcdonalds", "un"). Not UTF-8: the bad bytes are left out.
std::string Fold(absl::string_view text);

// The words of a folded text; views into it.
std::vector<absl::string_view> FoldedWords(absl::string_view folded);

// The folded initials of a name of two or more words, without its small
// lower-case words: "World Bank of Goats" gives "wbg". Empty for other names.
std::string Initials(absl::string_view text);

// Whether `folded` has `prefix` at its start or at the start of a word.
bool HasWordPrefix(absl::string_view folded, absl::string_view prefix);

}  // namespace impactwire::query
