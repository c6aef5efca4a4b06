// TitleLexicon: the words titles are made of, read from data/titles.tsv.
#pragma once

#include <bitset>
#include <cstdint>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "impactwire/v1/record.pb.h"
#include "ingest_service/extract/numbers/hash_filter.h"

namespace impactwire::extract {

enum TitlePart : uint8_t {
  kTitleHead = 1,      // "chairman": a title by itself
  kTitleChief = 2,     // "chief": before "executive", "officer"
  kTitleModifier = 4,  // "deputy", "regional"
  kTitleWeak = 8,      // "manager": a leading role only with a modifier
  kTitlePublic = 16,   // "minister", "mayor": held for a place
  kTitleGrammar = 32,  // "by", "said": ends a title
};

struct TitleEntry {
  uint8_t parts = 0;
  v1::RoleFamily family = v1::ROLE_FAMILY_UNSPECIFIED;
};

// Constant after Parse: any thread may call.
class TitleLexicon {
 public:
  // INTERNAL naming the line that is malformed.
  static absl::StatusOr<TitleLexicon> Parse(absl::string_view tsv);

  // The entry of a word, without regard to case; empty if it is none.
  TitleEntry Find(absl::string_view word) const;
  // Whether the word joins or says rather than names: "by", "said", "and".
  bool IsGrammar(absl::string_view word) const;

 private:
  // False: the word is surely none of entries_. Most are told by three letters.
  bool MayHold(absl::string_view word) const;

  absl::flat_hash_map<uint64_t, TitleEntry> entries_;
  HashFilter words_;             // the keys
  std::bitset<1 << 15> shapes_;  // first, second and last letter
};

}  // namespace impactwire::extract
