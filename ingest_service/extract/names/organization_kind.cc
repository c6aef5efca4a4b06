#include "ingest_service/extract/names/organization_kind.h"

#include <algorithm>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "common/base/same_word.h"
#include "ingest_service/extract/names/context_words.h"
#include "ingest_service/extract/names/word_hash.h"

namespace impactwire::extract {
namespace {

constexpr std::pair<uint32_t, v1::OrganizationKind> kHeads[] = {
    {kLegalSuffix, v1::ORGANIZATION_KIND_COMPANY},
    {kCompanyHead, v1::ORGANIZATION_KIND_COMPANY},
    {kNonprofitHead, v1::ORGANIZATION_KIND_NONPROFIT},
    {kGovernmentHead, v1::ORGANIZATION_KIND_GOVERNMENT},
    {kEducationHead, v1::ORGANIZATION_KIND_EDUCATION},
    {kMediaHead, v1::ORGANIZATION_KIND_MEDIA},
    {kIntergovernmentalHead, v1::ORGANIZATION_KIND_INTERGOVERNMENTAL},
    {kOtherHead, v1::ORGANIZATION_KIND_OTHER},
};

// Points for each kind whose words are among `classes`, shared between them.
void Give(uint32_t classes, float points, KindVotes* votes) {
  int kinds = 0;
  for (const auto& [bit, kind] : kHeads) kinds += (classes & bit) != 0;
  if (kinds == 0) return;
  for (const auto& [bit, kind] : kHeads) {
    if (classes & bit) votes->points[kind] += points / kinds;
  }
}

}  // namespace

v1::OrganizationKind KindVotes::Best() const {
  int best = v1::ORGANIZATION_KIND_COMPANY;
  float top = 0.3f;  // a bare name is most often a company
  for (int k = 1; k < 8; ++k) {
    const float p = points[k] + (k == v1::ORGANIZATION_KIND_COMPANY ? 0.3f : 0);
    if (p > top) {
      top = p;
      best = k;
    }
  }
  return static_cast<v1::OrganizationKind>(best);
}

// Words beside a name that say what it is: "the charity X", "X, a lender".
struct Noun {
  absl::string_view word;
  v1::OrganizationKind kind;
};
constexpr Noun kNouns[] = {
    {"charity", v1::ORGANIZATION_KIND_NONPROFIT},
    {"ngo", v1::ORGANIZATION_KIND_NONPROFIT},
    {"nonprofit", v1::ORGANIZATION_KIND_NONPROFIT},
    {"non-profit", v1::ORGANIZATION_KIND_NONPROFIT},
    {"not-for-profit", v1::ORGANIZATION_KIND_NONPROFIT},
    {"foundation", v1::ORGANIZATION_KIND_NONPROFIT},
    {"volunteers", v1::ORGANIZATION_KIND_NONPROFIT},
    {"company", v1::ORGANIZATION_KIND_COMPANY},
    {"firm", v1::ORGANIZATION_KIND_COMPANY},
    {"retailer", v1::ORGANIZATION_KIND_COMPANY},
    {"giant", v1::ORGANIZATION_KIND_COMPANY},
    {"lender", v1::ORGANIZATION_KIND_COMPANY},
    {"bank", v1::ORGANIZATION_KIND_COMPANY},
    {"maker", v1::ORGANIZATION_KIND_COMPANY},
    {"brand", v1::ORGANIZATION_KIND_COMPANY},
    {"startup", v1::ORGANIZATION_KIND_COMPANY},
    {"operator", v1::ORGANIZATION_KIND_COMPANY},
    {"airline", v1::ORGANIZATION_KIND_COMPANY},
    {"supplier", v1::ORGANIZATION_KIND_COMPANY},
    {"newspaper", v1::ORGANIZATION_KIND_MEDIA},
    {"daily", v1::ORGANIZATION_KIND_MEDIA},
    {"magazine", v1::ORGANIZATION_KIND_MEDIA},
    {"broadcaster", v1::ORGANIZATION_KIND_MEDIA},
    {"photo", v1::ORGANIZATION_KIND_MEDIA},
    {"reporter", v1::ORGANIZATION_KIND_MEDIA},
    {"university", v1::ORGANIZATION_KIND_EDUCATION},
    {"college", v1::ORGANIZATION_KIND_EDUCATION},
    {"school", v1::ORGANIZATION_KIND_EDUCATION},
    {"ministry", v1::ORGANIZATION_KIND_GOVERNMENT},
    {"regulator", v1::ORGANIZATION_KIND_GOVERNMENT},
    {"club", v1::ORGANIZATION_KIND_OTHER},
    {"team", v1::ORGANIZATION_KIND_OTHER},
    {"league", v1::ORGANIZATION_KIND_OTHER},
    {"party", v1::ORGANIZATION_KIND_OTHER},
    {"match", v1::ORGANIZATION_KIND_OTHER},
    {"season", v1::ORGANIZATION_KIND_OTHER},
};

void VoteByContext(const TokenFacts& facts, const NamedSpan& span,
                   KindVotes* votes) {
  static const auto* const by_key = [] {
    auto* map = new absl::flat_hash_map<uint64_t, v1::OrganizationKind>();
    for (const Noun& noun : kNouns) map->emplace(WordKey(noun.word), noun.kind);
    return map;
  }();
  const text::Document& document = *facts.document;
  const text::Sentence& sentence =
      document.sentences[document.tokens[span.first_token].sentence];
  const auto vote = [&](int token, float points) {
    if (facts.tokens[token].capital) return;
    const auto it = by_key->find(facts.tokens[token].key);
    if (it != by_key->end()) votes->points[it->second] += points;
  };
  for (int i = std::max(sentence.first_token, span.first_token - 2);
       i < span.first_token; ++i) {
    vote(i, 1.5f);
  }
  // An apposition: ", a charity that".
  const bool comma = span.last_token < sentence.last_token &&
                     document.Surface(document.tokens[span.last_token]) == ",";
  for (int i = span.last_token;
       i < std::min(sentence.last_token, span.last_token + 7); ++i) {
    vote(i, comma ? 1.0f : 0.4f);
  }
}

void VoteOnKind(const TokenFacts& facts, const NamedSpan& span,
                KindVotes* votes) {
  const int first = span.first_token;
  const int last = span.last_token;
  const auto& t = facts.tokens;
  // The head of "X of Y" stands first, else last, before a legal form.
  int head = last - 1;
  while (head > first &&
         ((t[head].classes & kLegalSuffix) ||
          facts.document->tokens[head].kind == text::TokenKind::kPunctuation) &&
         (t[head - 1].classes & (kNonprofitHead | kEducationHead))) {
    --head;
  }
  for (int i = first + 1; i < last - 1; ++i) {
    const absl::string_view word =
        facts.document->Surface(facts.document->tokens[i]);
    if ((SameWord(word, "of") || SameWord(word, "for")) &&
        (t[i - 1].classes & kOrganizationHead)) {
      head = i - 1;
      break;
    }
  }
  Give(t[head].classes, last - first > 1 ? 3 : 1, votes);
  for (int i = first; i < last; ++i) {
    if (i != head) Give(t[i].classes, 0.5f, votes);
    if (t[i].classes & kIntergovernmentalHead) {
      votes->points[v1::ORGANIZATION_KIND_INTERGOVERNMENTAL] += 3;
    }
  }
  VoteByContext(facts, span, votes);
  // Public hospitals.
  for (int i = first; i + 1 < last; ++i) {
    const absl::string_view word =
        facts.document->Surface(facts.document->tokens[i]);
    if ((t[last - 1].classes & kNonprofitHead) &&
        (word == "Government" || word == "County" || word == "District" ||
         word == "Teaching" || word == "Provincial" || word == "Sub-County" ||
         word == "Municipal") &&
        SameWord(facts.document->Surface(facts.document->tokens[last - 1]),
                 "hospital")) {
      votes->points[v1::ORGANIZATION_KIND_GOVERNMENT] += 5;
    }
  }
  const absl::string_view name =
      facts.document->Surface(facts.document->tokens[last - 1]);
  if (absl::EndsWithIgnoreCase(name, ".org")) {
    votes->points[v1::ORGANIZATION_KIND_NONPROFIT] += 1;
  }
  bool whole = t[first].part == GazetteerPart::kUnit ||
               t[first].part == GazetteerPart::kBegin;
  whole = whole && (t[last - 1].part == GazetteerPart::kUnit ||
                    t[last - 1].part == GazetteerPart::kLast);
  if (whole) {
    const uint16_t flags = t[first].phrase_flags;
    const float points = flags & kGazFamous ? 8 : 4;
    static constexpr std::pair<uint16_t, v1::OrganizationKind> kFlags[] = {
        {kGazIntergovernmental, v1::ORGANIZATION_KIND_INTERGOVERNMENTAL},
        {kGazNonprofit, v1::ORGANIZATION_KIND_NONPROFIT},
        {kGazEducation, v1::ORGANIZATION_KIND_EDUCATION},
        {kGazGovernment, v1::ORGANIZATION_KIND_GOVERNMENT},
        {kGazMedia, v1::ORGANIZATION_KIND_MEDIA},
        {kGazOther, v1::ORGANIZATION_KIND_OTHER},
        {kGazCompany, v1::ORGANIZATION_KIND_COMPANY},
    };
    for (const auto& [flag, kind] : kFlags) {
      if (flags & flag) {
        votes->points[kind] += points;
        break;
      }
    }
  }
}

namespace {

// "Chinanews.com", "dailypost.ng".
bool IsPressAddress(absl::string_view word) {
  const size_t dot = word.find('.');
  if (dot == absl::string_view::npos || dot + 1 == word.size()) return false;
  static const auto* const endings =
      new std::vector<std::string>(ContextWordsOf(kMediaNameWord));
  const absl::string_view stem = word.substr(0, dot);
  return std::any_of(endings->begin(), endings->end(),
                     [&](const std::string& ending) {
                       return stem.size() > ending.size() &&
                              absl::EndsWithIgnoreCase(stem, ending);
                     });
}

v1::OrganizationKind KindOfNoun(absl::string_view word) {
  if (IsContextWord(word, kNonprofitNounWord))
    return v1::ORGANIZATION_KIND_NONPROFIT;
  if (IsContextWord(word, kCompanyNounWord))
    return v1::ORGANIZATION_KIND_COMPANY;
  return v1::ORGANIZATION_KIND_UNSPECIFIED;
}

}  // namespace

v1::OrganizationKind SureKind(const TokenFacts& facts, const NamedSpan& span) {
  const text::Document& document = *facts.document;
  const auto word = [&](int i) { return document.Surface(document.tokens[i]); };
  if (span.last_token - span.first_token > 1 &&
      IsContextWord(word(span.last_token - 1), kGovernmentNameWord)) {
    return v1::ORGANIZATION_KIND_GOVERNMENT;
  }
  for (int i = span.first_token; i < span.last_token; ++i) {
    const std::string lower = absl::AsciiStrToLower(word(i));
    if (IsContextWord(lower, kNonprofitNameWord) ||
        absl::EndsWith(lower, "-stiftung")) {
      return v1::ORGANIZATION_KIND_NONPROFIT;
    }
    if (i + 1 < span.last_token &&
        ((word(i) == "Food" && absl::StartsWith(word(i + 1), "Bank")) ||
         (word(i) == "Red" &&
          (word(i + 1) == "Cross" || word(i + 1) == "Crescent")))) {
      return v1::ORGANIZATION_KIND_NONPROFIT;
    }
  }
  if (IsPressAddress(word(span.last_token - 1))) {
    return v1::ORGANIZATION_KIND_MEDIA;
  }
  const text::Sentence& sentence =
      document.sentences[document.tokens[span.first_token].sentence];
  if (span.first_token > sentence.first_token) {
    const v1::OrganizationKind kind = KindOfNoun(word(span.first_token - 1));
    if (kind != v1::ORGANIZATION_KIND_UNSPECIFIED) return kind;
  }
  // ", a charity that", ", the state-owned lender"
  const int comma = span.last_token;
  if (comma + 1 >= sentence.last_token || word(comma) != "," ||
      !(facts.tokens[comma + 1].classes & kDeterminer)) {
    return v1::ORGANIZATION_KIND_UNSPECIFIED;
  }
  const int end = std::min(sentence.last_token, comma + 6);
  for (int i = comma + 2; i < end; ++i) {
    if (facts.tokens[i].capital ||
        document.tokens[i].kind != text::TokenKind::kWord ||
        (facts.tokens[i].classes & (kConnector | kLocative | kTitleWord))) {
      break;
    }
    const v1::OrganizationKind kind = KindOfNoun(word(i));
    const bool owner = i + 1 < sentence.last_token &&
                       (word(i + 1) == "'s" || word(i + 1) == "\u2019s");
    if (kind != v1::ORGANIZATION_KIND_UNSPECIFIED && !owner) return kind;
  }
  return v1::ORGANIZATION_KIND_UNSPECIFIED;
}

}  // namespace impactwire::extract
