// JoinedWords: words of a text as a phrase of its own.
#pragma once

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "ingest_service/extract/numbers/lexeme.h"

namespace impactwire::extract {

// The lexemes [begin, end) as written, on one line; the capital of a sentence's
// first word is none of the word's, headlines in capitals are read as others,
// and an "s" in front belongs to the word before it.
std::string Joined(const LexedText& lexed, int32_t begin, int32_t end);

// Both with a blank between; one of them may be empty.
std::string With(absl::string_view a, absl::string_view b);

// Whether a word is written with a capital of its own.
bool IsProper(const LexedText& lexed, int32_t at);

}  // namespace impactwire::extract
