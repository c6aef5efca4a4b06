#include "ingest_service/extract/names/name_neighbours.h"

#include "ingest_service/extract/names/context_words.h"
#include "ingest_service/extract/names/name_boundaries.h"

namespace impactwire::extract {
namespace {

constexpr EntityKind kOrganization = EntityKind::kOrganization;
constexpr int kLongest = 4;  // tokens of a name found so

// Whether the word could be anything: no common word, place or person's name.
bool IsUnknown(const NameTable& table, int token) {
  const TokenFact& fact = table.Fact(token);
  return table.IsFree(token) && fact.capital && fact.classes == 0 &&
         fact.part == GazetteerPart::kNone &&
         table.document().tokens[token].kind == text::TokenKind::kWord &&
         !(fact.gazetteer &
           (kGazLowerWord | kGazFirstName | kGazSurname | kGazPlace)) &&
         !(fact.document & (kDocHonorific | kDocAfterFirst | kDocLower)) &&
         table.Word(token).size() >= 3;
}

}  // namespace

void AddNeighbours(NameTable* table) {
  const text::Document& document = table->document();
  table->ForEachTelling([&](const text::Sentence& sentence) {
    const int begin = sentence.first_token;
    const int end = sentence.last_token;
    for (int i = begin; i < end;) {
      if (!IsUnknown(*table, i)) {
        ++i;
        continue;
      }
      const int first = i;
      int last = i + 1;
      while (last < end && IsUnknown(*table, last)) ++last;
      i = last;
      const bool alone = (first == begin || !table->Fact(first - 1).capital) &&
                         (last == end || !table->Fact(last).capital);
      if (!alone || last - first > kLongest || last == end) continue;
      const absl::string_view next = table->Word(last);
      bool body = IsContextWord(next, kBelongingWord);
      const absl::string_view opening =
          first > begin ? table->Word(first - 1) : "";
      if (first == begin || opening == "\"" || opening == "\u201c") {
        // "Eighty-eight employees"
        body = (body && (document.tokens[first].all_caps ||
                         (table->Fact(first).document & kDocMidCap))) ||
               IsContextWord(next, kVerbWord);
      } else {
        const int before = first - 1;
        body |=
            !table->Fact(before).capital &&
            (IsContextWord(table->Word(before), kNounWord) ||
             ((table->Fact(before).classes & kNominalOrg) && before > begin));
        if (before > begin) {
          const absl::string_view what = table->Word(before - 1);
          body |= table->Is(before, "of") && IsContextWord(what, kOfWord);
          body |= table->Is(before, "by") && IsContextWord(what, kByWord);
        }
      }
      NamedSpan span{kOrganization, first, last, 1.5f};
      span.stated = true;
      if (body && CorrectSpan(*table, &span)) table->Add(span);
    }
  });
}

}  // namespace impactwire::extract
