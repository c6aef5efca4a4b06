#include "ingest_service/extract/numbers/number_reading.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"

namespace impactwire::extract {
namespace {

const uint64_t kMinus = HashWord("minus");
const uint64_t kNegative = HashWord("negative");
const uint64_t kOver = HashWord("over");
const uint64_t kTested = HashWord("tested");
const uint64_t kBy = HashWord("by");
const uint64_t kM = HashWord("m");
const uint64_t kHttp = HashWord("http");
const uint64_t kHttps = HashWord("https");
const uint64_t kWww = HashWord("www");
const uint64_t kX = HashWord("x");
const uint64_t kPlus = HashWord("plus");
const uint64_t kOdd = HashWord("odd");

}  // namespace

std::vector<Number> NumberReading::Run() {
  const int32_t sentences = lexed_.document->sentences.size();
  for (sentence_ = 0; sentence_ < sentences; ++sentence_) {
    begin_ = lexed_.First(sentence_);
    end_ = lexed_.End(sentence_);
    bound_begin_ = bound_end_ = -1;
    for (int32_t i = begin_; i < end_;) {
      const int32_t address_end = AddressEnd(i);
      i = address_end > i ? Address(i, address_end) : Step(i);
    }
  }
  return std::move(numbers_);
}

int32_t NumberReading::Emit(Number number, int32_t first, int32_t last) {
  number.sentence = sentence_;
  number.first = first;
  number.last = last;
  if (number.core_end == 0) {
    number.core_begin = first;
    number.core_end = last;
  }
  number.span = {At(first).span.begin, At(last - 1).span.end};
  numbers_.push_back(std::move(number));
  return last;
}

bool NumberReading::IsNumberWord(int32_t i) const {
  if (!IsLetters(i)) return false;
  switch (tables_.Find(At(i)).kind) {
    case NumberWord::kOnes:
    case NumberWord::kTens:
    case NumberWord::kHundred:
    case NumberWord::kScale:
    case NumberWord::kPlural:
    case NumberWord::kDozen:
    case NumberWord::kHalf:
    case NumberWord::kOrdinal:
      return true;
    default:
      return false;
  }
}

// The place of a sign before a number that starts at `at`: "-5", "minus five";
// -1: none. A dash at the head of a sentence is a list mark.
int32_t NumberReading::MinusBefore(int32_t at) const {
  const int32_t sign = at - 1;
  if (sign < begin_ || taken_[sign] != 0) return -1;
  if (Word(sign, kMinus)) return sign;
  if (Word(sign, kNegative)) return Word(sign - 1, kTested) ? -1 : sign;
  if (Mark(sign, "−")) return Glued(at) ? sign : -1;
  const bool dash = IsDash(lexed_, sign, end_) && At(sign).space_before &&
                    Glued(at) && sign > begin_;
  return dash && !IsDigits(sign - 1) ? sign : -1;
}

int32_t NumberReading::TakenRun(int32_t at) {
  int32_t end = at;
  bool has_number = false;
  while (end < end_ && taken_[end] == taken_[at]) {
    has_number |= IsDigits(end) || IsNumberWord(end);
    ++end;
  }
  if (!has_number) return end;
  Number number = Refused(
      taken_[at] == 1 ? Trace::DISPOSITION_DATE : Trace::DISPOSITION_TIME,
      taken_[at] == 1 ? "a date" : "a duration");
  for (int32_t i = at; i < end && number.value == 0; ++i) {
    NumberCore core;
    if (ReadCore(tables_, lexed_, i, end, &core) && core.refusal.empty()) {
      number.value = core.value;
    }
  }
  return Emit(std::move(number), at, end);
}

// One past a web address that starts at `at`; `at`: none does.
int32_t NumberReading::AddressEnd(int32_t at) const {
  const uint64_t hash = At(at).hash;
  if (!((hash == kHttp || hash == kHttps) && Mark(at + 1, ":") &&
        Mark(at + 2, "/")) &&
      !(hash == kWww && Mark(at + 1, ".") && Glued(at + 2))) {
    return at;
  }
  int32_t end = at + 1;
  while (end < end_ && Glued(end)) ++end;
  return end;
}

int32_t NumberReading::Address(int32_t at, int32_t end) {
  for (int32_t i = at; i < end; ++i) {
    if (IsDigits(i) || IsNumberWord(i)) {
      return Emit(Refused(Trace::DISPOSITION_NAME_PART, "a web address"), at,
                  end);
    }
  }
  return end;
}

// "(250 ft)": the same length again.
bool NumberReading::LengthInBrackets(int32_t at) const {
  NumberCore core;
  Affix unit;
  return Mark(at, "(") && at + 1 < end_ &&
         ReadCore(tables_, lexed_, at + 1, end_, &core) &&
         UnitAfter(core, core.end, false, &unit) &&
         (unit.unit == "foot" || unit.unit == "inch" || unit.unit == "yard" ||
          unit.unit == "mile");
}

int32_t NumberReading::Step(int32_t at) {
  if (taken_[at] != 0) return TakenRun(at);
  const Lexeme& lexeme = At(at);
  if (lexeme.kind != LexemeKind::kDigits) {
    const uint8_t* starts = tables_.Starts(lexeme.hash);
    if (starts == nullptr) return at + 1;
    if (*starts & Tables::kStartsBound) {
      const PhraseTable::Match match =
          tables_.bound_before.Find(lexed_, at, end_);
      if (match.value >= 0 && at + match.length > bound_end_) {
        bound_ = static_cast<v1::Bound>(match.value);
        // "handed over 54 classrooms": words that bound nothing.
        bound_begin_ = bound_ == v1::BOUND_UNSPECIFIED ? -1 : at;
        bound_end_ = at + match.length;
      }
    }
    if (!(*starts & Tables::kStartsNumber)) return at + 1;
  }
  Affix money;
  int32_t core_at = at;
  if (MoneyBefore(at, &money)) core_at = money.end;
  NumberCore core;
  if (core_at >= end_ || taken_[core_at] != 0 ||
      !ReadCore(tables_, lexed_, core_at, end_, &core)) {
    // Ordinals in words are numbers too.
    if (lexeme.kind == LexemeKind::kWord &&
        tables_.Find(lexeme).kind == NumberWord::kOrdinal) {
      Number number = Refused(Trace::DISPOSITION_ORDINAL, "an ordinal");
      number.value = tables_.Find(lexeme).value;
      return Emit(std::move(number), at, at + 1);
    }
    return at + 1;
  }
  Number number;
  number.core_begin = core_at;
  number.core_end = core.end;
  number.value = core.value;
  number.in_words = core.in_words;
  number.fraction = core.share;
  int32_t end = core.end;
  if (core.ordinal || core.vague) {
    number.disposition = core.ordinal ? Trace::DISPOSITION_ORDINAL
                                      : Trace::DISPOSITION_NO_IMPACT_CUE;
    number.reason = core.refusal;
    if (core.vague) number.value = 0;
    return Emit(std::move(number), at, end);
  }
  if (!core.refusal.empty()) {
    number.disposition = Trace::DISPOSITION_UNREADABLE;
    number.reason = core.refusal;
    number.value = 0;
    return Emit(std::move(number), at, end);
  }
  if (NoQuantity(core, money.money, &end, &number)) {
    return Emit(std::move(number), at, end);
  }
  if (core.share) number.unit = "percent";
  // "eight thousand (8,000) tonnes": the same once more, in digits.
  if (Mark(end, "(") && IsDigits(end + 1)) {
    NumberCore again;
    if (ReadCore(tables_, lexed_, end + 1, end_, &again) &&
        again.value == core.value && Mark(again.end, ")")) {
      end = number.core_end = again.end + 1;
    }
  }

  // "200+", "1.9 million-plus".
  v1::Bound after = v1::BOUND_EXACT;
  if (Mark(end, "+") && Glued(end)) {
    after = v1::BOUND_MORE_THAN;
    ++end;
  } else if (Mark(end, "-") && Glued(end) &&
             (Word(end + 1, kPlus) || Word(end + 1, kOdd))) {
    after = Word(end + 1, kPlus) ? v1::BOUND_MORE_THAN : v1::BOUND_APPROXIMATE;
    end += 2;
  }
  if (after == v1::BOUND_EXACT) Range(core, money, at, &end, &number);

  Affix unit;
  if (core.letter_scale != 0 && !LetterScale(core, money, &end, &number)) {
    return Emit(std::move(number), at, end);
  }
  const bool hyphen = Mark(end, "-") && Glued(end) && Glued(end + 1);
  if (!core.share && UnitAfter(core, hyphen ? end + 1 : end, hyphen, &unit)) {
    number.attributive = hyphen;
    end = unit.end;
    Multiply(unit.factor, &number);
    // "75 USD million".
    if (unit.money && core.scale == 1 && IsLetters(end) &&
        tables_.Find(At(end)).kind == NumberWord::kScale) {
      Multiply(tables_.Find(At(end)).value, &number);
      ++end;
    }
    if (core.scale == 1 && !core.decimal) SmallerPart(unit, &end, &number);
  } else if (!core.share && (Mark(end, "(") || Mark(end, "[")) &&
             UnitAfter(core, end + 1, false, &unit) &&
             (Mark(unit.end, ")") || Mark(unit.end, "]"))) {
    // "20 (kg)".
    end = unit.end + 1;
    Multiply(unit.factor, &number);
  } else if (hyphen && IsLetters(end + 1) && !At(end + 1).capitalized) {
    number.attributive = true;
  }
  // "US$5 million"; an explicit code after it beats a bare sign before it.
  const bool explicit_after =
      unit.money && !absl::StartsWith(unit.unit, "family:");
  if (money.money &&
      !(explicit_after && absl::StartsWith(money.unit, "family:"))) {
    number.unit = money.unit;
    number.is_money = true;
    Multiply(money.factor, &number);
  } else if (!unit.unit.empty()) {
    number.unit = unit.unit;
    number.is_money = unit.money;
  }
  if (number.is_money) {
    const std::string code = currencies_.Resolve(number.unit);
    if (code.empty()) {
      number.disposition = Trace::DISPOSITION_UNREADABLE;
      number.reason = "nothing says whose " + number.unit.substr(7) + " it is";
    }
    number.unit = code;
  }
  // "minus 39%" is a change by 39 percent, told as such.
  const int32_t minus = MinusBefore(at);
  if (minus >= 0 && number.unit != "percent") {
    number.value = -number.value;
    number.disposition = Trace::DISPOSITION_NO_IMPACT_CUE;
    number.reason = "a negative number";
    return Emit(std::move(number), minus, end);
  }
  if (unit.is_time || (core.part && unit.unit == "hour")) {
    int32_t age_end = end;
    number.disposition = Trace::DISPOSITION_TIME;
    number.reason = "a duration";
    if (IsAge(core, end, &age_end)) {
      number.disposition = Trace::DISPOSITION_AGE;
      number.reason = "an age";
      end = age_end;
    }
    number.unit = unit.unit;
    number.first = at;
    // "over four years" tells how long; "more than four years" bounds it.
    if (bound_end_ == at && (number.disposition == Trace::DISPOSITION_AGE ||
                             !Word(bound_begin_, kOver))) {
      Bounds(&number, &end);
    }
    const int32_t first = number.first;
    return Emit(std::move(number), first, end);
  }
  if (core.glued_m && !money.money && number.unit.empty() && IsLetters(end) &&
      tables_.size_words.contains(At(end).hash)) {
    number.value /= 1e6;
    number.value_high /= 1e6;
    number.unit = "m";
  } else if (core.glued_m && !money.money && number.unit.empty() &&
             (end >= end_ || !IsLetters(end))) {
    number.disposition = Trace::DISPOSITION_UNREADABLE;
    number.reason = "\"m\" may be metres or millions";
    number.value = 0;
    return Emit(std::move(number), at, end);
  }
  // "COP 27" is a conference, "SDG 15" a goal; both are currencies, too.
  constexpr double kLeastAmount = 100;
  if (number.unit.empty() ||
      (number.is_money && number.value < kLeastAmount && at < core.begin)) {
    LabelOrName(core, end, &number);
  }

  number.first = at;
  Bounds(&number, &end);
  if (after != v1::BOUND_EXACT && number.bound != v1::BOUND_RANGE) {
    number.bound = after;
  }
  if (!number.unit.empty()) Conversion(&end, &number);
  ReadRate(&end, &number);
  if (JoinBounds(number, end)) return end;
  const int32_t first = number.first;
  return Emit(std::move(number), first, end);
}

// "12 m": a million before or behind money, metres beside a word of size.
// False: the number is refused.
bool NumberReading::LetterScale(const NumberCore& core, const Affix& money,
                                int32_t* end, Number* number) const {
  if (*end != core.end) return true;
  Affix after;
  const int32_t next = *end + 1;
  const bool letter_m = Surface(*end) == "m";
  if (money.money || (UnitAfter(core, next, false, &after) && after.money)) {
    Multiply(core.letter_scale, number);
    number->core_end = *end = next;
    return true;
  }
  if (letter_m &&
      (Word(next, kX) || Word(core.begin - 1, kX) || LengthInBrackets(next) ||
       (Word(next, kBy) && IsDigits(next + 1)) ||
       (Word(core.begin - 1, kBy) && Word(core.begin - 2, kM)) ||
       (IsLetters(next) && tables_.size_words.contains(At(next).hash)))) {
    number->unit = "m";
    *end = next;
    return true;
  }
  number->disposition = Trace::DISPOSITION_UNREADABLE;
  number->reason = letter_m ? "\"m\" may be metres or millions"
                            : "\"k\" may be thousands or a name";
  number->value = number->value_high = 0;
  *end = next;
  return false;
}

}  // namespace impactwire::extract
