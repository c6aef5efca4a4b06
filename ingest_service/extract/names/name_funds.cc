#include "ingest_service/extract/names/name_funds.h"

#include "ingest_service/extract/names/context_words.h"

namespace impactwire::extract {
namespace {

constexpr EntityKind kOrganization = EntityKind::kOrganization;
constexpr float kMargin = 1.5f;
constexpr int kLongest = 6;  // tokens of a name found so

bool IsFundWord(const NameTable& table, int token) {
  return table.Word(token) == "fund" || table.Word(token) == "trust";
}

// Whether the capitals of a name may go on to the left over `token`; a single
// letter is none of the words it looks like: "Vu A Dinh".
bool BelongsBefore(const NameTable& table, int token) {
  constexpr uint32_t kNone = kDeterminer | kOpener | kNeverName | kCalendar |
                             kNationality | kTitleWord | kHonorific;
  const TokenFact& fact = table.Fact(token);
  return table.IsFree(token) && fact.capital &&
         (!(fact.classes & kNone) ||
          (table.Word(token).size() == 1 && !fact.sentence_start));
}

}  // namespace

void ExtendFund(const NameTable& table, NamedSpan* span) {
  const int first = span->first_token, last = span->last_token;
  const text::Sentence& sentence = table.SentenceOf(first);
  if (first == sentence.first_token || !table.Is(first - 1, "the") ||
      (table.Fact(last - 1).classes & (kOrganizationHead | kLegalSuffix)) ||
      table.IsKnown(first, last)) {
    return;
  }
  int at = last;
  // A person's name needs the purpose, too.
  if (at < sentence.last_token && IsContextWord(table.Word(at), kPurposeWord)) {
    ++at;
  }
  if (at < sentence.last_token && table.IsFree(at) && IsFundWord(table, at) &&
      (at > last || span->kind == kOrganization)) {
    span->last_token = at + 1;
    span->kind = kOrganization;
  }
}

void AddFunds(NameTable* table) {
  table->ForEachTelling([&](const text::Sentence& sentence) {
    for (int i = sentence.first_token + 2; i < sentence.last_token; ++i) {
      if (!IsFundWord(*table, i) ||
          !IsContextWord(table->Word(i - 1), kPurposeWord) ||
          !table->AreFree(i - 1, i + 1)) {
        continue;
      }
      const int end = i - 1;  // of the name before the purpose
      const int32_t owner = table->OwnerOf(end - 1);
      if (owner >= 0 && (table->spans()[owner].kind == EntityKind::kPlace ||
                         table->spans()[owner].last_token != end ||
                         (table->Fact(end - 1).classes &
                          (kOrganizationHead | kLegalSuffix)))) {
        continue;
      }
      int first = owner >= 0 ? table->spans()[owner].first_token : end;
      bool named = owner >= 0;  // by a word of its own
      while (first > sentence.first_token && end - first < kLongest &&
             BelongsBefore(*table, first - 1)) {
        --first;
        named |= !(table->Fact(first).gazetteer & kGazLowerWord);
      }
      if (!named) continue;
      NamedSpan span{kOrganization, first, i + 1, kMargin};
      span.stated = true;
      if (owner >= 0) table->Remove(owner);
      table->Add(span);
    }
  });
}

}  // namespace impactwire::extract
