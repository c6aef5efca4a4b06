#include "query_service/index/names/name_words.h"

#include <algorithm>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "index_names_data.h"
#include "query_service/index/names/data_lines.h"
#include "query_service/index/names/fold.h"

namespace impactwire::query {
namespace {

constexpr size_t kMinConsonants = 4;
constexpr size_t kMinRespelt = 6;

// A line of the list.
struct ListedWord {
  WordUse use = WordUse::kPlain;
  // Of a generation: how it is mostly written.
  absl::string_view usual;
};

const ListedWord& Listed(absl::string_view word) {
  static const auto& words = *[] {
    auto* const made = new absl::flat_hash_map<absl::string_view, ListedWord>();
    for (const auto& fields : DataLines(data::NameWords())) {
      (*made)[fields[0]] = {fields[1] == "legal"        ? WordUse::kLegal
                            : fields[1] == "link"       ? WordUse::kLink
                            : fields[1] == "generation" ? WordUse::kGeneration
                                                        : WordUse::kHonorific,
                            fields.size() > 2 ? fields[2] : fields[0]};
    }
    return made;
  }();
  static const ListedWord none;
  const auto found = words.find(word);
  return found == words.end() ? none : found->second;
}

struct Respelling {
  absl::string_view from;
  absl::string_view to;
};

// By first letter; the longest first.
const std::vector<Respelling>& RespellingsOf(char first) {
  static const auto& all = *[] {
    auto* const made = new std::vector<std::vector<Respelling>>(256);
    for (const auto& fields : DataLines(data::Respellings())) {
      (*made)[static_cast<uint8_t>(fields[0][0])].push_back(
          {fields[0], fields[1]});
    }
    for (auto& rules : *made) {
      std::stable_sort(rules.begin(), rules.end(),
                       [](const auto& a, const auto& b) {
                         return a.from.size() > b.from.size();
                       });
    }
    return made;
  }();
  return all[static_cast<uint8_t>(first)];
}

std::string Respelt(absl::string_view word) {
  std::string key;
  key.reserve(word.size());
  const auto add = [&](char c) {
    if (key.empty() || key.back() != c) key.push_back(c);
  };
  while (!word.empty()) {
    size_t used = 1;
    absl::string_view written = word.substr(0, 1);
    for (const Respelling& rule : RespellingsOf(word[0])) {
      if (!absl::StartsWith(word, rule.from)) continue;
      used = rule.from.size();
      written = rule.to;
      break;
    }
    // Bytes of other letters are no doubles of each other.
    for (const char c : written) {
      absl::ascii_isascii(c) ? add(c) : key.push_back(c);
    }
    word.remove_prefix(used);
  }
  return key;
}

// What the list gives for what Respelt gave; null for nothing.
const std::string* ListedSpelling(const std::string& key) {
  // By spelling as far as rules tell it.
  static const auto& spellings = *[] {
    auto* const made = new absl::flat_hash_map<std::string, std::string>();
    for (const auto& fields : DataLines(data::Spellings())) {
      const std::vector<absl::string_view> words =
          absl::StrSplit(fields[0], ' ', absl::SkipEmpty());
      for (const absl::string_view w : words) {
        made->emplace(Respelt(w), Respelt(words[0]));
      }
    }
    return made;
  }();
  const auto found = spellings.find(key);
  return found == spellings.end() ? nullptr : &found->second;
}

bool IsVowel(char c) {
  return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u';
}

}  // namespace

WordUse UseOf(absl::string_view word) { return Listed(word).use; }

absl::string_view GenerationOf(absl::string_view word) {
  return Listed(word).usual;
}

std::vector<absl::string_view> CoreWords(absl::string_view folded, NamesOf of) {
  const std::vector<absl::string_view> words = FoldedWords(folded);
  std::vector<absl::string_view> core;
  for (const absl::string_view word : words) {
    const WordUse use = UseOf(word);
    if (use == WordUse::kLink ||
        (of == NamesOf::kPersons &&
         (use == WordUse::kHonorific || use == WordUse::kGeneration))) {
      continue;
    }
    core.push_back(word);
  }
  if (of == NamesOf::kOrganizations) {
    size_t kept = core.size();
    while (kept > 0 && UseOf(core[kept - 1]) == WordUse::kLegal) --kept;
    if (kept > 0) core.resize(kept);
  }
  return core.empty() ? words : core;
}

std::string CoreName(absl::string_view folded, NamesOf of) {
  std::string name;
  for (const absl::string_view word : CoreWords(folded, of)) {
    name.append(word.data(), word.size());
  }
  return name;
}

std::string SpellingKey(absl::string_view word) {
  std::string key = Respelt(word);
  const std::string* const listed = ListedSpelling(key);
  return listed == nullptr ? key : *listed;
}

std::string CarefulSpellingKey(absl::string_view word) {
  return word.size() >= kMinRespelt ? SpellingKey(word)
                                    : ListedSpellingKey(word);
}

std::string ListedSpellingKey(absl::string_view word) {
  const std::string* const listed = ListedSpelling(Respelt(word));
  return listed == nullptr ? std::string(word) : *listed;
}

std::string ConsonantKey(absl::string_view spelling_key) {
  std::string key;
  for (const char c : spelling_key) {
    if (!absl::ascii_islower(c)) return "";
    if (key.empty()) {
      key.push_back(IsVowel(c) ? 'a' : c);
    } else if (!IsVowel(c)) {
      key.push_back(c);
    }
  }
  return key.size() < kMinConsonants ? "" : key;
}

}  // namespace impactwire::query
