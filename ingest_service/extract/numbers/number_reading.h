// NumberReading: one document on its way through NumberReader; internal to this
// folder.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "ingest_service/extract/numbers/core_reader.h"
#include "ingest_service/extract/numbers/lexeme.h"
#include "ingest_service/extract/numbers/number.h"
#include "ingest_service/extract/numbers/number_reader.h"
#include "ingest_service/extract/numbers/number_tables.h"

namespace impactwire::extract {

// Reads one document; scratch of one call.
class NumberReading {
 public:
  using Tables = NumberReader::Tables;
  using Trace = v1::ExtractionTrace::Number;

  NumberReading(const Tables& tables, const LexedText& lexed,
                const std::vector<uint8_t>& taken,
                const std::vector<std::string>& countries)
      : tables_(tables),
        lexed_(lexed),
        taken_(taken),
        currencies_(tables, lexed, countries) {}

  std::vector<Number> Run();

 private:
  struct Affix {
    std::string unit;
    bool money = false;
    bool is_time = false;
    double factor = 1;
    int32_t end = 0;  // one past the affix
  };

  const Lexeme& At(int32_t i) const { return lexed_.lexemes[i]; }
  absl::string_view Surface(int32_t i) const {
    return lexed_.Surface(lexed_.lexemes[i]);
  }
  bool Word(int32_t i, uint64_t hash) const {
    return i >= begin_ && i < end_ && At(i).hash == hash;
  }
  bool Mark(int32_t i, absl::string_view mark) const {
    return i >= begin_ && IsMark(lexed_, i, end_, mark);
  }
  bool Glued(int32_t i) const { return IsGlued(lexed_, i, end_); }
  bool IsDigits(int32_t i) const {
    return i >= begin_ && i < end_ && At(i).kind == LexemeKind::kDigits;
  }
  bool IsLetters(int32_t i) const {
    return i >= begin_ && i < end_ && At(i).kind == LexemeKind::kWord;
  }

  int32_t Step(int32_t at);
  int32_t TakenRun(int32_t at);
  bool IsNumberWord(int32_t i) const;
  int32_t AddressEnd(int32_t at) const;
  int32_t Address(int32_t at, int32_t end);
  bool LengthInBrackets(int32_t at) const;
  bool IsYear(const NumberCore& core) const;
  int32_t MinusBefore(int32_t at) const;
  bool MoneyBefore(int32_t at, Affix* money) const;
  bool UnitAfter(const NumberCore& core, int32_t at, bool hyphened,
                 Affix* unit) const;
  bool FindUnit(const NumberCore& core, int32_t at, Affix* unit) const;
  // `first`: where the number starts, with its money.
  void Range(const NumberCore& low, const Affix& money, int32_t first,
             int32_t* end, Number* number) const;
  int32_t Floor() const;
  void Bounds(Number* number, int32_t* end);
  bool JoinBounds(const Number& number, int32_t end);
  bool LetterScale(const NumberCore& core, const Affix& money, int32_t* end,
                   Number* number) const;
  static void Multiply(double factor, Number* number) {
    number->value = Product(number->value, factor);
    number->value_high = Product(number->value_high, factor);
  }
  void SmallerPart(const Affix& unit, int32_t* end, Number* number) const;
  void Conversion(int32_t* end, Number* number) const;
  void ReadRate(int32_t* end, Number* number) const;
  bool NoQuantity(const NumberCore& core, bool money, int32_t* end,
                  Number* number) const;
  bool IsAge(const NumberCore& core, int32_t end, int32_t* age_end) const;
  void LabelOrName(const NumberCore& core, int32_t end, Number* number) const;
  int32_t Emit(Number number, int32_t first, int32_t last);
  static Number Refused(Trace::Disposition disposition,
                        absl::string_view reason) {
    Number number;
    number.disposition = disposition;
    number.reason = std::string(reason);
    return number;
  }

  const Tables& tables_;
  const LexedText& lexed_;
  const std::vector<uint8_t>& taken_;
  mutable LocalCurrencies currencies_;  // reads when asked
  std::vector<Number> numbers_;
  // Of the sentence being read.
  int32_t sentence_ = 0, begin_ = 0, end_ = 0;
  // The last bound phrase before the place being read.
  int32_t bound_begin_ = -1, bound_end_ = -1;
  v1::Bound bound_ = v1::BOUND_EXACT;
};

}  // namespace impactwire::extract
