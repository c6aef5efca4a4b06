// PhraseParts: what the phrase of a figure is put together from: the words that
// say what a sum or a change is, and the noun phrases of the clause.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "ingest_service/extract/figures/figure_lexicon.h"
#include "ingest_service/extract/figures/word_senses.h"
#include "ingest_service/extract/numbers/lexeme.h"

namespace impactwire::extract {

// What a word of phrase_words.tsv says: of a sum what it is, of a change where
// it goes, or nothing of what is counted.
enum class SaidKind : uint8_t {
  kGiven,
  kInvested,
  kIncome,
  kUp,
  kDown,
  kIdle,
  kKinds
};

// Positions are indices of LexedText::lexemes. Constant after Create: any
// thread may call.
class PhraseParts {
 public:
  // Both must outlive the object. INTERNAL if phrase_words.tsv is malformed.
  static absl::StatusOr<std::unique_ptr<PhraseParts>> Create(
      const FigureLexicon* lexicon, const WordSenses* words);

  // Where `word`, a HashWord, is listed for `kind`, what is written for it.
  absl::string_view SaidFor(uint64_t word, SaidKind kind) const {
    const auto it = said_.find(word * static_cast<uint64_t>(SaidKind::kKinds) +
                               static_cast<uint64_t>(kind));
    return it == said_.end() ? absl::string_view() : it->second;
  }

  // What stands behind "for", "to build", "on" in [begin, end), with that word;
  // empty: nothing does, or only `noun` again.
  std::string PurposeIn(const LexedText& lexed, int32_t begin, int32_t end,
                        absl::string_view noun) const;
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
  // The senses of verbs that say what is done, not what is meant or said.
  WordSenses::Set doing() const { return doing_; }

 private:
  // "the Red Cross" at `at`; empty: no name is there.
  static std::string NameAt(const LexedText& lexed, int32_t at, int32_t end);

  const FigureLexicon* lexicon_ = nullptr;
  const WordSenses* words_ = nullptr;
  WordSenses::Set doing_ = 0;
  absl::flat_hash_map<uint64_t, std::string> said_;  // by word and kind
};

}  // namespace impactwire::extract
