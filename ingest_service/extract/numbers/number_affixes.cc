// What stands around a number: money, units, conversions, rates.
#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "ingest_service/extract/numbers/number_reading.h"

namespace impactwire::extract {
namespace {

const uint64_t kAnd = HashWord("and");
const uint64_t kOf = HashWord("of");
const uint64_t kOr = HashWord("or");

}  // namespace

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
  money->unit = tables_.codes[match.value].code;
  money->factor = tables_.codes[match.value].factor;
  money->money = true;
  money->end = end;
  return true;
}

bool NumberReading::UnitAfter(const NumberCore& core, int32_t at, bool hyphened,
                              Affix* unit) const {
  if (at < end_ && FindUnit(core, at, unit)) return true;
  *unit = Affix();
  return false;
}

bool NumberReading::FindUnit(const NumberCore& core, int32_t at,
                             Affix* unit) const {
  PhraseTable::Match match = tables_.units.Find(lexed_, at, end_);
  if (match.value >= 0) {
    const Tables::Unit& found = tables_.unit_list[match.value];
    unit->unit = currencies_.Resolve(found.name);
    unit->factor = found.factor;
    unit->is_time = found.is_time;
    unit->end = at + match.length;
    // "3 t-shirts".
    return !(match.length == 1 && At(at).span.end - At(at).span.begin == 1 &&
             At(at).kind == LexemeKind::kWord &&
             IsDash(lexed_, unit->end, end_) && Glued(unit->end));
  }
  match = tables_.money_after.Find(lexed_, at, end_);
  if (match.value < 0) return false;
  unit->unit = tables_.codes[match.value].code;
  unit->factor = tables_.codes[match.value].factor;
  unit->money = true;
  unit->end = at + match.length;
  // "10 $", but "5 $20 notes".
  if (At(at).kind == LexemeKind::kMark && IsDigits(unit->end)) return false;
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

// "5 feet 2 inches", "thirteen dollars and 45 cents": one amount in two units.
void NumberReading::SmallerPart(const Affix& unit, int32_t* end,
                                Number* number) const {
  const int32_t at = Word(*end, kAnd) ? *end + 1 : *end;
  NumberCore core;
  if (at >= end_ || taken_[at] != 0 || number->value_high != 0 ||
      !(IsDigits(at) || IsLetters(at)) ||
      !ReadCore(tables_, lexed_, at, end_, &core) || !core.refusal.empty() ||
      core.share || core.scale > 1) {
    return;
  }
  Affix part;
  double factor = 0;
  if (!UnitAfter(core, core.end, false, &part)) {
    // "5 ft 2 in": a unit only here.
    if (!IsLetters(core.end)) return;
    part.unit = absl::AsciiStrToLower(Surface(core.end));
    part.end = core.end + 1;
  }
  if (unit.money && part.money && part.factor < unit.factor &&
      currencies_.Resolve(part.unit) == currencies_.Resolve(unit.unit)) {
    factor = part.factor;
  } else if (!unit.money && !part.money) {
    const auto it =
        tables_.unit_parts.find(absl::StrCat(unit.unit, " ", part.unit));
    if (it != tables_.unit_parts.end()) factor = it->second * part.factor;
  }
  if (factor == 0 || core.value * factor >= 1) return;
  number->value += core.value * factor;
  *end = part.end;
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
  amount.value = Product(core.value, unit.factor * money.factor);
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
