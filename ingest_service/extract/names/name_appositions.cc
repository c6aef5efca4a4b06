#include "ingest_service/extract/names/context_words.h"
#include "ingest_service/extract/names/name_boundaries.h"
#include "ingest_service/extract/names/name_evidence.h"

namespace impactwire::extract {
namespace {

constexpr EntityKind kOrganization = EntityKind::kOrganization;
constexpr int kLongest = 6;  // tokens of a name found so

bool IsArticle(const NameTable& table, int token) {
  return table.Is(token, "a") || table.Is(token, "an") ||
         table.Is(token, "the");
}

// Whether from `token` on stands "a charity that", "the database company", "an
// NGO which": an article, and a noun for organizations before any name, title
// or mark.
bool SaysOrganization(const NameTable& table, int token, int end) {
  if (token >= end || !IsArticle(table, token)) return false;
  for (int i = token + 1; i < end && i < token + 6; ++i) {
    const TokenFact& fact = table.Fact(i);
    const bool ngo = table.Is(i, "ngo") || table.Is(i, "nonprofit");
    if (ngo) return true;
    if (fact.capital || (fact.classes & (kTitleWord | kPersonNoun)) ||
        (fact.classes & (kConnector | kLocative)) || table.OwnerOf(i) >= 0 ||
        table.document().tokens[i].kind == text::TokenKind::kPunctuation) {
      return false;
    }
    // "the company's founder" is a person.
    if (((fact.classes & kNominalOrg) ||
         IsContextWord(table.Word(i), kNounWord)) &&
        !(i + 1 < end && (table.IsPossessive(i + 1) ||
                          (table.Fact(i + 1).classes &
                           (kTitleWord | kPersonNoun | kNominalOrg))))) {
      return true;
    }
  }
  return false;
}

}  // namespace

void AddAppositions(NameTable* table) {
  const text::Document& document = table->document();
  for (size_t s = 0; s < document.sentences.size(); ++s) {
    const text::Sentence& sentence = document.sentences[s];
    if (sentence.first_token >= sentence.last_token ||
        table->facts().title_case[s] ||
        !table->Readable(sentence.first_token)) {
      continue;
    }
    const int end = sentence.last_token;
    for (int i = sentence.first_token; i < end;) {
      if (!table->IsFree(i) || !table->Fact(i).capital) {
        ++i;
        continue;
      }
      int last = i + 1;
      while (last < end && table->IsFree(last) && table->Fact(last).candidate) {
        ++last;
      }
      while (last > i + 1 && !table->Fact(last - 1).capital) --last;
      const int first = i;
      i = last;
      const uint32_t classes = table->Fact(first).classes;
      // A single common word must be named as one: "the group Sparks".
      const bool before = first > sentence.first_token &&
                          table->IsFree(first - 1) &&
                          !table->Fact(first - 1).capital &&
                          (table->Fact(first - 1).classes & kNominalOrg) &&
                          first - 1 > sentence.first_token &&
                          !(table->Fact(first - 2).classes & kNominalOrg);
      const bool after = last + 1 < end && table->Word(last) == "," &&
                         SaysOrganization(*table, last + 1, end);
      if (!before && !after) continue;
      if (last - first > kLongest ||
          (classes & (kCalendar | kNationality | kNeverName | kPronounWord |
                      kHonorific)) ||
          (last - first == 1 && (classes & (kDeterminer | kOpener)))) {
        continue;
      }
      NamedSpan span{kOrganization, first, last, 1.5f};
      // "However, the company"; but "WIRES, the animal rescuers"
      span.stated = document.tokens[first].all_caps ||
                    !(table->Fact(first).gazetteer & kGazLowerWord) ||
                    !table->Fact(first).sentence_start;
      if (CorrectSpan(*table, &span)) table->Add(span);
    }
  }
}

}  // namespace impactwire::extract
