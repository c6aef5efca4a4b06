// NameWords: the words of each organization's names, for references that take
// one up: "the foundation" (Yayasan Timur), "the bank" (Vereinsbank Rheinland),
// "the cement maker" (Nirmaan Cements).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "ingest_service/extract/names/mention.h"
#include "ingest_service/extract/names/token_facts.h"

namespace impactwire::extract {

class NameWords {
 public:
  // Of the named mentions so far; each organization's first kMaxWords different
  // words. Linear in the mentions.
  NameWords(const TokenFacts& facts, const Entities& entities);

  // Whether a name of the organization holds `word` (lower case), also in the
  // plural or as the end of a compound.
  bool Has(int32_t entity, absl::string_view word) const;

 private:
  static constexpr size_t kMaxWords = 16;
  std::vector<std::vector<std::string>> words_;  // by entity
};

}  // namespace impactwire::extract
