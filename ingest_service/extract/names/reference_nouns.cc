#include "ingest_service/extract/names/reference_nouns.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "ingest_service/extract/names/word_hash.h"

namespace impactwire::extract {
namespace {

// No kind has it: "companies" stands for no single organization.
constexpr uint32_t kNone = uint32_t{1} << 31;

// 0 if a kind is none.
uint32_t ParseKinds(absl::string_view text) {
  if (text == "none") return kNone;
  uint32_t kinds = 0;
  for (const absl::string_view name : absl::StrSplit(text, ' ')) {
    v1::OrganizationKind kind;
    if (!v1::OrganizationKind_Parse(
            absl::StrCat("ORGANIZATION_KIND_", absl::AsciiStrToUpper(name)),
            &kind)) {
      return 0;
    }
    kinds |= ReferenceNoun::Bit(kind);
  }
  return kinds;
}

}  // namespace

absl::StatusOr<ReferenceNouns> ReferenceNouns::Parse(absl::string_view tsv) {
  ReferenceNouns nouns;
  for (const absl::string_view line :
       absl::StrSplit(tsv, '\n', absl::SkipEmpty())) {
    if (absl::StartsWith(line, "#")) continue;
    const std::vector<absl::string_view> row = absl::StrSplit(line, '\t');
    ReferenceNoun noun;
    if (row.size() == 3 && row[1] != "any") noun.kinds = ParseKinds(row[1]);
    if (row.size() != 3 ||
        (row[1] != "any" && noun.kinds == ReferenceNoun::kAny)) {
      return absl::InternalError(
          absl::StrCat("reference_nouns.tsv: malformed row \"", line, "\""));
    }
    if (row[2] != "-") {
      for (const absl::string_view head : absl::StrSplit(row[2], ' ')) {
        noun.heads.emplace_back(head);
      }
    }
    nouns.nouns_[WordKey(row[0])] = std::move(noun);
  }
  return nouns;
}

}  // namespace impactwire::extract
