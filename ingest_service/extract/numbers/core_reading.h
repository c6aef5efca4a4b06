// CoreReading: one bare number on its way through ReadCore; internal to this
// folder.
#pragma once

#include <cstdint>

#include "absl/strings/string_view.h"
#include "ingest_service/extract/numbers/core_reader.h"

namespace impactwire::extract {

class CoreReading {
 public:
  using Tables = NumberReader::Tables;
  // When a fraction of nothing named ("a third", "half") is a share: always, if
  // the words around say so, or not at all.
  enum Certainty { kSure, kByContext, kOnlyOfAThing };

  // `alone`: shares ("one in five") are not looked for, which bounds the
  // depth of "one in one in one".
  CoreReading(const Tables& tables, const LexedText& lexed, int32_t end,
              bool alone = false)
      : tables_(tables), lexed_(lexed), end_(end), alone_(alone) {}

  // core_reader.cc: "6,000", "816 000", "2 1/2", "4 thousand 3 hundred".
  bool Digits(int32_t at, NumberCore* core) const;
  // core_words.cc: "two hundred and fifty thousand", "nine point four".
  bool Words(int32_t at, NumberCore* core) const;
  // core_shares.cc: "½", "½ mile".
  bool Mark(int32_t at, NumberCore* core) const;

 private:
  Tables::Word Word(int32_t at) const {
    if (at >= end_ || lexed_.lexemes[at].kind != LexemeKind::kWord) return {};
    return tables_.Find(lexed_.lexemes[at]);
  }
  bool Is(int32_t at, uint64_t hash) const {
    return IsWord(lexed_, at, end_, hash);
  }
  bool IsDigits(int32_t at) const {
    return at < end_ && lexed_.lexemes[at].kind == LexemeKind::kDigits;
  }
  bool IsOf(int32_t at) const;
  // "5 millions", "3 dozens of"; but "in 5 thousands of homes".
  bool CountsAsScale(int32_t at) const {
    const double value = Word(at).value;
    return !IsOf(at + 1) || (value != 100 && value != 1000);
  }
  absl::string_view Surface(int32_t at) const {
    return lexed_.Surface(lexed_.lexemes[at]);
  }
  // Past a hyphen or to the next lexeme: "20-million", "20 million".
  int32_t SkipHyphen(int32_t at) const {
    return IsDash(lexed_, at, end_) && IsGlued(lexed_, at, end_) &&
                   IsGlued(lexed_, at + 1, end_)
               ? at + 1
               : at;
  }
  // A plain integer below a million; -1: none.
  int Integer(int32_t at) const;

  bool Grouped(int32_t at, NumberCore* core) const;
  bool DecimalComma(int32_t at, NumberCore* core) const;
  void Scales(NumberCore* core) const;
  void Compound(NumberCore* core) const;

  bool BareScale(int32_t at, NumberCore* core) const;
  bool Cardinal(int32_t at, NumberCore* core) const;
  bool Decimals(NumberCore* core) const;

  // "one in five" after `core`.
  bool Share(NumberCore* core) const;
  // `count` of the part that stands at `at`: "third(s)", "half".
  bool Part(int32_t at, double count, Certainty certainty,
            NumberCore* core) const;
  // What a fraction whose words end before `at` is of: "½ mile", "a quarter
  // of a million", "two-thirds of pupils". False, and `core` as it was:
  // nothing.
  bool Fraction(int32_t at, double fraction, Certainty certainty,
                NumberCore* core) const;
  // "and a half" at `at`; the fraction, 0: none. `next`: one past it.
  double AndPart(int32_t at, int32_t* next) const;

  const Tables& tables_;
  const LexedText& lexed_;
  const int32_t end_;
  const bool alone_;
};

}  // namespace impactwire::extract
