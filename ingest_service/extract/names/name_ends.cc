#include "ingest_service/extract/names/name_ends.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/strip.h"
#include "ingest_service/extract/names/context_words.h"

namespace impactwire::extract {
namespace {

constexpr EntityKind kOrganization = EntityKind::kOrganization;
constexpr float kUnsure = 2;  // the tagger's margin of names it guesses
constexpr int kLongestPortfolio = 16;  // tokens

bool IsCommon(const NameTable& table, int token) {
  return (table.Fact(token).gazetteer & kGazLowerWord) ||
         (table.Fact(token).classes & kConnector);
}

// Whether [token, end) is what a minister is minister of: over capitals that
// are common words, commas and "and" back to "Minister of".
bool IsPortfolio(const NameTable& table, int token) {
  const int floor =
      std::max(table.SentenceOf(token).first_token, token - kLongestPortfolio);
  for (int i = token - 1; i > floor; --i) {
    if (table.Is(i, "of") || table.Is(i, "for")) {
      return table.Is(i - 1, "minister") || table.Is(i - 1, "ministers");
    }
    const bool joins =
        table.Word(i) == "," || table.Word(i) == "&" || table.Is(i, "and");
    if (!joins && !(table.Fact(i).capital && IsCommon(table, i))) return false;
  }
  return false;
}

}  // namespace

bool OpensText(const NameTable& table, int token) {
  if (table.Fact(token).sentence_start) return true;
  const absl::string_view before = token > 0 ? table.Word(token - 1) : "";
  return before == "--" || before == "-" || before == "\u2013" ||
         before == "\u2014" || before == "\"" || before == "\u201c";
}

bool IsContraction(absl::string_view word) {
  static constexpr absl::string_view kPronouns[] = {
      "I", "It", "He", "She", "We", "You", "They", "That", "There", "Who"};
  static constexpr absl::string_view kVerbs[] = {"d",  "ll", "ve",
                                                 "re", "m",  "s"};
  for (const absl::string_view pronoun : kPronouns) {
    if (!absl::StartsWith(word, pronoun)) continue;
    absl::string_view rest = word.substr(pronoun.size());
    if (!absl::ConsumePrefix(&rest, "'") &&
        !absl::ConsumePrefix(&rest, "\u2019")) {
      continue;
    }
    for (const absl::string_view verb : kVerbs) {
      if (rest == verb) return true;
    }
  }
  return false;
}

void TrimEnds(const NameTable& table, NamedSpan* span) {
  int& first = span->first_token;
  int& last = span->last_token;
  const text::Sentence& sentence = table.SentenceOf(first);
  if (last - first < 2 || table.IsKnown(first, last)) return;
  // A number word: none of the name where it counts what follows.
  if (OpensText(table, first) && table.Fact(first + 1).capital &&
      !(table.Fact(first).document & kDocMidCap) &&
      IsContextWord(table.Word(first), kCountWord)) {
    const int noun = table.Fact(last - 1).capital ? last : last - 1;
    const bool plural =
        noun < sentence.last_token && !table.Fact(noun).capital &&
        absl::EndsWith(table.Word(noun), "s") && !table.IsPossessive(noun);
    if (plural || table.IsKnown(first + 1, last)) ++first;
  }
  // Only "Union" of "Union Ten Year Plan", "Congress" of "Congress Monday".
  while (last - first > 1) {
    const bool counts = last < sentence.last_token &&
                        table.Fact(last).capital &&
                        IsContextWord(table.Word(last - 1), kCountWord);
    const bool day = (table.Fact(last - 1).classes & kCalendar) &&
                     (table.Fact(last - 2).classes & kOrganizationHead);
    if (!counts && !day) break;
    --last;
  }
}

void DropPortfolios(NameTable* table) {
  for (size_t s = 0; s < table->spans().size(); ++s) {
    const NamedSpan span = table->spans()[s];
    const int first = span.first_token;
    if (first >= span.last_token || span.kind != kOrganization || span.stated ||
        table->IsKnown(first, span.last_token) || !IsCommon(*table, first) ||
        !IsPortfolio(*table, first)) {
      continue;
    }
    int rest = first;
    while (rest < span.last_token && IsCommon(*table, rest)) ++rest;
    table->Remove(static_cast<int32_t>(s));
    if (rest < span.last_token &&
        (table->Fact(rest).gazetteer & (kGazFirstName | kGazSurname))) {
      table->Add({EntityKind::kPerson, rest, span.last_token, kUnsure});
    }
  }
}

void NamePersons(NameTable* table) {
  constexpr uint32_t kHeads = kOrganizationHead | kLegalSuffix | kPlaceHead |
                              kEventHead | kWorkHead | kNationality |
                              kCalendar | kConnector;
  for (NamedSpan& span : table->spans()) {
    const int first = span.first_token;
    const int last = span.last_token;
    const int size = last - first;
    if (size < 2 || size > 3 || span.kind != EntityKind::kPlace ||
        span.expansion >= 0 || table->IsKnown(first, last)) {
      continue;
    }
    const TokenFact& given = table->Fact(first);
    const TokenFact& family = table->Fact(last - 1);
    bool named = (given.gazetteer & kGazFirstName) &&
                 !(given.gazetteer & (kGazCountry | kGazLowerWord)) &&
                 (family.gazetteer & kGazSurname) &&
                 !(family.gazetteer & kGazCountry);
    for (int i = first; i < last && named; ++i) {
      const TokenFact& fact = table->Fact(i);
      named = fact.capital && !(fact.classes & kHeads) &&
              table->document().tokens[i].kind == text::TokenKind::kWord;
    }
    if (named) span.kind = EntityKind::kPerson;
  }
}

}  // namespace impactwire::extract
