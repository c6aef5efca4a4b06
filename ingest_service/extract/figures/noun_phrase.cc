#include "ingest_service/extract/figures/noun_phrase.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "ingest_service/extract/numbers/core_reader.h"

namespace impactwire::extract {
namespace {

constexpr int32_t kMaxWords = 8;

const uint64_t kOf = HashWord("of");
const uint64_t kThe = HashWord("the");
const uint64_t kBlood = HashWord("blood");
const uint64_t kClothing = HashWord("clothing");
const uint64_t kMore = HashWord("more");
const uint64_t kFewer = HashWord("fewer");
const uint64_t kOther = HashWord("other");
const uint64_t kAnother = HashWord("another");
const uint64_t kNew = HashWord("new");
const uint64_t kS = HashWord("s");
const uint64_t kThem[] = {HashWord("them"), HashWord("whom")};
const uint64_t kThose[] = {HashWord("which"), HashWord("those"),
                           HashWord("these"), HashWord("its")};
const uint64_t kAnd = HashWord("and");
const uint64_t kDeterminers[] = {kThe,
                                 HashWord("its"),
                                 HashWord("their"),
                                 HashWord("these"),
                                 HashWord("those"),
                                 HashWord("his"),
                                 HashWord("her"),
                                 HashWord("our"),
                                 HashWord("all"),
                                 HashWord("a"),
                                 HashWord("an"),
                                 HashWord("this"),
                                 HashWord("such")};
// Stop words that may stand inside a phrase, right behind the number.
const uint64_t kInside[] = {kMore, kOther, HashWord("such"), HashWord("most"),
                            HashWord("own")};

template <size_t n>
bool OneOf(uint64_t hash, const uint64_t (&list)[n]) {
  return std::find(list, list + n, hash) != list + n;
}

// A participle or gerund, where it is no known noun.
bool LooksVerbal(absl::string_view word) {
  return word.size() > 4 &&
         (absl::EndsWith(word, "ed") || absl::EndsWith(word, "ing"));
}

// Whether a plural noun comes within the next four words.
bool PluralSoon(const FigureLexicon& lexicon, const LexedText& lexed,
                int32_t at, int32_t end) {
  for (int32_t i = at; i < std::min(end, at + 4); ++i) {
    const Lexeme& lexeme = lexed.lexemes[i];
    if (lexeme.kind != LexemeKind::kWord ||
        lexicon.EndOf(lexeme.hash) != FigureLexicon::PhraseEnd::kNo) {
      return false;
    }
    if (LooksPlural(lexed.Surface(lexeme))) return true;
  }
  return false;
}

// Whether a table's cell ends before the lexeme.
bool IsCellEnd(const LexedText& lexed, int32_t at) {
  return lexed.document
             ->Surface(text::Span{lexed.lexemes[at - 1].span.end,
                                  lexed.lexemes[at].span.begin})
             .find('\t') != absl::string_view::npos;
}

// "pair of gloves", "bag of blood", "article of clothing": what alone says
// little. Empty where it is none of these.
std::string WholeOf(const LexedText& lexed, const NounPhrase& phrase,
                    absl::string_view noun) {
  const int32_t end = std::min<int32_t>(lexed.lexemes.size(), phrase.head + 5);
  if (!IsWord(lexed, phrase.head + 1, end, kOf)) return "";
  for (int32_t i = phrase.head + 2; i < end; ++i) {
    const Lexeme& lexeme = lexed.lexemes[i];
    if (lexeme.kind != LexemeKind::kWord) return "";
    const bool pair = noun == "pair" && LooksPlural(lexed.Surface(lexeme));
    if (pair || lexeme.hash == kBlood || lexeme.hash == kClothing) {
      return absl::StrCat(noun, " of ",
                          absl::AsciiStrToLower(lexed.Surface(lexeme)));
    }
  }
  return "";
}

}  // namespace

NounPhrase PhraseBefore(const FigureLexicon& lexicon, const LexedText& lexed,
                        int32_t begin, int32_t at) {
  NounPhrase phrase;
  for (int32_t i = at - 1; i >= std::max(begin, at - 25); --i) {
    const Lexeme& lexeme = lexed.lexemes[i];
    if (lexeme.kind != LexemeKind::kWord || lexeme.hash == kS ||
        !LooksPlural(lexed.Surface(lexeme)) ||
        lexicon.EndOf(lexeme.hash) != FigureLexicon::PhraseEnd::kNo) {
      continue;
    }
    phrase.head = i;
    phrase.end = i + 1;
    phrase.begin = i;
    while (phrase.begin > begin && i - phrase.begin < 2 &&
           !IsCellEnd(lexed, phrase.begin) &&
           lexed.lexemes[phrase.begin - 1].kind == LexemeKind::kWord &&
           lexicon.EndOf(lexed.lexemes[phrase.begin - 1].hash) ==
               FigureLexicon::PhraseEnd::kNo) {
      --phrase.begin;
    }
    break;
  }
  return phrase;
}

NounPhrase ReadNounPhrase(const FigureLexicon& lexicon, const LexedText& lexed,
                          const Number& number) {
  NounPhrase phrase;
  const int32_t end = lexed.End(number.sentence);
  int32_t at = number.last;
  if (at < end &&
      (lexed.lexemes[at].hash == kMore || lexed.lexemes[at].hash == kFewer)) {
    ++at;
  }
  const bool of = IsWord(lexed, at, end, kOf);
  if (!number.unit.empty() && !of && !number.attributive) {
    // "30 percent less", "$5 million grant": the noun glued to an amount.
    if (!number.is_money) return phrase;
  }
  if (of) {
    phrase.partitive = true;
    ++at;
    if (at < end &&
        (OneOf(lexed.lexemes[at].hash, kThem) ||
         (OneOf(lexed.lexemes[at].hash, kThose) &&
          (at + 1 >= end || lexed.lexemes[at + 1].kind != LexemeKind::kWord ||
           lexicon.EndOf(lexed.lexemes[at + 1].hash) !=
               FigureLexicon::PhraseEnd::kNo)))) {
      phrase.pronoun = true;
      return phrase;
    }
    while (at < end && OneOf(lexed.lexemes[at].hash, kDeterminers)) ++at;
  }
  const int32_t begin = at;
  int32_t last = begin;
  bool plural = false;
  while (last < end && last - begin < kMaxWords) {
    const Lexeme& lexeme = lexed.lexemes[last];
    if (lexeme.kind == LexemeKind::kDigits) break;
    if (lexeme.kind == LexemeKind::kMark) {
      // "teachers' quarters".
      if (last > begin && !lexeme.space_before && last + 1 < end &&
          (lexed.Surface(lexeme) == "'" || lexed.Surface(lexeme) == "’") &&
          lexed.lexemes[last + 1].space_before &&
          LooksPlural(lexed.Surface(lexed.lexemes[last - 1])) &&
          PluralSoon(lexicon, lexed, last + 1, end)) {
        ++last;
        continue;
      }
      // Inner hyphens ("low-income") and "people's".
      const bool glued = last > begin && !lexeme.space_before &&
                         last + 1 < end &&
                         !lexed.lexemes[last + 1].space_before;
      const absl::string_view mark = lexed.Surface(lexeme);
      if (glued && (mark == "-" || mark == "'" || mark == "’" || mark == "&")) {
        ++last;
        continue;
      }
      if (last == begin && (mark == "-" || mark == "\"" || mark == "“") &&
          last + 1 < end) {
        ++last;
        continue;
      }
      break;
    }
    const FigureLexicon::PhraseEnd stop = lexicon.EndOf(lexeme.hash);
    if (stop == FigureLexicon::PhraseEnd::kStop &&
        !(last == begin && OneOf(lexeme.hash, kInside))) {
      // "low-income and cold homes": the noun is still to come.
      if (lexeme.hash == kAnd && last > begin && !plural &&
          PluralSoon(lexicon, lexed, last + 1, end)) {
        ++last;
        continue;
      }
      break;
    }
    if (stop == FigureLexicon::PhraseEnd::kVerb && last > begin &&
        LooksPlural(lexed.Surface(lexed.lexemes[last - 1]))) {
      break;
    }
    // "20,000 received support": a verb and no noun; "500 trained nurses".
    if (stop == FigureLexicon::PhraseEnd::kVerb && last == begin &&
        !(last + 1 < end && lexed.lexemes[last + 1].kind == LexemeKind::kWord &&
          LooksPlural(lexed.Surface(lexed.lexemes[last + 1])))) {
      break;
    }
    plural |= LooksPlural(lexed.Surface(lexeme));
    ++last;
    if (number.attributive && number.unit.empty() && last > begin + 1) break;
  }
  // The head: the last of the first run of plurals; else the last noun.
  int32_t head = -1;
  for (int32_t i = begin; i < last; ++i) {
    const Lexeme& lexeme = lexed.lexemes[i];
    if (lexeme.kind != LexemeKind::kWord || lexeme.hash == kS ||
        lexeme.hash == kMore || lexeme.hash == kOther) {
      continue;
    }
    if (i + 1 < last && IsDash(lexed, i + 1, last) &&
        !lexed.lexemes[i + 1].space_before) {
      continue;
    }
    const absl::string_view word = lexed.Surface(lexeme);
    const bool counted =
        LooksPlural(word) ||
        (i + 1 == last && !lexicon.UnitOf(lexeme.hash).empty());
    // "people's", "teachers' quarters".
    const bool possessive =
        i + 2 < end && lexed.lexemes[i + 1].kind == LexemeKind::kMark &&
        !lexed.lexemes[i + 1].space_before &&
        ((lexed.lexemes[i + 2].hash == kS &&
          !lexed.lexemes[i + 2].space_before) ||
         (i + 2 < last && (lexed.Surface(lexed.lexemes[i + 1]) == "'" ||
                           lexed.Surface(lexed.lexemes[i + 1]) == "’")));
    if (counted && !possessive) {
      head = i;
    } else if (head >= 0 && !lexeme.capitalized) {
      // "35 Alumni Trustee Scholarships": a name goes on.
      break;
    }
  }
  if (head < 0 && !number.is_money) {
    for (int32_t i = last - 1; i >= begin && head < 0; --i) {
      const Lexeme& lexeme = lexed.lexemes[i];
      if (lexeme.kind == LexemeKind::kWord && lexeme.hash != kMore &&
          lexeme.hash != kNew && lexeme.hash != kS &&
          !(LooksVerbal(lexed.Surface(lexeme)) && i > begin)) {
        head = i;
      }
    }
    if (head >= 0 && head == begin &&
        (LooksVerbal(lexed.Surface(lexed.lexemes[head])) ||
         lexicon.EndOf(lexed.lexemes[head].hash) !=
             FigureLexicon::PhraseEnd::kNo)) {
      head = -1;
    }
  }
  if (head < 0) return phrase;
  phrase.begin = begin;
  while (phrase.begin < head &&
         lexed.lexemes[phrase.begin].kind == LexemeKind::kMark) {
    ++phrase.begin;
  }
  phrase.head = head;
  phrase.end = head + 1;
  return phrase;
}

std::string UnitOfPhrase(const FigureLexicon& lexicon, const LexedText& lexed,
                         const NounPhrase& phrase) {
  if (phrase.empty()) return "";
  const Lexeme& head = lexed.lexemes[phrase.head];
  const absl::string_view unit = lexicon.UnitOf(head.hash);
  if (!unit.empty()) return std::string(unit);
  std::string noun = Singular(lexed.Surface(head));
  if (lexicon.NamesPerson(noun)) return "person";
  if (const std::string whole = WholeOf(lexed, phrase, noun); !whole.empty()) {
    return whole;
  }
  // "mini-grids", "e-rickshaws".
  if (phrase.head >= phrase.begin + 2 &&
      IsDash(lexed, phrase.head - 1, phrase.end) && !head.space_before &&
      !lexed.lexemes[phrase.head - 1].space_before) {
    const Lexeme& before = lexed.lexemes[phrase.head - 2];
    if (before.kind == LexemeKind::kWord) {
      return absl::StrCat(absl::AsciiStrToLower(lexed.Surface(before)), "-",
                          noun);
    }
  }
  // "training base", "health post": one noun right before belongs to the unit.
  if (phrase.head > phrase.begin) {
    const Lexeme& before = lexed.lexemes[phrase.head - 1];
    const absl::string_view word = lexed.Surface(before);
    if (before.kind == LexemeKind::kWord && !before.capitalized &&
        !lexicon.IsQuality(before.hash) &&
        (lexicon.CuesOf(before.hash) != 0 || noun.size() <= 3) &&
        !absl::EndsWith(word, "ed")) {
      std::string joined(word);
      joined += ' ';
      joined += noun;
      return joined;
    }
  }
  return noun;
}

}  // namespace impactwire::extract
