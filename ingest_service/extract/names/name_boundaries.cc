#include "ingest_service/extract/names/name_boundaries.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "ingest_service/extract/names/context_words.h"
#include "ingest_service/extract/names/name_compounds.h"
#include "ingest_service/extract/names/name_ends.h"
#include "ingest_service/extract/names/name_funds.h"

namespace impactwire::extract {
namespace {

using text::TokenKind;

constexpr float kSure = 4;

bool IsLegal(const NameTable& table, int token) {
  const absl::string_view w = table.Word(token);
  return (table.Fact(token).classes & kLegalSuffix) || w == "AS" ||
         w == "A/S" || w == "ASA";
}

// "Ministry of Health" + "and Welfare", "Department of Housing" + ", Local
// Government and Heritage": capitals that are common words.
void ExtendMinistry(const NameTable& table, NamedSpan* span) {
  int of = span->first_token + 1;
  while (of + 1 < span->last_token && !table.Is(of, "of") &&
         !table.Is(of, "for")) {
    ++of;
  }
  // "University of Medicine" + "and Pharmacy"
  if (of + 1 >= span->last_token ||
      !(table.Fact(of - 1).classes & (kGovernmentHead | kEducationHead)) ||
      ((table.Fact(of - 1).classes & kEducationHead) &&
       !(table.Fact(span->last_token - 1).gazetteer & kGazLowerWord))) {
    return;
  }
  const int end = table.SentenceOf(span->first_token).last_token;
  int at = span->last_token;
  int good = at;
  for (int parts = 0; parts < 4; ++parts) {
    int k = at;
    bool comma = false;
    bool join = false;
    if (k < end && table.Word(k) == ",") {
      comma = true;
      ++k;
    }
    if (k < end && (table.Is(k, "and") || table.Word(k) == "&")) {
      join = true;
      ++k;
    }
    const int first = k;
    while (k < end && k < first + 4 && table.Fact(k).capital &&
           (table.Fact(k).gazetteer & kGazLowerWord) &&
           !(table.Fact(k).classes & (kTitleWord | kLegalSuffix)) &&
           // ", Local Government and Heritage", but not ", Bank of"
           (!(table.Fact(k).classes & kNominalOrg) || k > first)) {
      ++k;
    }
    if (k == first || !(comma || join)) break;
    at = k;
    if (join) {
      good = k;
      break;
    }
  }
  span->last_token = good;
}

// Over capitals that stand directly before a name made of common words:
// "St." + "Mary's Hospital", "Hong Kong" + "Banking Corporation".
void ExtendLeft(const NameTable& table, NamedSpan* span) {
  const int floor = table.SentenceOf(span->first_token).first_token;
  while (span->first_token > floor) {
    const int k = span->first_token - 1;
    const TokenFact& fact = table.Fact(k);
    const bool saint = table.Is(k, "St.") || table.Is(k, "St");
    if (!table.IsFree(k) || !fact.capital ||
        table.document().tokens[k].kind != TokenKind::kWord ||
        (!saint && (fact.classes & (kHonorific | kTitleWord | kCalendar |
                                    kDeterminer | kNeverName | kSayVerb))) ||
        (fact.classes & kOpener) ||
        (fact.sentence_start && (fact.gazetteer & kGazLowerWord))) {
      return;
    }
    span->first_token = k;
  }
}

// Whether a title stands before the span, over "of", "for", a comma.
bool AfterTitle(const NameTable& table, int first) {
  const int floor = table.SentenceOf(first).first_token;
  for (int k = first - 1; k >= floor && k >= first - 3; --k) {
    if (table.Fact(k).classes & kTitleWord) {
      // Founders found bodies; others lead a department, too.
      return !absl::EndsWithIgnoreCase(table.Word(k), "founder");
    }
    if (!table.Is(k, "of") && !table.Is(k, "for") && !table.Is(k, "the") &&
        table.Word(k) != "," && table.Word(k) != "&" && !table.Is(k, "and")) {
      return false;
    }
  }
  return false;
}

// "a.s.", "d.o.o.", written in lower case.
bool IsDottedForm(const NameTable& table, int token) {
  const absl::string_view w = table.Word(token);
  return (table.Fact(token).classes & kLegalSuffix) &&
         (w == "vzw" || (w.size() >= 3 && w[1] == '.'));
}

// ", Limited", "(Persero) Tbk".
void ExtendLegal(const NameTable& table, NamedSpan* span) {
  const int end = table.SentenceOf(span->first_token).last_token;
  for (;;) {
    int next = span->last_token;
    if (next < end && table.Word(next) == ",") ++next;
    if (next + 3 < end && table.Word(next) == "(" &&
        table.Word(next + 2) == ")" &&
        (table.Fact(next + 3).classes & kLegalSuffix) &&
        table.Fact(next + 3).capital) {
      next += 3;
    }
    if (next >= end || !table.IsFree(next) ||
        !(table.Fact(next).capital || IsDottedForm(table, next)) ||
        !IsLegal(table, next) || table.Word(next).size() < 2 ||
        // ", AB Bank" is the next name.
        (next > span->last_token && next + 1 < end &&
         table.Fact(next + 1).capital && !IsLegal(table, next + 1))) {
      return;
    }
    span->last_token = next + 1;
  }
}

// Words for those who belong to a body, where a sentence begins with them.
bool IsGroupOfPeople(const NameTable& table, int token) {
  if (!OpensText(table, token)) return false;
  return IsContextWord(absl::AsciiStrToLower(table.Word(token)), kPeopleWord);
}

// Whether [first, last) is the name of a body by its last word: "Halden Group".
bool NamesBody(const NameTable& table, int first, int last) {
  return table.IsKnown(first, last) ||
         (last - first > 1 &&
          (table.Fact(last - 1).classes & (kOrganizationHead | kLegalSuffix)) &&
          !(table.Fact(first).classes & kOrganizationHead));
}

// Drops from the ends what stands before and after names.
void TrimOrganization(const NameTable& table, NamedSpan* span) {
  int& first = span->first_token;
  int& last = span->last_token;
  while (first + 1 < last) {
    const TokenFact& fact = table.Fact(first);
    // "Why Halden Foods?", also after "Q:"
    const bool opens = (OpensText(table, first) ||
                        (first > 0 && table.Word(first - 1) == ":")) &&
                       (fact.classes & kOpener);
    const bool after = first > table.SentenceOf(first).first_token &&
                       (table.Fact(first - 1).classes & kOpener) &&
                       (fact.classes & (kDeterminer | kCalendar));
    const bool number =
        table.document().tokens[first].kind == TokenKind::kNumber &&
        (table.Fact(first + 1).classes & kDeterminer);
    if (!opens && !after && !number) break;
    ++first;
  }
  // "London-based Thornbury Trust".
  while (last - first > 1 && DescriptionSize(table.Word(first)) > 0) ++first;
  // "The Medical Director of the Foundation", "Chief Scientist of the
  // Alliance": the title is none of the name.
  const int bare = first + (table.Fact(first).classes & kDeterminer ? 1 : 0);
  bool title = false;
  for (int k = bare; k < std::min(bare + 3, last - 2); ++k) {
    if (table.Fact(k).classes & kOrganizationHead) break;
    title |= (table.Fact(k).classes & kTitleWord) != 0;
    if (!title || !table.Is(k + 1, "of")) continue;
    first = k + 2;
    if (last - first > 1 && table.Is(first, "the")) ++first;
    break;
  }
  // "The Board of Halden Group", "Volunteers of Green Lamp".
  if (last - bare > 2 && table.Is(bare + 1, "of") &&
      !table.IsKnown(first, last) &&
      (IsGroupOfPeople(table, bare) ||
       (table.Is(bare, "board") && NamesBody(table, bare + 2, last)))) {
    first = bare + 2;
    if (last - first > 1 && table.Is(first, "the")) ++first;
  }
  // "NGO Green Lamp", "Publisher Pustaka Riang": what it is, then its name.
  while (last - first > 2 &&
         (table.Fact(first).classes & (kNominalOrg | kNeverName)) &&
         !(table.Fact(first).classes & kOrganizationHead) &&
         !table.document().tokens[first].has_digit &&
         (table.Fact(first).sentence_start ||
          (table.Fact(first).classes & kNeverName)) &&
         !table.IsKnown(first, last) && table.Fact(first + 1).capital) {
    ++first;
  }
  if (first + 1 < last && table.Is(first, "the") &&
      (!table.Fact(first).capital || OpensText(table, first))) {
    ++first;
  }
  // "Greenfield CEO": the title is none of the name.
  while (last - first > 1 && !(table.Fact(first).classes & kGovernmentFirst) &&
         (table.Fact(last - 1).classes & kTitleWord) &&
         !(table.Fact(last - 1).classes & kOrganizationHead) &&
         !table.IsKnown(first, last)) {
    --last;
    while (last - first > 1 &&
           ((table.Fact(last - 1).classes & (kTitleWord | kConnector)) ||
            table.Is(last - 1, "group") || table.Is(last - 1, "executive") ||
            table.IsPossessive(last - 1))) {
      --last;
    }
  }
}

// Bodies that only their owner's name makes a name: "Executive Committee",
// "Board of Trustees", "The Group".
bool IsGeneric(const NameTable& table, int first, int last) {
  // "the Hospital Authority", "the Charity Commission": what it looks after.
  if (last - first == 2 && table.Fact(first).capital &&
      table.Fact(last - 1).capital && !OpensText(table, first) &&
      (table.Fact(last - 1).classes & kGovernmentHead) &&
      !(table.Fact(last - 1).classes & (kBoardWord | kTitleWord)) &&
      (table.Fact(first).classes & kNominalOrg) &&
      !(table.Fact(first).classes &
        (kGovernmentHead | kGeneric | kTitleWord | kBoardWord))) {
    return false;
  }
  bool inner = (table.Fact(last - 1).classes & kInnerUnit) != 0;
  for (int i = first; i < last; ++i) {
    const uint32_t classes = table.Fact(i).classes;
    if (!(classes & (kGeneric | kNominalOrg | kDeterminer | kBoardWord |
                     kTitleWord | kInnerUnit | kConnector)) &&
        !(i == last - 1 && (classes & kGovernmentHead))) {
      return inner;
    }
  }
  // "Federal Bank", but "the Central Bank".
  return !(table.Fact(last - 1).classes & kCompanyHead) || last - first < 2 ||
         (first > 0 && (table.Fact(first - 1).classes & kDeterminer)) ||
         (table.Fact(first).classes & kDeterminer);
}

// "Amberly County Health District": a body, unlike "Lake District".
bool IsServiceDistrict(const NameTable& table, int first, int last) {
  static constexpr absl::string_view kServices[] = {
      "health",     "school",   "water",   "fire",   "irrigation",  "park",
      "preserve",   "sanitary", "utility", "port",   "library",     "hospital",
      "sanitation", "drainage", "transit", "sewer",  "levee",       "power",
      "electric",   "soil",     "college", "mining", "conservation"};
  if (last - first < 3 || !table.Is(last - 1, "district")) return false;
  for (const absl::string_view service : kServices) {
    if (table.Is(last - 2, service)) return true;
  }
  return false;
}

// "Institute of", "Council of": the head stands first.
bool HasLeadingHead(const NameTable& table, int first, int last) {
  for (int i = first; i + 2 < last; ++i) {
    if ((table.Fact(i).classes & kGovernmentFirst) &&
        (table.Is(i + 1, "of") || table.Is(i + 1, "for"))) {
      return true;
    }
  }
  return false;
}

}  // namespace

bool IsBodyOf(const NameTable& table, int first, int last) {
  for (int i = first; i + 2 < last; ++i) {
    if ((table.Fact(i).classes & kOrganizationHead) &&
        (table.Is(i + 1, "of") || table.Is(i + 1, "for"))) {
      return true;
    }
  }
  return false;
}

bool AreCommonWords(const NameTable& table, int first, int last) {
  for (int i = first; i < last; ++i) {
    if (!(table.Fact(i).gazetteer & kGazLowerWord) &&
        !(table.Fact(i).classes &
          (kConnector | kOrganizationHead | kLegalSuffix)) &&
        !table.IsPossessive(i)) {
      return false;
    }
  }
  return true;
}

bool CorrectSpan(const NameTable& table, NamedSpan* span) {
  int& first = span->first_token;
  int& last = span->last_token;
  const auto& tokens = table.document().tokens;
  while (first < last && !table.Fact(first).capital &&
         tokens[first].kind != TokenKind::kNumber) {
    ++first;
  }
  while (first < last && (table.IsPossessive(last - 1) ||
                          tokens[last - 1].kind == TokenKind::kPunctuation)) {
    --last;
  }
  if (first >= last) return false;
  // A name does not go over the cells of a table.
  for (int i = first + 1; i < last; ++i) {
    const absl::string_view between = table.document().Surface(
        text::Span{tokens[i - 1].span.end, tokens[i].span.begin});
    if (between.find('\t') != absl::string_view::npos) last = i;
  }
  if (span->kind == EntityKind::kPerson) ExtendFund(table, span);
  if (span->kind == EntityKind::kPerson) {
    while (last - first > 1 &&
           (table.Fact(first).classes & (kHonorific | kTitleWord)) &&
           !(table.Fact(first).gazetteer & kGazFirstName)) {
      ++first;
    }
    return last - first > 1 ||
           !(table.Fact(first).classes &
             (kHonorific | kTitleWord | kCalendar | kNationality | kNeverName));
  }
  if (span->kind == EntityKind::kPlace) {
    return last - first > 1 ||
           !(table.Fact(first).classes & (kCalendar | kNationality));
  }
  TrimOrganization(table, span);
  TrimEnds(table, span);
  // "Office on Monday"
  for (int i = first + 1; i + 1 < last; ++i) {
    if (table.Is(i, "on") && (table.Fact(i + 1).classes & kCalendar)) last = i;
  }
  ExtendMinistry(table, span);
  ExtendLegal(table, span);
  ExtendFund(table, span);
  if (AreCommonWords(table, first, last)) ExtendLeft(table, span);
  for (int i = first; i < last; ++i) {
    if (absl::StrContains(table.Word(i), "://")) return false;
  }
  const uint32_t head = table.Fact(last - 1).classes;
  if ((table.Fact(first).classes & kTitleWord) && last - first > 1 &&
      !table.IsKnown(first, last) && !(head & kOrganizationHead)) {
    return false;
  }
  if (!(head & (kOrganizationHead | kLegalSuffix)) &&
      !table.IsKnown(first, last)) {
    const bool before_title = last < table.SentenceOf(first).last_token &&
                              (table.Fact(last).classes & kTitleWord);
    if (AreCommonWords(table, first, last) &&
        !HasLeadingHead(table, first, last) &&
        (AfterTitle(table, first) || before_title)) {
      return false;
    }
  }
  if ((table.Fact(first).classes & kInnerUnit) && last - first > 2 &&
      table.Is(first + 1, "of")) {
    return false;
  }
  if ((head & kPlaceHead) && !(head & kOrganizationHead) && last - first > 1 &&
      !table.IsKnown(first, last) && !IsServiceDistrict(table, first, last) &&
      !IsBodyOf(table, first, last)) {
    span->kind = EntityKind::kPlace;
    return true;
  }
  if (last - first == 1 && IsContraction(table.Word(first))) return false;
  // "President of the Republic"
  if (last - first == 1 && (head & kPlaceHead) && !(head & kOrganizationHead) &&
      !table.IsKnown(first, last)) {
    return false;
  }
  if (last - first == 1 &&
      (head & (kCalendar | kNationality | kNeverName | kDeterminer |
               kPronounWord | kHonorific | kNominalOrg | kTitleWord)) &&
      !(table.IsKnown(first, last) &&
        (table.Fact(first).phrase_flags & kGazFamous))) {
    return false;
  }
  if (IsGeneric(table, first, last)) return false;
  if (last - first > 1 &&
      (table.Word(last - 1) == "II" || table.Word(last - 1) == "III")) {
    return false;  // a model or edition
  }
  if ((head & kEventHead) && !(head & kOrganizationHead)) return false;
  if ((head & kWorkHead) && !(head & kOrganizationHead) &&
      !table.IsKnown(first, last) && span->margin < kSure) {
    return false;
  }
  return true;
}

}  // namespace impactwire::extract
