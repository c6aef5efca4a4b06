#include "ingest_service/extract/names/name_joints.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "ingest_service/extract/names/context_words.h"

namespace impactwire::extract {
namespace {

constexpr EntityKind kOrganization = EntityKind::kOrganization;

// Whether a name may begin with words of [first, last): all are also common
// words, and the last says what the name is.
bool IsHeadedByCommonWords(const NameTable& table, int first, int last) {
  for (int i = first; i < last; ++i) {
    const TokenFact& fact = table.Fact(i);
    if (!(fact.gazetteer & kGazLowerWord) &&
        !(fact.classes & (kOrganizationHead | kConnector | kLegalSuffix))) {
      return false;
    }
    if (fact.phrase_flags & kGazCountry) return false;
  }
  return (table.Fact(last - 1).classes & (kOrganizationHead | kLegalSuffix)) !=
         0;
}

// The first token of the capitals that end before `end` in one sentence, one
// span or free tokens; `end` if there are none.
int BeginOfCapitals(const NameTable& table, int end) {
  const text::Sentence& sentence = table.SentenceOf(end);
  int first = end;
  while (first > sentence.first_token) {
    const int k = first - 1;
    const TokenFact& fact = table.Fact(k);
    const int32_t owner = table.OwnerOf(k);
    if (owner >= 0) {
      if (table.spans()[owner].last_token != first) break;
      first = table.spans()[owner].first_token;
      continue;
    }
    if (!fact.capital ||
        table.document().tokens[k].kind != text::TokenKind::kWord ||
        (fact.classes & (kTitleWord | kCalendar | kNeverName | kSayVerb |
                         kDeterminer | kOpener))) {
      break;
    }
    // A common word at the beginning of a sentence is none of the name.
    if (fact.sentence_start && (fact.gazetteer & kGazLowerWord) &&
        first < end) {
      break;
    }
    first = k;
  }
  return first;
}

// Articles and prepositions of other languages, in lower case, that are no
// English words; "de" and "van" are, in persons' names only.
bool IsForeignArticle(const NameTable& table, int token) {
  return IsContextWord(table.Word(token), kForeignArticleWord);
}

bool IsForeign(const NameTable& table, int token) {
  return IsContextWord(table.Word(token), kForeignWord) ||
         IsForeignArticle(table, token);
}

void Join(int first, int32_t right, NameTable* table) {
  const NamedSpan span = table->spans()[right];
  for (int i = first; i < span.first_token; ++i) {
    const int32_t owner = table->OwnerOf(i);
    if (owner >= 0 && owner != right) table->Remove(owner);
  }
  table->Resize(right, first, span.last_token);
}

}  // namespace

void JoinPossessives(NameTable* table) {
  for (size_t s = 0; s < table->spans().size(); ++s) {
    const NamedSpan span = table->spans()[s];
    const int mark = span.first_token - 1;
    if (span.first_token >= span.last_token || span.kind != kOrganization ||
        mark <= table->SentenceOf(span.first_token).first_token ||
        !table->IsPossessive(mark) || !table->IsFree(mark) ||
        !IsHeadedByCommonWords(*table, span.first_token, span.last_token)) {
      continue;
    }
    const int first = BeginOfCapitals(*table, mark);
    if (first == mark) continue;
    const TokenFact& owner_word = table->Fact(mark - 1);
    const int32_t owner = table->OwnerOf(mark - 1);
    // "Workers'", "Lads'", but not "Philippines'" or "Jones'".
    const bool plural =
        table->Word(mark).size() == 1 || table->Word(mark) == "\u2019";
    const bool members = plural && (owner_word.gazetteer & kGazLowerWord) &&
                         !(owner_word.phrase_flags & kGazPlace);
    // "Women's", "God's": common words that own nothing by themselves.
    const bool common = (owner_word.gazetteer & kGazLowerWord) && owner < 0 &&
                        !(owner_word.classes & kOrganizationHead) &&
                        owner_word.part == GazetteerPart::kNone;
    const bool saint = mark - 1 > first && (table->Is(mark - 2, "St") ||
                                            table->Is(mark - 2, "St."));
    // "Hank's Auto Glass"
    const bool shop = owner >= 0 && mark - first == 1 &&
                      table->spans()[owner].kind == EntityKind::kPerson &&
                      (owner_word.gazetteer & kGazFirstName) &&
                      span.last_token - span.first_token >= 2;
    if (members || common || saint || shop) {
      Join(first, static_cast<int32_t>(s), table);
    }
  }
}

void JoinHyphens(NameTable* table) {
  const auto& tokens = table->document().tokens;
  for (size_t s = 0; s < table->spans().size(); ++s) {
    const NamedSpan span = table->spans()[s];
    if (span.first_token >= span.last_token || span.kind != kOrganization) {
      continue;
    }
    const int floor = table->SentenceOf(span.first_token).first_token;
    int first = span.first_token;
    while (first > floor && table->IsFree(first - 1) &&
           tokens[first - 1].span.end == tokens[first].span.begin &&
           (table->Word(first - 1) == "-" ||
            (table->Fact(first - 1).capital &&
             (table->Word(first) == "-" ||
              absl::EndsWith(table->Word(first - 1), "-"))))) {
      --first;
    }
    while (first < span.first_token && !table->Fact(first).capital) ++first;
    if (first < span.first_token) Join(first, static_cast<int32_t>(s), table);
  }
}

void JoinForeign(NameTable* table) {
  for (size_t s = 0; s < table->spans().size(); ++s) {
    const NamedSpan span = table->spans()[s];
    if (span.first_token >= span.last_token ||
        span.kind == EntityKind::kPerson) {
      continue;
    }
    const int floor = table->SentenceOf(span.first_token).first_token;
    int join = span.first_token;  // the words between
    while (join > floor && span.first_token - join < 3 &&
           table->IsFree(join - 1) && IsForeign(*table, join - 1)) {
      --join;
    }
    // An article alone may be English or begin a place: "La Paz".
    if (join == span.first_token || IsForeignArticle(*table, join)) continue;
    const int32_t left = join > floor ? table->OwnerOf(join - 1) : -1;
    if (left >= 0 && (table->spans()[left].kind != kOrganization ||
                      table->spans()[left].last_token != join)) {
      continue;
    }
    const int first = BeginOfCapitals(*table, join);
    if (first == join || join - first > 6) continue;
    // Without a name on the left, one on the right must be a body's.
    if (left < 0 && span.kind != kOrganization) continue;
    Join(first, static_cast<int32_t>(s), table);
    table->spans()[s].kind = kOrganization;
    if (left >= 0) {
      table->spans()[s].margin = std::max(span.margin, 1.0f);
    }
  }
}

void JoinMarks(NameTable* table) {
  for (size_t s = 0; s < table->spans().size(); ++s) {
    const NamedSpan span = table->spans()[s];
    const int mark = span.first_token - 1;
    if (span.first_token >= span.last_token || span.kind != kOrganization ||
        mark <= table->SentenceOf(span.first_token).first_token ||
        table->Word(mark) != "&" || !table->IsFree(mark)) {
      continue;
    }
    const int first = BeginOfCapitals(*table, mark);
    if (first == mark || mark - first > 4 ||
        (table->Fact(mark - 1).classes & kLegalSuffix)) {
      continue;
    }
    Join(first, static_cast<int32_t>(s), table);
  }
}

}  // namespace impactwire::extract
