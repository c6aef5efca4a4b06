#include "ingest_service/extract/figures/word_senses.h"

#include <array>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "extract_figures_data.h"
#include "ingest_service/extract/figures/figure_lexicon.h"
#include "ingest_service/extract/numbers/phrase_table.h"

namespace impactwire::extract {
absl::StatusOr<std::unique_ptr<WordSenses>> WordSenses::Create() {
  auto senses = std::make_unique<WordSenses>();
  for (const auto& row : ReadTsv(data::WordSenses())) {
    if (row.size() != 2 || row[0].empty() || senses->names_.size() == 64) {
      return absl::InternalError(absl::StrCat(
          "word_senses.tsv: malformed row, or more than 64: \"", row[0], "\""));
    }
    const Set bit = Set{1} << senses->names_.size();
    if (absl::ascii_isupper(row[0][0])) senses->verbs_ |= bit;
    senses->names_.emplace_back(row[0]);
    for (const absl::string_view word :
         absl::StrSplit(row[1], ' ', absl::SkipEmpty())) {
      const uint64_t stem = HashWord(Stem(word));
      senses->senses_[stem] |= bit;
      senses->stems_.Add(stem);
    }
  }
  return senses;
}

WordSenses::Set WordSenses::Of(absl::string_view word) const {
  return Of(word, HashWord(word));
}

WordSenses::Set WordSenses::Of(absl::string_view word, uint64_t hash) const {
  const absl::string_view stem = Stem(word);
  Set set = OfStem(stem.size() == word.size() ? hash : HashWord(stem));
  // Plurals that are no stem of their singular: "children", "seedlings".
  if (set == 0 && LooksPlural(word, hash))
    set = OfStem(HashWord(Stem(Singular(word))));
  return set;
}

WordSenses::Set WordSenses::OfStem(uint64_t hash) const {
  if (!stems_.MayHold(hash)) return 0;
  const auto it = senses_.find(hash);
  return it == senses_.end() ? 0 : it->second;
}

std::vector<WordSenses::Set> WordSenses::Of(const LexedText& lexed) const {
  std::vector<Set> sets(lexed.lexemes.size(), 0);
  // Words come again.
  struct Known {
    uint64_t hash = 0;
    Set set = 0;
  };
  constexpr size_t kKnown = 512;
  std::array<Known, kKnown> known{};
  for (size_t i = 0; i < sets.size(); ++i) {
    const Lexeme& lexeme = lexed.lexemes[i];
    if (lexeme.kind != LexemeKind::kWord) continue;
    // A plural is read otherwise where its end is in capitals.
    const absl::string_view word = lexed.Surface(lexeme);
    if (word.size() < 2 || absl::ascii_isupper(word.back()) ||
        absl::ascii_isupper(word[word.size() - 2])) {
      sets[i] = Of(word, lexeme.hash);
      continue;
    }
    Known& slot = known[(lexeme.hash ^ lexeme.hash >> 32) % kKnown];
    if (slot.hash != lexeme.hash) {
      slot = {lexeme.hash, Of(word, lexeme.hash)};
    }
    sets[i] = slot.set;
  }
  return sets;
}

WordSenses::Set WordSenses::Named(absl::string_view name) const {
  for (size_t i = 0; i < names_.size(); ++i) {
    if (names_[i] == name) return Set{1} << i;
  }
  return 0;
}

}  // namespace impactwire::extract
