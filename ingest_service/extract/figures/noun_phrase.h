// NounPhrase: what a number counts: the noun behind it with its modifiers.
#pragma once

#include <string>

#include "ingest_service/extract/figures/figure_lexicon.h"
#include "ingest_service/extract/numbers/lexeme.h"
#include "ingest_service/extract/numbers/number.h"

namespace impactwire::extract {

struct NounPhrase {
  // Modifiers and head, half open, in LexedText::lexemes; empty: none found.
  int32_t begin = 0;
  int32_t end = 0;
  int32_t head = -1;
  bool partitive = false;  // "35 of the villages"
  bool pronoun = false;    // "10 of them": the noun stands before

  bool empty() const { return head < 0; }
};

// The phrase behind `number`, or behind its unit ("20 tonnes of rice", "30
// percent of the students"). Reads at most 12 lexemes.
NounPhrase ReadNounPhrase(const FigureLexicon& lexicon, const LexedText& lexed,
                          const Number& number);

// The nearest plural noun before `at`, not before `begin`: what "of them" or a
// bare number speaks of.
NounPhrase PhraseBefore(const FigureLexicon& lexicon, const LexedText& lexed,
                        int32_t begin, int32_t at);

// "person", "household", or the head in the singular.
std::string UnitOfPhrase(const FigureLexicon& lexicon, const LexedText& lexed,
                         const NounPhrase& phrase);

}  // namespace impactwire::extract
