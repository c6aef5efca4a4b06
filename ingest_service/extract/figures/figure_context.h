// FigureContext: one article as the finders of a figure's owner, place and time
// and the features of its models see it.
#pragma once

#include <vector>

#include "ingest_service/extract/figures/figure_frame.h"
#include "ingest_service/extract/figures/figure_lexicon.h"
#include "ingest_service/extract/figures/word_senses.h"

namespace impactwire::extract {

// What it refers to must outlive it, and it the objects made with it.
struct FigureContext {
  const FigureLexicon& lexicon;
  const WordSenses& words;
  const std::vector<WordSenses::Set>& senses;  // of each lexeme
  const FigureInput& input;
  const std::vector<Number>& numbers;
  const std::vector<FigureFrame>& frames;

  // What is done in the clause of the number: the senses of the nearest verb,
  // before it if there is one.
  WordSenses::Set Doing(const FigureFrame& frame) const;
};

// What reads a context, with its parts at hand.
class ContextReader {
 protected:
  explicit ContextReader(const FigureContext& context)
      : context_(context),
        lexicon_(context.lexicon),
        words_(context.words),
        senses_(context.senses),
        input_(context.input),
        numbers_(context.numbers),
        frames_(context.frames) {}

  const FigureContext& context_;
  const FigureLexicon& lexicon_;
  const WordSenses& words_;
  const std::vector<WordSenses::Set>& senses_;
  const FigureInput& input_;
  const std::vector<Number>& numbers_;
  const std::vector<FigureFrame>& frames_;
};

}  // namespace impactwire::extract
