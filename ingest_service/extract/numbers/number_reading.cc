#include "ingest_service/extract/numbers/number_reading.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"

namespace impactwire::extract {
namespace {

const uint64_t kTo = HashWord("to");
const uint64_t kAnd = HashWord("and");
const uint64_t kOf = HashWord("of");
const uint64_t kOr = HashWord("or");
const uint64_t kFrom = HashWord("from");
const uint64_t kBetween = HashWord("between");
const uint64_t kA = HashWord("a");
const uint64_t kPlus = HashWord("plus");
const uint64_t kOdd = HashWord("odd");

}  // namespace

std::vector<Number> NumberReading::Run() {
  const int32_t sentences = lexed_.document->sentences.size();
  for (sentence_ = 0; sentence_ < sentences; ++sentence_) {
    begin_ = lexed_.First(sentence_);
    end_ = lexed_.End(sentence_);
    bound_begin_ = bound_end_ = -1;
    for (int32_t i = begin_; i < end_;) i = Step(i);
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

int32_t NumberReading::TakenRun(int32_t at) {
  int32_t end = at;
  bool has_number = false;
  while (end < end_ && taken_[end] == taken_[at]) {
    has_number |=
        IsDigits(end) || tables_.Find(At(end)).kind == NumberWord::kOnes;
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
        bound_begin_ = at;
        bound_end_ = at + match.length;
        bound_ = static_cast<v1::Bound>(match.value);
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
  if (after == v1::BOUND_EXACT) Range(core, money, &end, &number);

  Affix unit;
  const bool hyphen = Mark(end, "-") && Glued(end) && Glued(end + 1);
  if (!core.share && UnitAfter(core, hyphen ? end + 1 : end, hyphen, &unit)) {
    number.attributive = hyphen;
    end = unit.end;
    number.value *= unit.factor;
    number.value_high *= unit.factor;
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
  if (unit.is_time) {
    int32_t age_end = end;
    number.disposition = Trace::DISPOSITION_TIME;
    number.reason = "a duration";
    if (IsAge(core, end, &age_end)) {
      number.disposition = Trace::DISPOSITION_AGE;
      number.reason = "an age";
      end = age_end;
    }
    number.unit = unit.unit;
    return Emit(std::move(number), at, end);
  }
  if (core.glued_m && !money.money && number.unit.empty() &&
      (end >= end_ || !IsLetters(end) ||
       tables_.size_words.contains(At(end).hash))) {
    number.disposition = Trace::DISPOSITION_UNREADABLE;
    number.reason = "\"m\" may be metres or millions";
    number.value = 0;
    return Emit(std::move(number), at, end);
  }
  if (number.unit.empty()) LabelOrName(core, end, &number);

  number.first = at;
  Bounds(&number, &end);
  if (after != v1::BOUND_EXACT && number.bound != v1::BOUND_RANGE) {
    number.bound = after;
  }
  if (!number.unit.empty()) Conversion(&end, &number);
  ReadRate(&end, &number);
  const int32_t first = number.first;
  return Emit(std::move(number), first, end);
}

bool NumberReading::MoneyBefore(int32_t at, Affix* money) const {
  const PhraseTable::Match match = tables_.money_before.Find(lexed_, at, end_);
  if (match.value < 0) return false;
  const int32_t end = at + match.length;
  // "No1" is no currency; the sign belongs to digits or a number word.
  if (end >= end_) return false;
  const text::Span span = {At(at).span.begin, At(end - 1).span.end};
  const absl::string_view form = lexed_.document->Surface(span);
  if (at > begin_ && Glued(at) && IsLetters(at) && IsDigits(at - 1)) {
    return false;
  }
  if (form.size() == 1 && absl::ascii_isalpha(form[0])) {
    // "N3.9bn", not "N95", "R2".
    if (!IsDigits(end) || At(end).space_before) return false;
    NumberCore core;
    if (!ReadCore(tables_, lexed_, end, end_, &core) ||
        !(core.grouped || core.scale > 1 || core.value >= 1000)) {
      return false;
    }
  } else if (!IsDigits(end)) {
    const NumberWord kind = tables_.Find(At(end)).kind;
    if (kind != NumberWord::kOnes && kind != NumberWord::kTens &&
        kind != NumberWord::kHalf) {
      return false;
    }
  }
  money->unit = tables_.codes[match.value];
  money->money = true;
  money->end = end;
  return true;
}

bool NumberReading::UnitAfter(const NumberCore& core, int32_t at, bool hyphened,
                              Affix* unit) const {
  if (at >= end_) return false;
  PhraseTable::Match match = tables_.units.Find(lexed_, at, end_);
  if (match.value >= 0) {
    const Tables::Unit& found = tables_.unit_list[match.value];
    unit->unit = currencies_.Resolve(found.name);
    unit->factor = found.factor;
    unit->is_time = found.is_time;
    unit->end = at + match.length;
    return true;
  }
  match = tables_.money_after.Find(lexed_, at, end_);
  if (match.value < 0) return false;
  unit->unit = tables_.codes[match.value];
  unit->money = true;
  unit->end = at + match.length;
  if (unit->unit == "KRW" && core.value < 1000) return false;  // "3 won"
  if (unit->unit == "family:pound") {
    // "582 million pounds of food" is weight; so is any where no country with
    // pounds is spoken of.
    const bool money_text = currencies_.Names("family:pound");
    if (!money_text || Word(unit->end, kOf)) {
      unit->unit = "pound";
      unit->money = false;
    }
  }
  return true;
}

void NumberReading::Range(const NumberCore& low, const Affix& money,
                          int32_t* end, Number* number) const {
  int32_t at = *end;
  const int32_t before = number->core_begin - (money.money ? 1 : 0) - 1;
  const bool between =
      Word(bound_begin_ >= 0 && bound_end_ == before + 1 ? bound_begin_ - 1
                                                         : before,
           kBetween) ||
      Word(before, kBetween);
  const bool from = Word(before, kFrom);
  // A unit may stand with both ends: "10% to 15%", "5 km to 10 km".
  Affix low_unit;
  if (!money.money && !low.share && UnitAfter(low, at, false, &low_unit) &&
      !low_unit.is_time) {
    at = low_unit.end;
  }
  const bool dash = IsDash(lexed_, at, end_);
  if (dash && low.in_words && Glued(at)) return;
  if (!(dash || Word(at, kTo) || (between && Word(at, kAnd)))) return;
  ++at;
  Affix high_money;
  if (at < end_ && MoneyBefore(at, &high_money)) at = high_money.end;
  NumberCore high;
  if (at >= end_ || taken_[at] != 0 ||
      !ReadCore(tables_, lexed_, at, end_, &high) || !high.refusal.empty() ||
      high.share != low.share) {
    return;
  }
  // "10 to 3 families", "gave $500 to 20 schools".
  double low_value = low.value, high_value = high.value;
  if (high.scale > 1 && low.scale == 1 && low.mantissa <= high.mantissa &&
      low.mantissa < 1000) {
    low_value = low.mantissa * high.scale;
  }
  if (high_value <= low_value) return;
  Affix high_unit;
  const bool has_unit =
      UnitAfter(high, IsDash(lexed_, high.end, end_) ? high.end + 1 : high.end,
                false, &high_unit);
  if (money.money && !high_money.money && !dash && !between &&
      high.scale == 1 && !(has_unit && high_unit.money)) {
    return;
  }
  if (!money.money && high_money.money && !low_unit.money) return;
  if (!low_unit.unit.empty() && !high_money.money &&
      (!has_unit || high_unit.unit != low_unit.unit)) {
    return;
  }
  if (low.scale > 1 && high.scale == 1 && !high.grouped && !between && !from &&
      !dash) {
    return;  // "2 million to 20 schools"
  }
  if (from && !dash) {
    // "rose from 20 to 30": two levels, no range.
    for (int32_t i = std::max(begin_, before - 14); i < before; ++i) {
      if (tables_.change_words.contains(At(i).hash)) return;
    }
  }
  if (dash && !low.grouped && !high.grouped && low.scale == 1 &&
      high.scale == 1 && high.end < end_ && IsDash(lexed_, high.end, end_) &&
      IsDigits(high.end + 1) && Glued(high.end)) {
    number->disposition = Trace::DISPOSITION_NAME_PART;
    number->reason = "a phone number or a code";
    return;
  }
  number->value = low_value;
  number->value_high = high_value;
  number->bound = v1::BOUND_RANGE;
  number->core_end = high.end;
  *end = high.end;
}

// Where the words before a number may begin: behind the number before it, but
// over ordinals ("the first 260").
int32_t NumberReading::Floor() const {
  for (auto it = numbers_.rbegin();
       it != numbers_.rend() && it->sentence == sentence_; ++it) {
    if (it->disposition != Trace::DISPOSITION_ORDINAL) return it->last;
  }
  return begin_;
}

void NumberReading::Bounds(Number* number, int32_t* end) {
  const int32_t at = number->first;
  const int32_t floor = Floor();
  // What stands before, perhaps with fillers between.
  int32_t gap = bound_end_;
  int fillers = 0;
  while (gap >= 0 && gap < at && fillers < 3) {
    const PhraseTable::Match match = tables_.fillers.Find(lexed_, gap, at);
    if (match.value < 0) break;
    gap += match.length;
    ++fillers;
  }
  const bool has_before = bound_begin_ >= floor && gap == at;
  if (has_before) {
    number->first = bound_begin_;
    if (number->bound != v1::BOUND_RANGE) number->bound = bound_;
  } else if (at > begin_) {
    // "another 30", "the 30": part of the surface.
    int32_t back = at;
    for (int32_t k = std::max(floor, at - 3); k < at; ++k) {
      const PhraseTable::Match match = tables_.fillers.Find(lexed_, k, at);
      if (match.value >= 0 && k + match.length == at &&
          (Word(k, kA) || match.length > 0)) {
        back = k;
        break;
      }
    }
    number->first = back;
  }
  // An ordinal among these words is no number of its own.
  while (!numbers_.empty() && numbers_.back().last > number->first) {
    numbers_.pop_back();
  }
  const PhraseTable::Match after = tables_.bound_after.Find(lexed_, *end, end_);
  if (after.value >= 0 && !Word(*end, kPlus) && !Mark(*end, "+") &&
      !Mark(*end, "-")) {
    if (number->bound == v1::BOUND_EXACT) {
      number->bound = static_cast<v1::Bound>(after.value);
    }
    *end += after.length;
  } else if (Mark(*end, "-") && Glued(*end) && Word(*end + 1, kPlus)) {
    if (number->bound == v1::BOUND_EXACT) number->bound = v1::BOUND_MORE_THAN;
    *end += 2;
  } else if (Mark(*end, "+") && Glued(*end)) {
    if (number->bound == v1::BOUND_EXACT) number->bound = v1::BOUND_MORE_THAN;
    ++*end;
  }
}

// "18,000 yuan (US$2,720.3)", "20 hectares (49 acres)", "Rs 2 crore, or
// $240,000,": the same amount once more.
void NumberReading::Conversion(int32_t* end, Number* number) const {
  int32_t at = *end;
  const bool paren = Mark(at, "(");
  if (paren) {
    ++at;
  } else if (Mark(at, ",") && Word(at + 1, kOr)) {
    at += 2;
  } else if (Word(at, kOr) && number->is_money) {
    ++at;
  } else {
    return;
  }
  for (int skipped = 0; at < end_ && skipped < 4; ++skipped) {
    const PhraseTable::Match bound =
        tables_.bound_before.Find(lexed_, at, end_);
    const PhraseTable::Match filler = tables_.fillers.Find(lexed_, at, end_);
    const int32_t length = std::max(bound.length, filler.length);
    if (length == 0 && !Word(at, kOr) && !Mark(at, "=")) break;
    at += std::max(1, length);
  }
  if (at >= end_ || taken_[at] != 0) return;
  Affix money;
  if (MoneyBefore(at, &money)) at = money.end;
  NumberCore core;
  if (!ReadCore(tables_, lexed_, at, end_, &core) || !core.refusal.empty() ||
      core.share) {
    return;
  }
  at = core.end;
  Affix unit;
  if (UnitAfter(core, at, false, &unit)) at = unit.end;
  const bool is_money = money.money || unit.money;
  if (is_money != number->is_money || (!is_money && unit.unit.empty()) ||
      unit.is_time) {
    return;
  }
  if (paren) {
    while (at < end_ && !Mark(at, ")") && at < core.end + 6) ++at;
    if (!Mark(at, ")")) return;
    ++at;
  }
  ReadAmount amount;
  amount.value = core.value * unit.factor;
  amount.unit = is_money
                    ? currencies_.Resolve(money.money ? money.unit : unit.unit)
                    : unit.unit;
  if (amount.unit.empty()) return;
  if (!paren && amount.unit == number->unit) return;
  *end = at;
  // The same unit again ("12 wan mu (120,000 mu)") says nothing new.
  if (amount.unit != number->unit) number->converted.push_back(amount);
}

void NumberReading::ReadRate(int32_t* end, Number* number) const {
  const int32_t length = tables_.MatchRate(lexed_, *end, end_, &number->rate);
  *end += length;
}

}  // namespace impactwire::extract
