#include "query_service/index/names/name_key.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "query_service/index/names/fold.h"
#include "query_service/index/names/name_words.h"

namespace impactwire::query {
namespace {

constexpr size_t kMinLetters = 2;

}  // namespace

std::string NameKey(absl::string_view folded) {
  std::string key;
  for (const absl::string_view word :
       CoreWords(folded, NamesOf::kOrganizations)) {
    key += CarefulSpellingKey(word);
  }
  return key;
}

bool IsAcronym(absl::string_view text, absl::string_view full) {
  const std::string folded = Fold(text);
  if (folded.size() < kMinLetters || absl::StrContains(folded, ' ')) {
    return false;
  }
  if (folded == Initials(full)) return true;
  return std::all_of(text.begin(), text.end(), [](char c) {
    return absl::ascii_isupper(c) || c == '.' || c == '&';
  });
}

bool IsShortFor(absl::string_view text, absl::string_view full) {
  const std::string folded = Fold(text);
  const std::string full_folded = Fold(full);
  const std::string key = NameKey(folded);
  if (key.size() < kMinLetters) return false;
  if (key == Initials(full) || absl::StartsWith(NameKey(full_folded), key)) {
    return true;
  }
  const auto words = CoreWords(full_folded, NamesOf::kOrganizations);
  for (const absl::string_view word :
       CoreWords(folded, NamesOf::kOrganizations)) {
    const std::string spelling = CarefulSpellingKey(word);
    if (std::none_of(words.begin(), words.end(), [&](absl::string_view w) {
          return CarefulSpellingKey(w) == spelling;
        })) {
      return false;
    }
  }
  return true;
}

}  // namespace impactwire::query
