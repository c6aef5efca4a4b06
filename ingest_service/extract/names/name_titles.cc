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
  if (word.size() < 4 || (word.back() != 's' && word.back() != 'd') ||
      table.document().tokens[token - 1].sentence !=
          table.document().tokens[token].sentence) {
    return false;
  }
  for (const absl::string_view verb : kLeads) {
    if (word != verb) continue;
    const int32_t owner = table.OwnerOf(token - 1);
    return table.Is(token - 1, "who") ||
           (owner >= 0 && table.spans()[owner].kind == EntityKind::kPerson);
  }
  return false;
}

// "Northlake CEO Ann Marsh": what stands before a title at `title` and a person
// at `person` is whose title it is.
void UseNameBefore(int title, int person, NameTable* table) {
  const int before = title - 1;
  const int32_t owner = table->OwnerOf(person);
  if (owner < 0 || table->spans()[owner].kind != EntityKind::kPerson ||
      before < 0 ||
      table->document().tokens[before].sentence !=
          table->document().tokens[person].sentence) {
    return;
  }
  const int32_t known = table->OwnerOf(before);
  if (known < 0) {
    if (table->Fact(before).capital &&
        table->document().tokens[before].kind == TokenKind::kWord &&
        !(table->Fact(before).gazetteer & kGazLowerWord) &&
        table->Fact(before).classes == 0) {
      table->Add({kOrganization, before, title, 1});
    }
    return;
  }
  // One word that the tagger took for a person or a place nobody knows;
  // presidents and ministers are of places.
  NamedSpan& span = table->spans()[known];
  static constexpr absl::string_view kOfBodies[] = {
      "CEO", "CFO", "COO", "CTO", "chief", "executive"};
  const auto of_body = [&](absl::string_view word) {
    return table->Is(title, word);
  };
  if (known != owner && span.last_token == title &&
      span.last_token - span.first_token == 1 && span.kind != kOrganization &&
      table->Fact(span.first_token).gazetteer == 0 &&
      !table->IsKnown(span.first_token, span.last_token) &&
      std::any_of(std::begin(kOfBodies), std::end(kOfBodies), of_body)) {
    span.kind = kOrganization;
    span.margin = std::max(span.margin, kSure);
  }
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
      UseNameBefore(i, next, table);
      continue;
    }
    // "Northlake CEO, Ann Marsh"
    if (table->Word(next) == "," && i + 2 < n) UseNameBefore(i, i + 2, table);
    // "CEO of Northlake"
    if (table->Is(next, "of") || table->Is(next, "at")) {
      ++next;
    } else if (!heads) {
      continue;
    }
    if (next < n && table->Is(next, "the")) ++next;
    const bool quoted = next < n && table->IsQuote(next);
    if (quoted) ++next;
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
    span.stated = quoted;  // "chairman of 'Northlake'"
    if (!common && CorrectSpan(*table, &span)) table->Add(span);
  }
}

}  // namespace impactwire::extract
