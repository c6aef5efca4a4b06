#include "ingest_service/extract/names/name_boundaries.h"

namespace impactwire::extract {
namespace {

using text::TokenKind;

constexpr float kSure = 4;

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
    if (next >= end || !table.Fact(next).capital || !table.IsFree(next) ||
        !(table.Fact(next).classes & kLegalSuffix) ||
        table.Word(next).size() < 2) {
      return;
    }
    span->last_token = next + 1;
  }
}

// Drops from the ends what stands before and after names.
void TrimOrganization(const NameTable& table, NamedSpan* span) {
  int& first = span->first_token;
  int& last = span->last_token;
  while (first + 1 < last) {
    const TokenFact& fact = table.Fact(first);
    const bool opens = fact.sentence_start && (fact.classes & kOpener);
    const bool after = first > table.SentenceOf(first).first_token &&
                       (table.Fact(first - 1).classes & kOpener) &&
                       (fact.classes & (kDeterminer | kCalendar));
    const bool number =
        table.document().tokens[first].kind == TokenKind::kNumber &&
        (table.Fact(first + 1).classes & kDeterminer);
    const bool nation = (fact.classes & kNationality) &&
                        (table.Fact(first + 1).classes & kGovernmentFirst) &&
                        first + 2 < last && table.Is(first + 2, "of");
    if (!opens && !after && !number && !nation) break;
    ++first;
  }
  if (first + 1 < last && table.Is(first, "the") &&
      !table.Fact(first).capital) {
    ++first;
  }
  // "Greenfield CEO": the title is none of the name.
  while (last - first > 1 && (table.Fact(last - 1).classes & kTitleWord) &&
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
  bool inner = (table.Fact(last - 1).classes & kInnerUnit) != 0;
  for (int i = first; i < last; ++i) {
    const uint32_t classes = table.Fact(i).classes;
    if (!(classes & (kGeneric | kNominalOrg | kDeterminer | kBoardWord |
                     kTitleWord | kInnerUnit | kConnector)) &&
        !(i == last - 1 && (classes & kGovernmentHead))) {
      return inner;
    }
  }
  return true;
}

}  // namespace

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
  ExtendLegal(table, span);
  const uint32_t head = table.Fact(last - 1).classes;
  if (last - first == 1 &&
      (head & (kCalendar | kNationality | kNeverName | kDeterminer |
               kPronounWord | kHonorific | kNominalOrg | kTitleWord)) &&
      !(table.IsKnown(first, last) &&
        (table.Fact(first).phrase_flags & kGazFamous))) {
    return false;
  }
  if (IsGeneric(table, first, last)) return false;
  if ((head & kEventHead) && !(head & kOrganizationHead)) return false;
  if ((head & kWorkHead) && !(head & kOrganizationHead) &&
      !table.IsKnown(first, last) && span->margin < kSure) {
    return false;
  }
  return true;
}

