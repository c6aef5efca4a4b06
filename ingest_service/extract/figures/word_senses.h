// WordSenses: what words mean, as far as figures care, so that the models can
// learn of "midwives" what they saw of "nurses". The senses are those of
// word_senses.tsv, at most 64; a set of them is a bit mask.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "ingest_service/extract/numbers/hash_filter.h"
#include "ingest_service/extract/numbers/lexeme.h"

namespace impactwire::extract {

// Constant after Create: any thread may read.
class WordSenses {
 public:
  using Set = uint64_t;

  // INTERNAL if word_senses.tsv is malformed.
  static absl::StatusOr<std::unique_ptr<WordSenses>> Create();

  // Of any form of the word, in any case; 0: none known.
  Set Of(absl::string_view word) const;
  // Of each lexeme of an article.
  std::vector<Set> Of(const LexedText& lexed) const;

  // The senses of verbs: what is done.
  Set verbs() const { return verbs_; }
  // `sense` is the number of a bit.
  absl::string_view Name(int sense) const { return names_[sense]; }
  // The set of one sense; 0: no sense is called `name`.
  Set Named(absl::string_view name) const;

 private:
  // With HashWord of the word, or of its stem.
  Set Of(absl::string_view word, uint64_t hash) const;
  Set OfStem(uint64_t hash) const;

  std::vector<std::string> names_;
  absl::flat_hash_map<uint64_t, Set> senses_;  // by the hash of the stem
  HashFilter stems_;
  Set verbs_ = 0;
};

}  // namespace impactwire::extract
