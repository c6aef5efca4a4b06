// Numbers in digits, with their scales.
#include "ingest_service/extract/numbers/core_reader.h"

#include <cmath>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "ingest_service/extract/numbers/core_reading.h"
#include "ingest_service/extract/numbers/numeral.h"

namespace impactwire::extract {
namespace {

const uint64_t kAnd = HashWord("and");
const uint64_t kX = HashWord("x");

// What may stand between the groups of one number: one space of any width, but
// not the tab between two cells of a table.
bool IsGroupSpace(absl::string_view between) {
  return between.size() <= 3 &&
         between.find_first_of("\t\n") == absl::string_view::npos;
}

}  // namespace

int CoreReading::Integer(int32_t at) const {
  int value;
  return IsDigits(at) && Surface(at).size() <= 6 &&
                 absl::SimpleAtoi(Surface(at), &value)
             ? value
             : -1;
}

// "million", "lakh crore", "bn"; single letters only right behind the digits.
void CoreReading::Scales(NumberCore* core) const {
  for (int count = 0; count < 3; ++count) {
    int32_t at = core->end;
    // "500m2" is no million.
    if (IsGlued(lexed_, at, end_) && count == 0 &&
        tables_.units.Find(lexed_, at, end_).length < 2) {
      const Tables::Word glued = Word(at);
      if (glued.kind == NumberWord::kGluedScale ||
          (glued.kind == NumberWord::kGluedCaps &&
           lexed_.lexemes[at].all_caps)) {
        core->glued_m = Surface(at) == "m";
        core->scale *= glued.value;
        core->end = at + 1;
        continue;
      }
    }
    at = SkipHyphen(at);
    const Tables::Word word = Word(at);
    if (word.kind == NumberWord::kScale || word.kind == NumberWord::kDozen ||
        (word.kind == NumberWord::kHundred && count == 0) ||
        (word.kind == NumberWord::kPlural && CountsAsScale(at))) {
      core->scale *= word.value;
      core->end = at + 1;
      continue;
    }
    // "12 m": what the letter means is not said here.
    if (count == 0 && at < end_ && word.kind == NumberWord::kGluedScale &&
        lexed_.lexemes[at].space_before &&
        tables_.units.Find(lexed_, at, end_).length < 2 &&
        (Surface(at) == "m" || Surface(at) == "k")) {
      core->letter_scale = word.value;
    }
    break;
  }
  core->value = Product(core->mantissa, core->scale);
}

// "4 thousand 3 hundred and 21", "2 crore 50 lakh".
void CoreReading::Compound(NumberCore* core) const {
  double last = core->scale;
  while (last > 1 && !core->decimal) {
    const bool has_and = Is(core->end, kAnd);
    const int32_t at = core->end + (has_and ? 1 : 0);
    const int value = Integer(at);
    const Tables::Word scale = Word(at + 1);
    if (value > 0 && value < 1000 &&
        (scale.kind == NumberWord::kHundred ||
         scale.kind == NumberWord::kScale) &&
        scale.value < last && !has_and) {
      core->value += value * scale.value;
      core->end = at + 2;
      last = scale.value;
    } else if (has_and && last == 100 && core->scale <= 1000 &&
               scale.kind == NumberWord::kNone && value > 0 && value < 100) {
      core->value += value;
      core->end = at + 1;
      break;
    } else {
      // "3 hundred and one", "6 crore and two hundred".
      NumberCore below;
      if (has_and && !IsDigits(at) &&
          (Word(at).kind == NumberWord::kOnes ||
           Word(at).kind == NumberWord::kTens) &&
          Cardinal(at, &below) && below.refusal.empty() && !below.share &&
          !below.decimal && below.value < last &&
          (last == 100 || below.value >= 100)) {
        core->value += below.value;
        core->end = below.end;
      }
      break;
    }
  }
  double fraction = 0;
  int32_t next = 0;
  // "3 million and a half".
  if (core->value < 1e15 && (fraction = AndPart(core->end, &next)) > 0) {
    core->value += fraction * core->scale;
    core->end = next;
    core->decimal = true;
    if (core->scale == 1) {
      core->mantissa = core->value;
      Scales(core);
    }
  }
  core->mantissa = core->value / core->scale;
}

// "816 000": groups of exactly three digits, the first not in one of years.
bool CoreReading::Grouped(int32_t at, NumberCore* core) const {
  if (Surface(at).size() > 3 || Surface(at)[0] == '0' ||
      Surface(at)[0] == '.') {
    return false;
  }
  std::string joined(Surface(at));
  int32_t next = at + 1;
  // "1'250'000"
  while ((IsMark(lexed_, next, end_, "'") || IsMark(lexed_, next, end_, "’")) &&
         IsGlued(lexed_, next, end_) && IsDigits(next + 1) &&
         IsGlued(lexed_, next + 1, end_) && Surface(next + 1).size() == 3) {
    joined.append(Surface(next + 1).data(), 3);
    next += 2;
  }
  const bool marked = next > at + 1;
  while (!marked && IsDigits(next) && lexed_.lexemes[next].space_before &&
         IsGroupSpace(lexed_.document->Surface(
             text::Span{lexed_.lexemes[next - 1].span.end,
                        lexed_.lexemes[next].span.begin}))) {
    const absl::string_view group = Surface(next);
    const bool last = group.size() > 4 && group[3] == '.';
    if (group.size() != 3 && !last) break;
    joined.append(group.data(), group.size());
    ++next;
    if (last) break;
  }
  // "12 34 567" is grouped in a way that is not ours.
  const bool pairs =
      next == at + 1 && !(at > 0 && IsMark(lexed_, at - 1, end_, "+")) &&
      IsDigits(next) && Surface(next).size() == 2 && IsDigits(next + 1) &&
      Surface(next + 1).size() == 3 &&
      IsGroupSpace(lexed_.document->Surface(text::Span{
          lexed_.lexemes[at].span.end, lexed_.lexemes[next].span.begin}));
  if (next == at + 1 && !pairs) return false;
  if (!marked && IsDigits(next)) {
    core->end = next;
    while (IsDigits(core->end)) ++core->end;
    core->refusal = "groups of digits that make no number";
    return true;
  }
  const Numeral numeral = ReadNumeral(joined);
  core->mantissa = core->value = numeral.value;
  core->refusal = numeral.refusal;
  core->grouped = true;
  core->decimal = numeral.decimal;
  core->end = next;
  Scales(core);
  return true;
}

// "1,7 million", "16,5%": no grouping reads so, and what follows says that it
// is no slip for thousands. Else the refusal stands.
bool CoreReading::DecimalComma(int32_t at, NumberCore* core) const {
  const absl::string_view surface = Surface(at);
  const size_t comma = surface.find(',');
  if (comma == absl::string_view::npos || comma > 3 ||
      surface.size() - comma > 3 ||
      surface.find_first_of(",.", comma + 1) != absl::string_view::npos) {
    return true;
  }
  const PhraseTable::Match unit = tables_.units.Find(lexed_, at + 1, end_);
  if (Word(SkipHyphen(at + 1)).kind != NumberWord::kScale &&
      !(unit.value >= 0 && tables_.unit_list[unit.value].name == "percent")) {
    return true;
  }
  const Numeral numeral = ReadNumeral(
      absl::StrCat(surface.substr(0, comma), ".", surface.substr(comma + 1)));
  if (!numeral.refusal.empty()) return true;
  core->refusal.clear();
  core->mantissa = core->value = numeral.value;
  core->decimal = true;
  Scales(core);
  return true;
}

bool CoreReading::Digits(int32_t at, NumberCore* core) const {
  const absl::string_view surface = Surface(at);
  core->begin = at;
  core->end = at + 1;
  core->leading_zero =
      surface.size() > 1 && surface[0] == '0' && surface[1] != '.';
  if (Grouped(at, core)) return true;
  const Numeral numeral = ReadNumeral(surface);
  core->mantissa = core->value = numeral.value;
  core->refusal = numeral.refusal;
  core->grouped = numeral.grouped;
  core->decimal = numeral.decimal;
  if (!core->refusal.empty()) return DecimalComma(at, core);
  const auto glued_slash = [&](int32_t i) {
    return IsMark(lexed_, i, end_, "/") && IsGlued(lexed_, i, end_) &&
           IsGlued(lexed_, i + 1, end_);
  };
  const bool plain = !core->grouped && !core->decimal && !core->leading_zero;
  // "1/4 mile", "2/3 of".
  if (plain && glued_slash(at + 1) && !glued_slash(at + 3)) {
    const int below = Integer(at + 2);
    if (below > core->value && core->value > 0 && below <= 1000 &&
        Fraction(at + 3, core->value / below, kOnlyOfAThing, core)) {
      return true;
    }
  }
  // "2½", "2 1/2".
  if (core->end < end_ && lexed_.lexemes[core->end].kind == LexemeKind::kMark) {
    const auto part = tables_.fraction_marks.find(Surface(core->end));
    if (part != tables_.fraction_marks.end()) {
      core->mantissa = core->value = core->value + part->second;
      core->decimal = true;
      ++core->end;
    }
  } else if (plain && core->value < 1000 && IsDigits(at + 1) &&
             glued_slash(at + 2) && !glued_slash(at + 4)) {
    const int above = Integer(at + 1), below = Integer(at + 3);
    if (above > 0 && above < below && below <= 16) {
      core->mantissa = core->value = core->value + 1.0 * above / below;
      core->decimal = true;
      core->end = at + 4;
    }
  }
  // "2.5×10⁶", "1.1^3": powers are read as no number.
  if ((IsMark(lexed_, core->end, end_, "×") || Is(core->end, kX)) &&
      Integer(core->end + 1) == 10 &&
      (IsGlued(lexed_, core->end + 2, end_) && core->end + 2 < end_ &&
       lexed_.lexemes[core->end + 2].kind == LexemeKind::kMark &&
       Surface(core->end + 2) != "," && Surface(core->end + 2) != "." &&
       Surface(core->end + 2) != ")")) {
    core->end += 3;
    if (IsDigits(core->end) && IsGlued(lexed_, core->end, end_)) ++core->end;
    core->refusal = "a power of ten";
    return true;
  }
  if (IsMark(lexed_, core->end, end_, "^") && IsDigits(core->end + 1)) {
    core->end += 2;
    core->refusal = "a power";
    return true;
  }
  Scales(core);
  if (core->letter_scale == 0 && !core->glued_m) Compound(core);
  if (core->scale == 1 && !core->grouped && !core->decimal) Share(core);
  return true;
}

double Product(double value, double factor) {
  const double product = value * factor;
  if (factor == 1) return value;
  const double steps = factor > 1 ? 1e4 : 1e10;
  return product < 1e11 ? std::round(product * steps) / steps
                        : std::round(product);
}

bool ReadCore(const NumberReader::Tables& tables, const LexedText& lexed,
              int32_t at, int32_t end, NumberCore* core) {
  *core = NumberCore();
  if (at >= end) return false;
  const CoreReading reading(tables, lexed, end);
  const LexemeKind kind = lexed.lexemes[at].kind;
  if (kind == LexemeKind::kDigits) return reading.Digits(at, core);
  if (kind == LexemeKind::kMark) return reading.Mark(at, core);
  return reading.Words(at, core);
}

}  // namespace impactwire::extract
