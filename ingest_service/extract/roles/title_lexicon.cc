#include "ingest_service/extract/roles/title_lexicon.h"

#include <cstring>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "ingest_service/extract/names/word_hash.h"

namespace impactwire::extract {
namespace {

// The place of a word's shape; -1: it is no word of two ASCII letters or more
// at its ends, and may be written otherwise than the list has it.
int ShapeOf(absl::string_view word) {
  if (word.size() < 2) return -1;
  int shape = 0;
  for (const char c : {word[0], word[1], word.back()}) {
    if (!absl::ascii_isalpha(c)) return -1;
    shape = shape << 5 | (c & 31);
  }
  return shape;
}

}  // namespace

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
    if (const int shape = ShapeOf(field[0]); shape >= 0) {
      lexicon.shapes_.set(shape);
    }
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

bool TitleLexicon::MayHold(absl::string_view word) const {
  const int shape = ShapeOf(word);
  return shape < 0 || shapes_.test(shape);
}

TitleEntry TitleLexicon::Find(absl::string_view word) const {
  if (MayHold(word)) {
    const uint64_t key = WordKey(word);
    if (words_.MayHold(key)) {
      const auto it = entries_.find(key);
      if (it != entries_.end()) return it->second;
    }
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