void SplitSpans(NameTable* table) {
  const size_t count = table->spans().size();
  for (size_t s = 0; s < count; ++s) {
    const NamedSpan span = table->spans()[s];
    if (span.kind != EntityKind::kOrganization) continue;
    if (table->IsKnown(span.first_token, std::max(span.last_token, 1))) {
      continue;
    }
    for (int i = span.first_token + 1; i + 1 < span.last_token; ++i) {
      const uint32_t before = table->Fact(i - 1).classes;
      const bool ended = (before & (kLegalSuffix | kOrganizationHead)) ||
                         table->IsKnown(span.first_token, i);
      int next = i + 1;
      if (table->Is(i, "and")) {
        const bool the = table->Is(next, "the");
        if (the) ++next;
        const bool right_known = table->IsKnown(next, span.last_token);
        if (next >= span.last_token ||
            !(the || (ended && i - span.first_token > 1) || right_known)) {
          continue;
        }
        // "Bank and Trust": one name.
        if (!the && span.last_token - next == 1 &&
            (table->Fact(next).classes & kOrganizationHead)) {
          continue;
        }
      } else if (table->Is(i, "at") || table->Is(i, "in") ||
                 table->Is(i, "to") || table->Is(i, "the")) {
        if (!ended && !table->Is(i, "the")) continue;
        if (table->Is(i, "the") && (table->Fact(i - 1).classes & kConnector)) {
          continue;
        }
      } else if (table->Is(i, "of") &&
                 (before & (kCompanyHead | kLegalSuffix)) &&
                 !(before & kGovernmentFirst) && i - span.first_token > 1 &&
                 !table->IsKnown(span.first_token, span.last_token) &&
                 (table->Fact(span.last_token - 1).phrase_flags & kGazPlace)) {
        table->Resize(static_cast<int32_t>(s), span.first_token, i);
        NamedSpan place{EntityKind::kPlace, next, span.last_token, 1};
        if (CorrectSpan(*table, &place)) table->Add(place);
        break;
      } else {
        continue;
      }
      table->Resize(static_cast<int32_t>(s), span.first_token, i);
      NamedSpan right{EntityKind::kOrganization, next, span.last_token,
                      span.margin};
      if (CorrectSpan(*table, &right)) table->Add(right);
      NamedSpan left = table->spans()[s];
      if (CorrectSpan(*table, &left)) {
        table->Resize(static_cast<int32_t>(s), left.first_token,
                      left.last_token);
      } else {
        table->Remove(static_cast<int32_t>(s));
      }
      break;
    }
  }
}

void MergeSpans(NameTable* table) {
  const int n = static_cast<int>(table->facts().tokens.size());
  for (int i = 0; i < n; ++i) {
    const int32_t s = table->OwnerOf(i);
    if (s < 0) continue;
    const NamedSpan left = table->spans()[s];
    i = left.last_token - 1;
    int next = left.last_token;
    if (next >= n || table->document().tokens[next].sentence !=
                         table->document().tokens[i].sentence) {
      continue;
    }
    const bool joined = table->Word(next) == "&";
    const bool possessive = table->IsPossessive(next);
    const bool of = table->Is(next, "of");
    if ((joined || possessive || of) && next + 1 < n) ++next;
    const int32_t t = table->OwnerOf(next);
    if (t < 0 || t == s || table->spans()[t].first_token != next) continue;
    const NamedSpan right = table->spans()[t];
    const bool left_org = left.kind == EntityKind::kOrganization;
    const bool right_org = right.kind == EntityKind::kOrganization;
    const bool left_place = left.kind == EntityKind::kPlace;
    const bool right_place = right.kind == EntityKind::kPlace;
    bool generic = right_org;
    for (int k = right.first_token; k < right.last_token && generic; ++k) {
      const TokenFact& f = table->Fact(k);
      generic = (f.classes & (kOrganizationHead | kConnector | kWorkHead)) ||
                ((f.gazetteer & kGazLowerWord) &&
                 !(f.phrase_flags & (kGazPlace | kGazFamous)));
    }
    const uint32_t left_head = table->Fact(left.last_token - 1).classes;
    bool merge = false;
    if (joined) {
      merge = left_org && right_org;
    } else if (possessive) {
      merge = left_org && generic && right.last_token - right.first_token > 1;
    } else if (of) {
      merge = left_org && right_place &&
              (left_head & (kGovernmentFirst | kNonprofitHead | kOtherHead)) &&
              !(left_head & kLegalSuffix);
    } else {
      merge = (left_org && right_place &&
               !table->Fact(right.first_token).sentence_start) ||
              (left_place && right_org && generic) ||
              (left_org && right_org && generic);
    }
    if (!merge) continue;
    const float margin = std::max(left.margin, right.margin);
    table->Remove(t);
    table->Resize(s, left.first_token, right.last_token);
    table->spans()[s].kind = EntityKind::kOrganization;
    table->spans()[s].margin = margin;
    i = left.first_token - 1;  // it may grow again
  }
}

}  // namespace impactwire::extract
