// FigurePhrase: the short phrase that says what a figure counts: "rural workers
// trained", "loan for dairy farmers", "share of women", "emissions cut".
#pragma once

#include <memory>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "ingest_service/extract/figures/figure_features.h"
#include "ingest_service/extract/figures/figure_frame.h"
#include "ingest_service/extract/figures/participles.h"
#include "ingest_service/extract/figures/word_senses.h"

namespace impactwire::extract {

// Constant after Create: any thread may call.
class FigurePhrase {
 public:
  // Both must outlive the object. INTERNAL if phrase_words.tsv is malformed.
  static absl::StatusOr<std::unique_ptr<FigurePhrase>> Create(
      const FigureLexicon* lexicon, const WordSenses* words);

  // At most 120 bytes, mostly words of the sentence; `unit` where nothing else
  // is said. Reads the clause around the number only.
  std::string Write(const FigureInput& input, const FigureFrame& frame,
                    const Number& number, absl::string_view unit,
                    v1::ImpactCategory category) const;

 private:
  enum class Kind : uint8_t {
    kGiven,
    kInvested,
    kIncome,
    kUp,
    kDown,
    kIdle,
    kKinds
  };
  struct Reading;  // of one figure

  // Where `word` is listed for `kind`, what is written for it.
  absl::string_view SaidFor(uint64_t word, Kind kind) const {
    const auto it = said_.find(word * static_cast<uint64_t>(Kind::kKinds) +
                               static_cast<uint64_t>(kind));
    return it == said_.end() ? absl::string_view() : it->second;
  }

  std::string OfCount(const Reading& reading) const;
  std::string OfMoney(const Reading& reading,
                      v1::ImpactCategory category) const;
  // What a sum is: "grant", "loan"; empty: nothing near says.
  std::string MoneyNoun(const Reading& reading, Kind kind) const;
  std::string OfShare(const Reading& reading) const;
  std::string OfMeasure(const Reading& reading, absl::string_view unit,
                        v1::ImpactCategory category) const;
  // `what` with what is done: "trees planted"; as it is where that is not said.
  std::string WithVerb(std::string what, const Reading& reading) const;
  int32_t VerbOf(const Reading& reading) const;  // -1: none
  // What stands behind "for", "to build", "on" in [begin, end), with that word;
  // empty: nothing does, or only `noun` again.
  std::string PurposeIn(const LexedText& lexed, int32_t begin, int32_t end,
                        absl::string_view noun) const;
  // "the Red Cross" at `at`; empty: no name is there.
  static std::string NameAt(const LexedText& lexed, int32_t at, int32_t end);
  // The noun phrase at `at`, without determiners and numbers: its noun with the
  // word before it where that has a sense; empty: none, or a name.
  std::string PhraseAt(const LexedText& lexed, int32_t at, int32_t end) const;
  // Where the phrase [begin, end) begins when cut to what says most.
  int32_t WithModifier(const LexedText& lexed, int32_t begin,
                       int32_t end) const;
  // The noun that speaks of impact nearest before `end`, else any noun, with
  // its modifiers.
  std::string SubjectOf(const LexedText& lexed, int32_t begin,
                        int32_t end) const;

  const FigureLexicon* lexicon_ = nullptr;
  const WordSenses* words_ = nullptr;
  std::unique_ptr<Participles> participles_;
  WordSenses::Set doing_ = 0;  // verbs that say what is done, not what is meant
  absl::flat_hash_map<uint64_t, std::string> said_;  // by word and kind
};

}  // namespace impactwire::extract
