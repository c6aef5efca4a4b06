// ReferenceNouns: what the noun of "the bank" says of the organization meant.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "impactwire/v1/record.pb.h"

namespace impactwire::extract {

struct ReferenceNoun {
  static constexpr uint32_t kAny = 0;
  // The kinds it may have, a bit for each v1::OrganizationKind.
  uint32_t kinds = kAny;
  // Words in lower case: a name must contain one of them if any name of the
  // document does (name_words.h).
  std::vector<std::string> heads;

  static constexpr uint32_t Bit(v1::OrganizationKind kind) {
    return uint32_t{1} << kind;
  }
  bool Fits(v1::OrganizationKind kind) const {
    return kinds == kAny || (kinds & Bit(kind)) != 0;
  }
};

// Constant after Parse: any thread may call.
class ReferenceNouns {
 public:
  // Rows of data/reference_nouns.tsv. INTERNAL naming the row that is
  // malformed.
  static absl::StatusOr<ReferenceNouns> Parse(absl::string_view tsv);

  // Of a word key; null: the noun is not listed.
  const ReferenceNoun* Find(uint64_t word) const {
    const auto it = nouns_.find(word);
    return it == nouns_.end() ? nullptr : &it->second;
  }

 private:
  absl::flat_hash_map<uint64_t, ReferenceNoun> nouns_;
};

}  // namespace impactwire::extract
