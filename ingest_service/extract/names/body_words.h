// Words around a name that tell a body from a person or a place, beside the
// classes of the lexicon (which are features of the tagger).
#pragma once

#include "absl/strings/string_view.h"

namespace impactwire::extract {

// Nouns for bodies: "the marketplace X", "X, a mill that". In lower case.
bool IsBodyWord(absl::string_view word);

// Verbs whose subject is more often a body than a person: "operates".
bool IsBodyVerb(absl::string_view word);

// What belongs to a body rather than to a place: "X employees", "X stores".
bool IsBelonging(absl::string_view word);

// Endings of words that name a body in languages that write them together:
// "Volksbank", "Hilfswerk", "Sparebankstiftelsen".
bool EndsInCompoundHead(absl::string_view word);

}  // namespace impactwire::extract
