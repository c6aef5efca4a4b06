// UnitRanker: what a number without a noun of its own counts: "another 300",
// "612 of them", "hopes to reach 12,000". Chooses among what is counted near
// it, the plural nouns before it, and people.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "ingest_service/extract/figures/figure_lexicon.h"
#include "ingest_service/extract/figures/noun_phrase.h"
#include "ingest_service/extract/figures/word_senses.h"
#include "ingest_service/extract/linear/linear_model.h"
#include "ingest_service/extract/numbers/lexeme.h"
#include "ingest_service/extract/numbers/number.h"

namespace impactwire::extract {

struct FigureFrame;

struct UnitCandidate {
  std::string unit;
  NounPhrase phrase;   // empty for people in general
  int32_t frame = -1;  // the frame whose unit it is
  Features features;
};

// What the ranker saw of one number, for scripts/train-figures.
struct UnitExample {
  int32_t number = 0;  // index
  struct Candidate {
    std::string unit;
    std::vector<std::string> features;
  };
  std::vector<Candidate> candidates;
};

// Constant after Create: any thread may call.
class UnitRanker {
 public:
  // Both must outlive it. INTERNAL if unit_model.tsv is malformed.
  static absl::StatusOr<std::unique_ptr<UnitRanker>> Create(
      const FigureLexicon* lexicon, const WordSenses* words);

  // The likeliest unit of frame `index`; those before it have theirs. Looks
  // back over a bounded number of words. `example`: where not null, gets what
  // was seen.
  UnitCandidate Choose(const LexedText& lexed,
                       const std::vector<WordSenses::Set>& senses,
                       const std::vector<Number>& numbers,
                       const std::vector<FigureFrame>& frames, size_t index,
                       UnitExample* example) const;

 private:
  UnitRanker(const FigureLexicon* lexicon, const WordSenses* words,
             std::unique_ptr<LinearModel> model)
      : lexicon_(*lexicon), words_(*words), model_(std::move(model)) {}

  const FigureLexicon& lexicon_;
  const WordSenses& words_;
  const std::unique_ptr<LinearModel> model_;
};

}  // namespace impactwire::extract
