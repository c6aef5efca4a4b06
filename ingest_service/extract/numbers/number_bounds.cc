// What bounds a number: ranges, bound words before and after it.
#include <algorithm>

#include "ingest_service/extract/numbers/number_reading.h"

namespace impactwire::extract {
namespace {

const uint64_t kTo = HashWord("to");
const uint64_t kThrough = HashWord("through");
const uint64_t kAnd = HashWord("and");
const uint64_t kBut = HashWord("but");
const uint64_t kOf = HashWord("of");
const uint64_t kThan = HashWord("than");
const uint64_t kFrom = HashWord("from");
const uint64_t kBetween = HashWord("between");
const uint64_t kA = HashWord("a");
const uint64_t kPoints = HashWord("points");
const uint64_t kPlus = HashWord("plus");

}  // namespace

void NumberReading::Range(const NumberCore& low, const Affix& money,
                          int32_t first, int32_t* end, Number* number) const {
  int32_t at = *end;
  const int32_t before = first - 1;
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
  // "an 8- to 16-metre mast"
  const bool hung = IsDash(lexed_, at, end_) && Glued(at) &&
                    (Word(at + 1, kTo) || (between && Word(at + 1, kAnd)));
  if (hung) ++at;
  const bool dash =
      IsDash(lexed_, at, end_) || (Mark(at, "~") && Glued(at) && Glued(at + 1));
  if (dash && low.in_words && Glued(at)) return;
  if (!(dash || Word(at, kTo) || Word(at, kThrough) ||
        (between && Word(at, kAnd)))) {
    return;
  }
  ++at;
  // "18-to-24-year-olds"
  if (hung && IsDash(lexed_, at, end_) && Glued(at) && Glued(at + 1)) ++at;
  Affix high_money;
  if (at < end_ && MoneyBefore(at, &high_money)) at = high_money.end;
  NumberCore high;
  if (at >= end_ || taken_[at] != 0 ||
      !ReadCore(tables_, lexed_, at, end_, &high) || !high.refusal.empty() ||
      high.share != low.share || high.part != low.part) {
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
  // "fell 9 cents to $14.48"
  if (!money.money && high_money.money) return;
  if (!low_unit.unit.empty() && !high_money.money &&
      (!has_unit || high_unit.unit != low_unit.unit)) {
    return;
  }
  // "rose 3.5 percentage points to 12 per cent"
  if (!low_unit.unit.empty() && has_unit &&
      Word(low_unit.end - 1, kPoints) != Word(high_unit.end - 1, kPoints)) {
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
  // "40 and more than 10": the bound is the next number's.
  const bool next_ones =
      after.value >= 0 &&
      (Word(*end + after.length, kThan) || Word(*end + after.length, kOf) ||
       IsDigits(*end + after.length));
  if (after.value >= 0 && !next_ones && !Word(*end, kPlus) &&
      !Mark(*end, "+") && !Mark(*end, "-")) {
    if (number->bound == v1::BOUND_EXACT ||
        number->bound == v1::BOUND_APPROXIMATE) {
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

// "more than 20 and less than 35 boxes": the second number makes a range of the
// first and is none of its own.
bool NumberReading::JoinBounds(const Number& number, int32_t end) {
  if (numbers_.empty()) return false;
  Number& before = numbers_.back();
  int32_t at = before.last;
  if (Mark(at, ",")) ++at;
  if (!Word(at, kAnd) && !Word(at, kBut)) return false;
  ++at;
  const bool up = before.bound == v1::BOUND_MORE_THAN &&
                  number.bound == v1::BOUND_LESS_THAN &&
                  before.value < number.value;
  const bool down = before.bound == v1::BOUND_LESS_THAN &&
                    number.bound == v1::BOUND_MORE_THAN &&
                    number.value < before.value;
  if (before.sentence != sentence_ || at != number.first || !(up || down) ||
      before.disposition != Trace::DISPOSITION_UNSPECIFIED ||
      number.disposition != Trace::DISPOSITION_UNSPECIFIED ||
      (!before.unit.empty() && before.unit != number.unit) ||
      number.fraction != before.fraction) {
    return false;
  }
  before.value_high = std::max(before.value, number.value);
  before.value = std::min(before.value, number.value);
  before.bound = v1::BOUND_RANGE;
  before.unit = number.unit;
  before.is_money = number.is_money;
  before.attributive = number.attributive;
  before.rate = number.rate;
  before.core_end = number.core_end;
  before.last = end;
  before.span.end = At(end - 1).span.end;
  return true;
}

}  // namespace impactwire::extract
