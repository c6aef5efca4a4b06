#include "query_service/index/figures/search_words.h"

#include <algorithm>
#include <cstring>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/base/utf8.h"
#include "index_figures_data.h"
#include "query_service/index/names/data_lines.h"
#include "query_service/index/names/fold.h"
#include "query_service/index/tables/string_pool.h"

namespace impactwire::query {
namespace {

constexpr size_t kMaxWordBytes = 40;
constexpr size_t kMaxQueryWords = 16;
constexpr int kWeight = 2;
constexpr int kCommonWeight = 1;

enum class Use : uint8_t { kPlain, kStop, kText, kCommon, kForm };

struct WordUse {
  Use use = Use::kPlain;
  absl::string_view form;
};

WordUse UseOf(absl::string_view word) {
  static const auto& uses = *[] {
    auto* const made = new absl::flat_hash_map<absl::string_view, WordUse>();
    for (const auto& fields : DataLines(data::SearchWords())) {
      WordUse& use = (*made)[fields[0]];
      use.use = fields[1] == "stop"     ? Use::kStop
                : fields[1] == "text"   ? Use::kText
                : fields[1] == "common" ? Use::kCommon
                                        : Use::kForm;
      if (fields.size() > 2) use.form = fields[2];
    }
    return made;
  }();
  const auto found = uses.find(word);
  return found == uses.end() ? WordUse() : found->second;
}

bool IsVowel(char c) {
  return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y';
}
bool HasVowel(absl::string_view word) {
  return std::any_of(word.begin(), word.end(), IsVowel);
}

// "families" to "family", "boxes" to "box", "wells" to "well".
void DropPlural(std::string* word) {
  const auto ends = [&](absl::string_view end) {
    return absl::EndsWith(*word, end);
  };
  if (word->size() < 4 || !ends("s") || ends("ss") || ends("us") ||
      ends("is")) {
    return;
  }
  if (ends("ies") && word->size() > 4) {
    word->replace(word->size() - 3, 3, "y");
  } else if (ends("sses") || ends("xes") || ends("ches") || ends("shes") ||
             ends("zes")) {
    word->resize(word->size() - 2);
  } else {
    word->pop_back();
  }
}

// "trained" and "training" to "train", "planned" to "plan", "studied" to
// "study", and the e that these lose elsewhere ("provide" to "provid").
void DropEnding(std::string* word) {
  constexpr size_t kShortestStem = 3;
  if (absl::EndsWith(*word, "ied") && word->size() > 4) {
    word->replace(word->size() - 3, 3, "y");
    return;
  }
  for (const absl::string_view end : {"ing", "ed"}) {
    if (word->size() < end.size() + kShortestStem ||
        !absl::EndsWith(*word, end)) {
      continue;
    }
    const absl::string_view stem =
        absl::string_view(*word).substr(0, word->size() - end.size());
    if (!HasVowel(stem) || stem.back() == 'e') continue;
    word->resize(stem.size());
    const char last = word->back();
    if ((*word)[word->size() - 2] == last && !IsVowel(last) && last != 'l' &&
        last != 's' && last != 'z') {
      word->pop_back();
    }
    return;
  }
  if (word->size() > kShortestStem && word->back() == 'e' &&
      (*word)[word->size() - 2] != 'e') {
    word->pop_back();
  }
}

bool IsNumber(absl::string_view word) {
  return std::all_of(word.begin(), word.end(),
                     [](char c) { return absl::ascii_isdigit(c); });
}
bool IsYear(absl::string_view word) {
  return word.size() == 4 &&
         (absl::StartsWith(word, "19") || absl::StartsWith(word, "20"));
}

// Joins the letters on both sides, as in Fold.
bool IsJoiner(uint32_t c) {
  return c == '\'' || c == 0x2019 || c == '.' || c == '&';
}
bool IsSeparator(uint32_t c) {
  return c == 0xa0 || c == 0xab || c == 0xbb || (c >= 0x2000 && c <= 0x206f);
}

// Calls `visit(word)` for each word as Fold has them. Fold itself is called
// only for words with other letters than ASCII has.
template <typename Visit>
void ForEachWord(absl::string_view text, const Visit& visit) {
  std::string word;
  bool plain = true;
  bool joiner = false;
  const auto end_word = [&] {
    if (!word.empty()) {
      if (plain) {
        visit(absl::string_view(word));
      } else {
        const std::string folded = Fold(word);
        for (const absl::string_view part : FoldedWords(folded)) visit(part);
      }
    }
    word.clear();
    plain = true;
    joiner = false;
  };
  for (size_t i = 0; i < text.size();) {
    const char c = text[i];
    if (absl::ascii_isalnum(c)) {
      word.push_back(absl::ascii_tolower(c));
      joiner = false;
      ++i;
      continue;
    }
    const Utf8Char character = DecodeUtf8(text, i);
    if (IsJoiner(character.code_point) && !word.empty() && !joiner) {
      joiner = true;
    } else if (absl::ascii_isascii(c) || IsSeparator(character.code_point)) {
      end_word();
    } else {
      word.append(text.data() + i, character.size);
      plain = false;
      joiner = false;
    }
    i += character.size;
  }
  end_word();
}

// Calls `visit(word, stem, weight)` if the word counts.
template <typename Visit>
void VisitStem(absl::string_view word, TextOf of, const Visit& visit) {
  if (word.size() > kMaxWordBytes) return;
  const WordUse use = UseOf(word);
  if (use.use == Use::kStop ||
      (use.use == Use::kText && of == TextOf::kSentence)) {
    return;
  }
  if (IsNumber(word) && !IsYear(word)) return;
  const std::string stem =
      use.use == Use::kForm ? std::string(use.form) : Stem(word);
  const bool common =
      use.use == Use::kCommon || UseOf(stem).use == Use::kCommon;
  visit(word, absl::string_view(stem), common ? kCommonWeight : kWeight);
}

// Terms of words that were asked for before: most words of news come again and
// again, and finding their stems costs more than finding them here.
class TermMemory {
 public:
  static constexpr uint64_t kUnknown = 0;
  static constexpr uint64_t kNone = 1;

