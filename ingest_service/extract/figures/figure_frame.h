// FigureFrame: a number that may be an impact figure, with what it counts.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ingest_service/extract/figures/noun_phrase.h"
#include "ingest_service/extract/figures/unit_ranker.h"
#include "ingest_service/extract/figures/word_senses.h"
#include "ingest_service/extract/names/mention.h"
#include "ingest_service/extract/numbers/lexeme.h"
#include "ingest_service/extract/numbers/number.h"
#include "ingest_service/extract/numbers/number_reader.h"
#include "ingest_service/extract/periods/time_finder.h"
#include "ingest_service/extract/roles/role_finder.h"
#include "ingest_service/text/document.h"

namespace impactwire::extract {

// What the figure stages read of one article; all of it must outlive them.
struct FigureInput {
  const text::Document& document;
  const Entities& entities;
  const std::vector<Role>& roles;
  const LexedText& lexed;
  const std::vector<TimeExpression>& times;
};

struct FigureFrame {
  int32_t number = 0;  // index
  int32_t sentence = 0;
  NounPhrase phrase;
  std::string unit;
  bool borrowed = false;  // the unit is another number's
  bool ranked = false;    // ... or one that UnitRanker chose
  // Of the whole surface, half open, in LexedText::lexemes.
  int32_t first = 0;
  int32_t last = 0;
};

// "noun", "person", "household", "money", "percent", "physical", "none".
absl::string_view UnitClass(const FigureFrame& frame, const Number& number);

// One frame per number without a disposition. A number without a noun of its
// own ("A, B and 30 trees", "another 300") borrows its neighbour's or gets what
// `units` thinks likeliest. `examples`: where not null, gets what `units` saw.
// Linear.
std::vector<FigureFrame> MakeFrames(const FigureLexicon& lexicon,
                                    const LexedText& lexed,
                                    const NumberReader& reader,
                                    const UnitRanker& units,
                                    const std::vector<WordSenses::Set>& senses,
                                    std::vector<Number>* numbers,
                                    std::vector<UnitExample>* examples);

}  // namespace impactwire::extract
