#include <algorithm>

#include "absl/strings/match.h"
#include "ingest_service/extract/names/name_boundaries.h"
#include "ingest_service/extract/names/name_evidence.h"

namespace impactwire::extract {
namespace {

using text::TokenKind;

constexpr float kSure = 5;  // outvotes the tagger
constexpr EntityKind kOrganization = EntityKind::kOrganization;

// "X, who heads Y": a verb between a person and an organization.
bool LeadsWhat(const NameTable& table, int token) {
  static constexpr absl::string_view kLeads[] = {"heads", "chairs", "runs",
                                                 "founded", "co-founded"};
  if (token == 0 || table.Fact(token).capital) return false;
  const absl::string_view word = table.Word(token);
  if (word.back() != 's' && word.back() != 'd') return false;
  for (const absl::string_view verb : kLeads) {
    if (word != verb) continue;
    const int32_t owner = table.OwnerOf(token - 1);
    return table.Is(token - 1, "who") ||
           (owner >= 0 && table.spans()[owner].kind == EntityKind::kPerson);
  }
  return false;
}

}  // namespace

void UseTitles(NameTable* table) {
  const int n = static_cast<int>(table->document().tokens.size());
  for (int i = 0; i + 1 < n; ++i) {
    const bool heads = LeadsWhat(*table, i);
    if ((!(table->Fact(i).classes & kTitleWord) && !heads) ||
        table->document().tokens[i].sentence !=
            table->document().tokens[i + 1].sentence ||
        !table->Readable(i)) {
      continue;
    }
    int next = i + 1;
    const int32_t direct = table->OwnerOf(next);
    if (direct >= 0 && table->IsFree(i) && !heads) {
      // "Chairman M. P. Rao"
      NamedSpan& span = table->spans()[direct];
      const uint32_t head = table->Fact(span.last_token - 1).classes;
      if (span.first_token == next && span.kind == kOrganization &&
          span.last_token - next >= 2 && span.last_token - next <= 4 &&
          !(head & (kOrganizationHead | kLegalSuffix)) &&
          !(table->Fact(next).classes & kOrganizationHead) &&
          !table->IsKnown(span.first_token, span.last_token) &&
          (table->Fact(i).capital || table->document().tokens[next].all_caps)) {
        span.kind = EntityKind::kPerson;
        span.margin = std::max(span.margin, kSure);
      }
      // "Northlake CEO Ann Marsh"
      if (table->spans()[direct].kind == EntityKind::kPerson && i > 0 &&
          table->IsFree(i - 1) && table->Fact(i - 1).capital &&
          table->document().tokens[i - 1].kind == TokenKind::kWord &&
          table->document().tokens[i - 1].sentence ==
              table->document().tokens[i].sentence &&
          !(table->Fact(i - 1).gazetteer & kGazLowerWord) &&
          table->Fact(i - 1).classes == 0) {
        table->Add({kOrganization, i - 1, i, 1});
      }
      continue;
    }
    // "CEO of Northlake"
    if (table->Is(next, "of") || table->Is(next, "at")) {
      ++next;
    } else if (!heads) {
      continue;
    }
    if (next < n && table->Is(next, "the")) ++next;
    if (next < n && table->IsQuote(next)) ++next;
    const bool number =
        next + 1 < n &&
        table->document().tokens[next].kind == TokenKind::kNumber &&
        table->Fact(next + 1).capital;
    if (next >= n || (!table->Fact(next).capital && !number) ||
        table->document().tokens[next].sentence !=
            table->document().tokens[i].sentence) {
      continue;
    }
    const int32_t owner = table->OwnerOf(next);
    if (owner >= 0) continue;
    int last = next + 1;
    bool common = true;
    while (last < n && table->IsFree(last) && table->Fact(last).candidate &&
           table->document().tokens[last].sentence ==
               table->document().tokens[i].sentence) {
      ++last;
    }
    while (last > next && !table->Fact(last - 1).capital) --last;
    // "Claro" + "Colombia"
    const int32_t place = last < n ? table->OwnerOf(last) : -1;
    if (place >= 0 && table->spans()[place].first_token == last &&
        table->spans()[place].kind == EntityKind::kPlace &&
        table->document().tokens[last].sentence ==
            table->document().tokens[i].sentence) {
      last = table->spans()[place].last_token;
      table->Remove(place);
      common = false;
    }
    bool head = false;
    for (int k = next; k < last; ++k) {
      common &= (table->Fact(k).gazetteer & kGazLowerWord) ||
                (table->Fact(k).classes & kConnector);
      head |= (table->Fact(k).classes & kOrganizationHead) &&
              !(table->Fact(k).classes & kWorkHead);
    }
    if (last - next >= 3 && head) common = false;
    if (last - next >= 2 &&
        absl::EndsWithIgnoreCase(table->Word(i), "founder")) {
      common = false;
    }
    NamedSpan span{kOrganization, next, last, 1};
    if (!common && CorrectSpan(*table, &span)) table->Add(span);
  }
}

}  // namespace impactwire::extract
