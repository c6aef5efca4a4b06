#include "ingest_service/extract/names/name_evidence.h"

namespace impactwire::extract {
namespace {

constexpr EntityKind kOrganization = EntityKind::kOrganization;

}  // namespace

void AddLongFamousNames(const std::vector<TaggedName>& tagged,
                        NameTable* table) {
  const int n = static_cast<int>(table->document().tokens.size());
  size_t next = 0;
  for (int i = 0; i < n; ++i) {
    const TokenFact& fact = table->Fact(i);
    if (fact.part != GazetteerPart::kBegin ||
        !(fact.phrase_flags & kGazFamous) ||
        !(fact.phrase_flags & kGazOrganization) || !table->Readable(i)) {
      continue;
    }
    int last = i + 1;
    while (last < n && table->Fact(last).part == GazetteerPart::kInside) {
      ++last;
    }
    if (last >= n || table->Fact(last).part != GazetteerPart::kLast) continue;
    ++last;
    if (last - i < 3) continue;
    while (next < tagged.size() && tagged[next].last_token <= i) ++next;
    bool inside = false;
    for (size_t t = next; t < tagged.size() && tagged[t].first_token < last;
         ++t) {
      inside |= tagged[t].first_token < i || tagged[t].last_token > last;
    }
    if (!inside) table->Add({kOrganization, i, last, 4});
    i = last - 1;
  }
}

void AddFamousNames(NameTable* table) {
  const int n = static_cast<int>(table->document().tokens.size());
  for (int i = 0; i < n; ++i) {
    const TokenFact& fact = table->Fact(i);
    if (!(fact.phrase_flags & kGazFamous) || !table->IsFree(i) ||
        (fact.part != GazetteerPart::kUnit &&
         fact.part != GazetteerPart::kBegin) ||
        !table->Readable(i) ||
        table->facts().title_case[table->document().tokens[i].sentence]) {
      continue;
    }
    int last = i + 1;
    if (fact.part == GazetteerPart::kBegin) {
      while (last < n && table->IsFree(last) &&
             table->Fact(last).part == GazetteerPart::kInside) {
        ++last;
      }
      if (last >= n || !table->IsFree(last) ||
          table->Fact(last).part != GazetteerPart::kLast) {
        continue;
      }
      ++last;
    } else if ((fact.gazetteer &
                (kGazLowerWord | kGazSurname | kGazFirstName | kGazPlace)) ||
               fact.sentence_start || fact.classes != 0 ||
               table->Word(i).size() < 3) {
      continue;  // also a common word, a person or a place
    }
    table->Add({kOrganization, i, last, 1});
    i = last - 1;
  }
}

}  // namespace impactwire::extract
