// FigurePhrase: the short phrase that says what a figure counts: "rural workers
// trained", "loan for dairy farmers", "share of women", "emissions cut".
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "ingest_service/extract/figures/figure_features.h"
#include "ingest_service/extract/figures/figure_frame.h"
#include "ingest_service/extract/figures/participles.h"
#include "ingest_service/extract/figures/phrase_parts.h"
#include "ingest_service/extract/figures/word_senses.h"

namespace impactwire::extract {

// Constant after Create: any thread may call.
class FigurePhrase {
 public:
  // Both must outlive the object. INTERNAL if a compiled-in table is malformed.
  static absl::StatusOr<std::unique_ptr<FigurePhrase>> Create(
      const FigureLexicon* lexicon, const WordSenses* words);

  // At most 120 bytes, mostly words of the sentence; `unit` where nothing else
  // is said. Reads the clause around the number only.
  std::string Write(const FigureInput& input, const FigureFrame& frame,
                    const Number& number, absl::string_view unit,
                    v1::ImpactCategory category) const;

 private:
  struct Reading;  // of one figure

  std::string OfCount(const Reading& reading) const;
  std::string OfMoney(const Reading& reading,
                      v1::ImpactCategory category) const;
  // What a sum is: "grant", "loan"; empty: nothing near says.
  std::string MoneyNoun(const Reading& reading, SaidKind kind) const;
  std::string OfShare(const Reading& reading) const;
  std::string OfMeasure(const Reading& reading, absl::string_view unit,
                        v1::ImpactCategory category) const;
  // `what` with what is done: "trees planted"; as it is where that is not said.
  std::string WithVerb(std::string what, const Reading& reading) const;
  int32_t VerbOf(const Reading& reading) const;  // -1: none

  const FigureLexicon* lexicon_ = nullptr;
  const WordSenses* words_ = nullptr;
  std::unique_ptr<Participles> participles_;
  std::unique_ptr<PhraseParts> parts_;
};

}  // namespace impactwire::extract
