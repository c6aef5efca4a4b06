#include "ingest_service/extract/names/context_words.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "extract_names_data.h"

namespace impactwire::extract {
namespace {

constexpr size_t kLeastBefore = 4;  // bytes before the head of a compound
constexpr size_t kShortestEnding = 3;
constexpr size_t kLongestEnding = 16;

constexpr std::pair<absl::string_view, ContextWord> kClasses[] = {
    {"noun", kNounWord},
    {"verb", kVerbWord},
    {"belonging", kBelongingWord},
    {"ending", kEndingWord},
    {"of", kOfWord},
    {"by", kByWord},
    {"nonprofit_noun", kNonprofitNounWord},
    {"company_noun", kCompanyNounWord},
    {"nonprofit_name", kNonprofitNameWord},
    {"government_name", kGovernmentNameWord},
    {"work", kWorkWord},
    {"place", kPlaceWord},
    {"foreign_article", kForeignArticleWord},
    {"foreign", kForeignWord},
    {"named_after", kNamedAfterWord},
    {"people", kPeopleWord},
    {"sport", kSportWord},
    {"count", kCountWord},
    {"purpose", kPurposeWord},
    {"peoples", kPeoplesWord},
    {"media_name", kMediaNameWord},
    {"plural_body", kPluralBodyWord},
};

const ContextWords& Shipped() {
  // The table is compiled in and read by a test.
  static const auto* const words =
      new ContextWords(ContextWords::Parse(data::ContextWords()).value());
  return *words;
}

}  // namespace

absl::StatusOr<ContextWords> ContextWords::Parse(absl::string_view tsv) {
  ContextWords table;
  for (const absl::string_view line :
       absl::StrSplit(tsv, '\n', absl::SkipEmpty())) {
    if (absl::StartsWith(line, "#")) continue;
    const std::vector<absl::string_view> row = absl::StrSplit(line, '\t');
    const auto* const found =
        std::find_if(std::begin(kClasses), std::end(kClasses),
                     [&](const auto& entry) { return entry.first == row[0]; });
    if (row.size() != 3 || found == std::end(kClasses)) {
      return absl::InternalError(
          absl::StrCat("context_words.tsv: malformed row \"", line, "\""));
    }
    for (const absl::string_view word :
         absl::StrSplit(row[1], ' ', absl::SkipEmpty())) {
      table.words_[word] |= found->second;
    }
  }
  return table;
}

std::vector<std::string> ContextWords::Of(ContextWord word_class) const {
  std::vector<std::string> words;
  for (const auto& [word, classes] : words_) {
    if (classes & word_class) words.push_back(word);
  }
  std::sort(words.begin(), words.end());
  return words;
}

bool IsContextWord(absl::string_view word, ContextWord word_class) {
  return (Shipped().Find(word) & word_class) != 0;
}

std::vector<std::string> ContextWordsOf(ContextWord word_class) {
  return Shipped().Of(word_class);
}

bool EndsInCompoundHead(absl::string_view word) {
  for (size_t size = kShortestEnding;
       size <= kLongestEnding && size + kLeastBefore <= word.size(); ++size) {
    const std::string ending =
        absl::AsciiStrToLower(word.substr(word.size() - size));
    if (IsContextWord(ending, kEndingWord)) return true;
  }
  return false;
}

}  // namespace impactwire::extract
