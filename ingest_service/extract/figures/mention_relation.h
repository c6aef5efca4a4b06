// MentionRelation: how a mention stands in its sentence: who acts, who is given
// to, what something is done with or at. Read off the words beside the mention,
// without a parser: a mention behind a preposition hangs on it; one followed by
// a verb, with asides in commas or brackets skipped, is its subject.
#pragma once

#include <cstdint>
#include <string>

#include "ingest_service/extract/figures/figure_lexicon.h"
#include "ingest_service/extract/figures/word_senses.h"
#include "ingest_service/extract/numbers/lexeme.h"

namespace impactwire::extract {

struct MentionRelation {
  enum class Kind : uint8_t {
    kNone,        // an object, a heading, a list item
    kSubject,     // "X has trained", "X, a charity, gave"
    kPassive,     // "X was given", "X is funded by"
    kPossessor,   // "X's programme"
    kPreposition  // "from X", "to the X"
  };
  Kind kind = Kind::kNone;
  // The preposition in lower case; empty with other kinds.
  std::string preposition;
  // What the subject does, or the word the preposition hangs on.
  WordSenses::Set doing = 0;

  // "subj", "pas", "poss", "to", "none".
  absl::string_view Name() const;
};

// Of the mention at lexemes [first, last) within the sentence [begin, end).
// Reads at most some 30 lexemes.
MentionRelation ReadRelation(const FigureLexicon& lexicon,
                             const WordSenses& words,
                             const std::vector<WordSenses::Set>& senses,
                             const LexedText& lexed, int32_t begin, int32_t end,
                             int32_t first, int32_t last);

}  // namespace impactwire::extract