  // Where the word's term is kept, kUnknown if it is new; null for words that
  // are not kept. What stood there of another word is forgotten.
  uint64_t* Find(absl::string_view word, TextOf of) {
    if (word.size() >= kBytes) return nullptr;
    char key[kBytes] = {};
    std::memcpy(key, word.data(), word.size());
    key[kBytes - 1] = static_cast<char>(of);
    uint64_t low;
    uint64_t high;
    std::memcpy(&low, key, sizeof(low));
    std::memcpy(&high, key + sizeof(low), sizeof(high));
    const uint64_t hash =
        (low ^ high * 0x9e3779b97f4a7c15u) * 0xc2b2ae3d27d4eb4fu;
    Place& place = places_[hash >> 52];
    if (std::memcmp(place.key, key, kBytes) != 0) {
      std::memcpy(place.key, key, kBytes);
      place.term = kUnknown;
    }
    return &place.term;
  }

 private:
  static constexpr size_t kBytes = 16;
  struct Place {
    char key[kBytes] = {};
    uint64_t term = kUnknown;
  };
  std::vector<Place> places_ = std::vector<Place>(1 << 12);
};

}  // namespace

std::string Stem(absl::string_view word) {
  std::string stem(word);
  if (!std::all_of(word.begin(), word.end(), absl::ascii_islower)) return stem;
  DropPlural(&stem);
  DropEnding(&stem);
  return stem;
}

void AddTerms(absl::string_view text, TextOf of, std::vector<uint64_t>* terms) {
  thread_local TermMemory memory;
  ForEachWord(text, [&](absl::string_view word) {
    uint64_t* const known = memory.Find(word, of);
    uint64_t term = known == nullptr ? TermMemory::kUnknown : *known;
    if (term == TermMemory::kUnknown) {
      term = TermMemory::kNone;
      VisitStem(word, of, [&](absl::string_view, absl::string_view stem, int) {
        term = HashBytes(stem);
      });
      if (known != nullptr) *known = term;
    }
    if (term != TermMemory::kNone) terms->push_back(term);
  });
}

uint64_t YearTerm(int year) { return HashBytes(absl::StrCat(year)); }

const std::vector<uint64_t>& CountryTerms(absl::string_view code) {
  static const std::vector<uint64_t>& none = *new std::vector<uint64_t>();
  static const auto& terms = *[] {
    auto* const made =
        new absl::flat_hash_map<absl::string_view, std::vector<uint64_t>>();
    for (const auto& fields : DataLines(data::Countries())) {
      AddTerms(fields[1], TextOf::kField, &(*made)[fields[0]]);
    }
    return made;
  }();
  if (code.size() != 2) return none;
  const char upper[] = {absl::ascii_toupper(code[0]),
                        absl::ascii_toupper(code[1])};
  const auto found = terms.find(absl::string_view(upper, 2));
  return found == terms.end() ? none : found->second;
}

std::vector<SearchWord> QueryWords(absl::string_view query) {
  std::vector<SearchWord> words;
  const auto add = [&](absl::string_view word, absl::string_view stem,
                       int weight) {
    const uint64_t term = HashBytes(stem);
    for (const SearchWord& w : words) {
      if (w.term == term) return;
    }
    if (words.size() < kMaxQueryWords) {
      words.push_back({std::string(word), term, weight});
    }
  };
  ForEachWord(query, [&](absl::string_view word) {
    VisitStem(word, TextOf::kField, add);
  });
  return words;
}

}  // namespace impactwire::query
