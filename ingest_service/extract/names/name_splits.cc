#include <algorithm>

#include "ingest_service/extract/names/name_boundaries.h"

namespace impactwire::extract {
namespace {

// Whether a name begins at `first`: "Ministry of", "Banco Andino". Its head
// stands first and a word of its own, or "of", follows.
bool BeginsName(const NameTable& table, int first, int last) {
  if (first + 1 >= last || !table.Fact(first).capital ||
      !(table.Fact(first).classes & kGovernmentFirst)) {
    return false;
  }
  const TokenFact& next = table.Fact(first + 1);
  if (next.classes & kConnector) {
    return !table.Is(first + 1, "and") && table.Word(first + 1) != "&";
  }
  return next.capital && !(next.gazetteer & kGazLowerWord) &&
         !(table.Fact(first).gazetteer & kGazLowerWord);
}

// Whether the words before "and" at `join` may go on behind it: "Union of
// Rail", or a common word that ends no name by law.
bool IsOpenEnded(const NameTable& table, const NamedSpan& span, int join) {
  const TokenFact& before = table.Fact(join - 1);
  if ((before.classes & kLegalSuffix) ||
      table.IsKnown(span.first_token, join)) {
    return false;
  }
  for (int k = span.first_token + 1; k + 1 < join; ++k) {
    if ((table.Is(k, "of") || table.Is(k, "for")) &&
        (table.Fact(k - 1).classes & kGovernmentFirst)) {
      return true;
    }
  }
  return (before.gazetteer & kGazLowerWord) &&
         (before.classes & kNonprofitHead) &&
         !table.Is(join - 1, "Foundation") && !table.Is(join - 1, "Trust") &&
         (table.Fact(span.last_token - 1).classes & kOrganizationHead);
}

}  // namespace

void SplitSpans(NameTable* table) {
  const size_t count = table->spans().size();
  for (size_t s = 0; s < count; ++s) {
    const NamedSpan span = table->spans()[s];
    if (span.kind != EntityKind::kOrganization) continue;
    if (span.last_token - span.first_token < 3 ||
        table->IsKnown(span.first_token, span.last_token)) {
      continue;
    }
    const uint32_t first_class = table->Fact(span.first_token).classes;
    const bool ministry = (first_class & (kGovernmentHead | kEducationHead)) &&
                          (table->Is(span.first_token + 1, "of") ||
                           table->Is(span.first_token + 1, "for"));
    for (int i = span.first_token + 1; i + 1 < span.last_token; ++i) {
      const uint32_t before = table->Fact(i - 1).classes;
      const bool ended = (before & (kLegalSuffix | kOrganizationHead)) ||
                         table->IsKnown(span.first_token, i);
      int next = i + 1;
      if (table->Is(i, "and")) {
        const bool the = table->Is(next, "the");
        if (the) ++next;
        const bool right_known = table->IsKnown(next, span.last_token);
        const bool headed = BeginsName(*table, next, span.last_token) &&
                            i - span.first_token > 1;
        if (next >= span.last_token || (ministry && !the && !headed) ||
            !(the || (ended && i - span.first_token > 1) || right_known ||
              headed)) {
          continue;
        }
        // "National Union of Rail and Tram Staff", "King Idris Humanitarian
        // Aid and Relief Centre": nothing of its own names the second.
        if (!the && !right_known && IsOpenEnded(*table, span, i) &&
            AreCommonWords(*table, next, span.last_token)) {
          continue;
        }
        // "Bank and Trust": one name.
        if (!the && span.last_token - next == 1 &&
            (table->Fact(next).classes & kOrganizationHead)) {
          continue;
        }
      } else if (table->Word(i) == "with") {
        // "University of Otago with Ngāi Tahu"
      } else if (table->Is(i, "at") || table->Is(i, "in") ||
                 table->Is(i, "to") || table->Is(i, "the")) {
        if ((!ended && !table->Is(i, "the")) || ministry) continue;
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
    const uint32_t right_head = table->Fact(right.last_token - 1).classes;
    if (joined) {
      merge = left_org && right_org;
    } else if (possessive) {
      // "Workers' Welfare Board", "State Council's Office of"
      merge = left_org && generic && right.last_token - right.first_token > 1 &&
              (table->Word(left.last_token).size() == 1 ||
               ((left_head & kGovernmentHead) &&
                left.last_token - left.first_token > 1));
    } else if (of) {
      merge = left_org && right_place &&
              (left_head & (kGovernmentFirst | kNonprofitHead | kOtherHead)) &&
              !(left_head & kLegalSuffix);
    } else {
      merge = (left_org && right_place &&
               !table->Fact(right.first_token).sentence_start) ||
              (left_place && right_org && generic) ||
              (left.kind == EntityKind::kPerson && right_org && generic &&
               (right_head & (kOrganizationHead | kLegalSuffix))) ||
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
