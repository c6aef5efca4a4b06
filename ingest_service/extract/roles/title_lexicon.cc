#include "ingest_service/extract/roles/title_lexicon.h"

#include <cstring>
#include <string>
#include <vector>

#include "absl/strings/match.h"
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
    if (field[1] == "grammar") part = kTitleGrammar;
    if (part == 0) return malformed;
    const uint64_t key = WordKey(field[0]);
    lexicon.words_.Add(key);
    TitleEntry& entry = lexicon.entries_[key];
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
  const uint64_t key = WordKey(word);
  if (words_.MayHold(key)) {
    const auto it = entries_.find(key);
    if (it != entries_.end()) return it->second;
  }
  // "founder-director", "owner-manager": both of them.
  if (std::memchr(word.data(), '-', word.size()) == nullptr) {
    return TitleEntry();
  }
  const size_t hyphen = word.find('-');
  const auto first = entries_.find(WordKey(word.substr(0, hyphen)));
  const auto last = entries_.find(WordKey(word.substr(hyphen + 1)));
  if (first == entries_.end() || last == entries_.end() ||
      !(first->second.parts & (kTitleHead | kTitleModifier)) ||
      !(last->second.parts & (kTitleHead | kTitleWeak))) {
    return TitleEntry();
  }
  TitleEntry both = last->second;
  if (first->second.parts & kTitleHead) both.parts |= kTitleHead;
  return both;
}

bool TitleLexicon::IsGrammar(absl::string_view word) const {
  if (Find(word).parts & kTitleGrammar) return true;
  // "announced", "saying", "recently".
  return word.size() > 4 &&
         (absl::EndsWith(word, "ed") || absl::EndsWith(word, "ly"));
}

}  // namespace impactwire::extract
