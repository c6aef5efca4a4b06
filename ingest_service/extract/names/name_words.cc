#include "ingest_service/extract/names/name_words.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"

namespace impactwire::extract {
namespace {

constexpr size_t kLeastLetters = 3;   // of a word that tells something
constexpr size_t kLeastCompound = 4;  // "bank", "fonds"

}  // namespace

NameWords::NameWords(const TokenFacts& facts, const Entities& entities)
    : words_(entities.entities.size()) {
  for (const Mention& mention : entities.mentions) {
    if (mention.kind != MentionKind::kOrganization || mention.entity < 0) {
      continue;
    }
    std::vector<std::string>& words = words_[mention.entity];
    for (int t = mention.first_token; t < mention.last_token; ++t) {
      if (words.size() >= kMaxWords) break;
      std::string word = absl::AsciiStrToLower(
          facts.document->Surface(facts.document->tokens[t]));
      if (word.size() >= kLeastLetters &&
          std::find(words.begin(), words.end(), word) == words.end()) {
        words.push_back(std::move(word));
      }
    }
  }
}

bool NameWords::Has(int32_t entity, absl::string_view word) const {
  if (word.size() < kLeastLetters) return false;
  return std::any_of(
      words_[entity].begin(), words_[entity].end(),
      [&](const std::string& own) {
        return own == word ||
               (own.size() == word.size() + 1 && own.back() == 's' &&
                absl::StartsWith(own, word)) ||
               (word.size() >= kLeastCompound && absl::EndsWith(own, word));
      });
}

}  // namespace impactwire::extract
