#include "ingest_service/extract/roles/title_lexicon.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "ingest_service/extract/names/word_hash.h"

namespace impactwire::extract {

absl::StatusOr<TitleLexicon> TitleLexicon::Parse(absl::string_view tsv) {
  TitleLexicon lexicon;
  int number = 0;
  for (absl::string_view line : absl::StrSplit(tsv, '\n')) {
    ++number;
    if (line.empty() || line[0] == '#') continue;
    const std::vector<std::string> field = absl::StrSplit(line, '\t');
    const absl::Status malformed =
        absl::InternalError(absl::StrCat("titles line ", number));
    if (field.size() != 3) return malformed;
    uint8_t part = 0;
    if (field[1] == "head") part = kTitleHead;
    if (field[1] == "chief") part = kTitleChief;
    if (field[1] == "modifier") part = kTitleModifier;
    if (field[1] == "weak") part = kTitleWeak;
    if (field[1] == "public") part = kTitlePublic;
    if (part == 0) return malformed;
    TitleEntry& entry = lexicon.entries_[WordKey(field[0])];
    entry.parts |= part;
    if (!field[2].empty() &&
        !v1::RoleFamily_Parse(absl::StrCat("ROLE_FAMILY_", field[2]),
                              &entry.family)) {
      return malformed;
    }
  }
  return lexicon;
}

TitleEntry TitleLexicon::Find(absl::string_view word) const {
  const auto it = entries_.find(WordKey(word));
  return it == entries_.end() ? TitleEntry() : it->second;
}

}  // namespace impactwire::extract
