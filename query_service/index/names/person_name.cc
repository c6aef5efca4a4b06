#include "query_service/index/names/person_name.h"

#include <unicode/uchar.h>

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/base/utf8.h"
#include "query_service/index/names/fold.h"
#include "query_service/index/names/name_words.h"
#include "query_service/index/tables/string_pool.h"

namespace impactwire::query {
namespace {

constexpr absl::string_view kBetweenWords = " \t\n\r,;";

// One letter of a script that has capitals: in others it is a word.
bool IsInitial(absl::string_view folded) {
  if (folded.empty()) return false;
  const Utf8Char first = DecodeUtf8(folded, 0);
  return static_cast<size_t>(first.size) == folded.size() &&
         u_hasBinaryProperty(static_cast<UChar32>(first.code_point),
                             UCHAR_CASED) != 0;
}

}  // namespace

PersonName::PersonName(absl::string_view text) {
  const std::vector<absl::string_view> tokens =
      absl::StrSplit(text, absl::ByAnyChar(kBetweenWords), absl::SkipEmpty());
  const auto is_title = [](absl::string_view token) {
    const WordUse use = UseOf(Fold(token));
    return use == WordUse::kHonorific || use == WordUse::kGeneration;
  };
  // "John Smith, M.D., Jr."
  size_t name_end = tokens.size();
  while (name_end > 0 && is_title(tokens[name_end - 1])) --name_end;
  for (size_t t = 0; t < tokens.size(); ++t) {
    const absl::string_view token = tokens[t];
    std::string word = Fold(token);
    // "J.P." folds to one word.
    const std::vector<absl::string_view> parts =
        absl::StrSplit(token, '.', absl::SkipEmpty());
    const auto is_initial = [](absl::string_view p) {
      return IsInitial(Fold(p));
    };
    if (parts.size() > 1 && (t < name_end || !is_title(token)) &&
        std::all_of(parts.begin(), parts.end(), is_initial)) {
      for (const absl::string_view part : parts) AddWord(Fold(part));
      continue;
    }
    word.erase(std::remove(word.begin(), word.end(), ' '), word.end());
    if (!word.empty()) AddWord(word);
  }
  SetEndsAside();
  if (words_.size() < 2) return;
  AddReading(words_.size() - 1);
  AddReading(0);
}

void PersonName::AddWord(absl::string_view folded) {
  Word& word = words_.emplace_back();
  word.folded = std::string(folded);
  word.is_initial = IsInitial(folded);
}

void PersonName::SetEndsAside() {
  const auto use_of = [](const Word& word) { return UseOf(word.folded); };
  while (words_.size() > 1) {
    const WordUse use = use_of(words_.back());
    if (use == WordUse::kGeneration && generation_.empty()) {
      generation_ = GenerationOf(words_.back().folded);
    } else if (use != WordUse::kHonorific) {
      break;
    }
    words_.pop_back();
  }
  // "Sr. Carlos Slim" is no senior.
  size_t titles = 0;
  while (titles + 1 < words_.size()) {
    const WordUse use = use_of(words_[titles]);
    if (use != WordUse::kHonorific && words_[titles].folded != "sr") break;
    ++titles;
  }
  words_.erase(words_.begin(), words_.begin() + static_cast<ptrdiff_t>(titles));
  for (Word& word : words_) {
    word.spelling =
        word.is_initial ? word.folded : ListedSpellingKey(word.folded);
  }
}

void PersonName::AddReading(size_t surname) {
  if (words_[surname].is_initial) return;
  Reading reading;
  reading.surname = surname;
  reading.first_given = surname == 0 ? 1 : 0;
  // Initials end with a point, which no folded word has.
  std::string names;
  for (size_t i = reading.first_given; i < words_.size(); ++i) {
    if (i == surname) continue;
    if (words_[i].is_initial) {
      reading.given += ListedSpellingKey(names) + words_[i].folded + '.';
      names.clear();
    } else {
      names += words_[i].folded;
    }
  }
  reading.given += ListedSpellingKey(names);
  readings_.push_back(std::move(reading));
}

absl::string_view PersonName::FirstLetter(const Reading& reading) const {
  const absl::string_view folded = words_[reading.first_given].folded;
  return folded.substr(0, static_cast<size_t>(DecodeUtf8(folded, 0).size));
}

bool PersonName::has_given_name() const {
  return std::any_of(readings_.begin(), readings_.end(), [this](const auto& r) {
    return !words_[r.first_given].is_initial;
  });
}

absl::InlinedVector<uint64_t, 2> PersonName::Keys() const {
  absl::InlinedVector<uint64_t, 2> keys;
  for (const Reading& reading : readings_) {
    keys.push_back(HashBytes(absl::StrCat(words_[reading.surname].spelling, " ",
                                          FirstLetter(reading))));
  }
  return keys;
}

bool PersonName::AreSame(const PersonName& a, const PersonName& b,
                         bool in_order) {
  if (a.generation_ != b.generation_) return false;
  for (const Reading& of_a : a.readings_) {
    for (const Reading& of_b : b.readings_) {
      if (in_order && (of_a.surname == 0) != (of_b.surname == 0)) continue;
      if (a.words_[of_a.surname].spelling == b.words_[of_b.surname].spelling &&
          of_a.given == of_b.given &&
          a.FirstLetter(of_a) == b.FirstLetter(of_b)) {
        return true;
      }
    }
  }
  return false;
}

bool PersonName::IsSame(const PersonName& a, const PersonName& b) {
  return AreSame(a, b, /*in_order=*/false);
}

bool PersonName::IsSameInOrder(const PersonName& a, const PersonName& b) {
  return AreSame(a, b, /*in_order=*/true);
}

bool PersonName::IsFuller(const PersonName& full, const PersonName& name) {
  if (!full.is_full() || !name.is_full() ||
      full.generation_ != name.generation_ || full.words_.back().is_initial ||
      name.words_.back().is_initial ||
      full.words_.back().spelling != name.words_.back().spelling ||
      IsSame(full, name)) {
    return false;
  }
  if (full.words_.size() < name.words_.size()) return false;
  for (size_t i = 0; i + 1 < name.words_.size(); ++i) {
    const Word& more = full.words_[i];
    const Word& less = name.words_[i];
    if (less.is_initial ? !absl::StartsWith(more.folded, less.folded)
                        : more.spelling != less.spelling ||
                              more.folded[0] != less.folded[0]) {
      return false;
    }
  }
  return true;
}

}  // namespace impactwire::query
