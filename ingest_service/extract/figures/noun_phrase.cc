#include "ingest_service/extract/figures/noun_phrase.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "ingest_service/extract/numbers/core_reader.h"

namespace impactwire::extract {
namespace {

constexpr int32_t kMaxWords = 8;

const uint64_t kOf = HashWord("of");
const uint64_t kThe = HashWord("the");
const uint64_t kMore = HashWord("more");
const uint64_t kOther = HashWord("other");
const uint64_t kAnother = HashWord("another");
const uint64_t kNew = HashWord("new");
const uint64_t kS = HashWord("s");
const uint64_t kThem[] = {HashWord("them"),  HashWord("whom"),
                          HashWord("which"), HashWord("those"),
                          HashWord("these"), HashWord("its")};
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

}  // namespace

NounPhrase ReadNounPhrase(const FigureLexicon& lexicon, const LexedText& lexed,
                          const Number& number) {
  NounPhrase phrase;
  const int32_t end = lexed.End(number.sentence);
  int32_t at = number.last;
  if (at < end && lexed.lexemes[at].hash == kMore) ++at;
  const bool of = IsWord(lexed, at, end, kOf);
  if (!number.unit.empty() && !of && !number.attributive) {
    // "30 percent less", "$5 million grant": the noun glued to an amount.
    if (!number.is_money) return phrase;
  }
  if (of) {
    phrase.partitive = true;
    ++at;
    if (at < end && OneOf(lexed.lexemes[at].hash, kThem) &&
        (at + 1 >= end || lexed.lexemes[at + 1].kind != LexemeKind::kWord ||
         lexicon.EndOf(lexed.lexemes[at + 1].hash) !=
             FigureLexicon::PhraseEnd::kNo)) {
      phrase.pronoun = true;
      return phrase;
    }
    while (at < end && OneOf(lexed.lexemes[at].hash, kDeterminers)) ++at;
  }
  const int32_t begin = at;
  int32_t last = begin;
  while (last < end && last - begin < kMaxWords) {
    const Lexeme& lexeme = lexed.lexemes[last];
    if (lexeme.kind == LexemeKind::kDigits) break;
    if (lexeme.kind == LexemeKind::kMark) {
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
      break;
    }
    if (stop == FigureLexicon::PhraseEnd::kVerb && last > begin &&
        LooksPlural(lexed.Surface(lexed.lexemes[last - 1]))) {
      break;
    }
    ++last;
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
        LooksPlural(word) || !lexicon.UnitOf(lexeme.hash).empty();
    const bool possessive =
        i + 2 < end && lexed.lexemes[i + 1].kind == LexemeKind::kMark &&
        lexed.lexemes[i + 2].hash == kS && !lexed.lexemes[i + 2].space_before;
    if (counted && !possessive) {
      head = i;
    } else if (head >= 0) {
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
  // "training base", "health post": one noun right before belongs to the unit.
  if (phrase.head > phrase.begin) {
    const Lexeme& before = lexed.lexemes[phrase.head - 1];
    const absl::string_view word = lexed.Surface(before);
    if (before.kind == LexemeKind::kWord && !before.capitalized &&
        lexicon.CuesOf(before.hash) != 0 && !absl::EndsWith(word, "ed")) {
      std::string joined(word);
      joined += ' ';
      joined += noun;
      return joined;
    }
  }
  return noun;
}

}  // namespace impactwire::extract
