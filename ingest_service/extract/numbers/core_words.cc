// Numbers in words: (tens [ones]) [hundred [and (tens [ones])]] [scale].
#include <cmath>

#include "absl/strings/str_cat.h"
#include "ingest_service/extract/numbers/core_reading.h"

namespace impactwire::extract {
namespace {

const uint64_t kAnd = HashWord("and");
const uint64_t kOf = HashWord("of");
const uint64_t kA = HashWord("a");
const uint64_t kAt = HashWord("at");
const uint64_t kPoint = HashWord("point");
const uint64_t kPer = HashWord("per");

bool Multiplies(NumberWord kind) {
  return kind == NumberWord::kHundred || kind == NumberWord::kScale ||
         kind == NumberWord::kDozen;
}

bool Refuse(absl::string_view reason, int32_t end, NumberCore* core) {
  core->refusal = std::string(reason);
  core->end = end;
  return true;
}

}  // namespace

bool CoreReading::Words(int32_t at, NumberCore* core) const {
  core->begin = at;
  core->in_words = true;
  const Tables::Word word = Word(at);
  if (word.kind == NumberWord::kArticle) {
    if (Part(at + 1, 1, kByContext, core)) return true;
    return Multiplies(Word(at + 1).kind) && Cardinal(at, core);
  }
  if (word.kind == NumberWord::kHalf || word.kind == NumberWord::kPart) {
    if (Part(at, 1, kByContext, core)) {
      // "a third quarter million"; "quarter of the year".
      if (word.kind == NumberWord::kHalf || !core->share) return true;
      return false;
    }
    if (word.kind == NumberWord::kPart) return false;
    core->vague = true;
    return Refuse("half of something not said", at + 1, core);
  }
  if (Multiplies(word.kind) || word.kind == NumberWord::kPlural) {
    return BareScale(at, core);
  }
  return Cardinal(at, core);
}

// "hundred thousand", "over hundred", "million-dollar": one of it; else, as in
// "several hundred" and "hundreds of thousands", how many is not said.
bool CoreReading::BareScale(int32_t at, NumberCore* core) const {
  int32_t before = at - 1;
  while (before >= 0 && before > at - 3 &&
         (lexed_.lexemes[before].hash == kOf ||
          lexed_.lexemes[before].hash == kA || IsDash(lexed_, before, end_))) {
    --before;
  }
  const uint64_t hash = before >= 0 ? lexed_.lexemes[before].hash : 0;
  const bool vague_before =
      before >= 0 && lexed_.lexemes[before].kind == LexemeKind::kWord &&
      (Word(before).kind == NumberWord::kVague || hash == kPer);
  if (!vague_before && Word(at).kind != NumberWord::kPlural) {
    const int32_t next = SkipHyphen(at + 1);
    const bool bound = before == at - 1 && tables_.share_before.contains(hash);
    if (bound || Multiplies(Word(next).kind) ||
        tables_.money_after.Find(lexed_, next, end_).value >= 0) {
      return Cardinal(at, core);
    }
  }
  core->vague = true;
  int32_t end = at + 1;
  for (;;) {
    const int32_t next = Is(end, kOf) ? end + 1 : SkipHyphen(end);
    const NumberWord kind = Word(next).kind;
    if (!Multiplies(kind) && kind != NumberWord::kPlural) break;
    end = next + 1;
  }
  return Refuse("an amount without a number", end, core);
}

bool CoreReading::Cardinal(int32_t at, NumberCore* core) const {
  double total = 0, current = 0;
  double last_scale = 1e18, last_part = 0;
  bool any = false, after_and = false;
  NumberWord previous = NumberWord::kNone;
  int32_t i = at;
  if (Word(i).kind == NumberWord::kArticle || Multiplies(Word(i).kind)) {
    i += Word(i).kind == NumberWord::kArticle;
    current = 1;
    any = true;
  }
  int32_t last_good = i;
  for (; i < end_; last_good = i) {
    const int32_t next = i > at ? SkipHyphen(i) : i;
    const Tables::Word word = Word(next);
    if (word.kind == NumberWord::kOnes) {
      if (previous == NumberWord::kOnes || current != std::floor(current))
        break;
      if (previous == NumberWord::kTens && word.value > 9) break;
      // "two hundred five" is rare, "one two" none.
      if (any && previous == NumberWord::kScale && !after_and &&
          word.value < 10 && last_scale < 1000) {
        break;
      }
      current += word.value;
    } else if (word.kind == NumberWord::kTens) {
      if (previous == NumberWord::kOnes || previous == NumberWord::kTens) break;
      current += word.value;
    } else if (word.kind == NumberWord::kHundred) {
      if (!any || current == 0 || current >= 100) break;
      current *= 100;
    } else if (word.kind == NumberWord::kDozen ||
               (word.kind == NumberWord::kPlural && word.value == 12)) {
      if (!any || current == 0) break;
      // "three hundred and two dozen".
      const double rest = after_and ? 100 * std::floor(current / 100) : 0;
      current = rest + (current - rest) * 12;
    } else if (word.kind == NumberWord::kScale ||
               (word.kind == NumberWord::kPlural && CountsAsScale(next))) {
      if (!any) break;
      if (current == 0) {
        // "three lakh crore".
        if (previous != NumberWord::kScale || last_part * word.value > 1e16)
          break;
        total += last_part * (word.value - 1);
        last_part *= word.value;
        last_scale *= word.value;
      } else {
        if (word.value >= last_scale) break;
        last_part = current * word.value;
        total += last_part;
        last_scale = word.value;
        current = 0;
      }
      previous = NumberWord::kScale;
      i = next + 1;
      continue;
    } else if (any && Is(next, kAnd)) {
      int32_t part_end = 0;
      const double part = AndPart(next, &part_end);
      if (part > 0 && previous == NumberWord::kScale) {
        // "one million and a half", "one billion and a half million".
        const Tables::Word scale = Word(part_end);
        const bool smaller =
            scale.kind == NumberWord::kScale && scale.value < last_scale;
        total += part * (smaller ? scale.value : last_scale);
        i = part_end + (smaller ? 1 : 0);
        last_good = i;
        break;
      }
      if (part > 0 && current == std::floor(current)) {
        current += part;
        previous = NumberWord::kHalf;
        i = part_end;
        continue;
      }
      const Tables::Word below = Word(i + 1);
      // "a thousand and five"; but "two million and three schools" is two.
      if (next != i) break;
      const bool hundreds = Word(i + 2).kind == NumberWord::kHundred;
      if ((below.kind != NumberWord::kOnes &&
           below.kind != NumberWord::kTens) ||
          below.value == 0 || (previous == NumberWord::kHundred && hundreds) ||
          !(previous == NumberWord::kHundred ||
            (previous == NumberWord::kScale &&
             (last_scale == 1000 || hundreds)))) {
        break;
      }
      after_and = true;
      previous = NumberWord::kNone;
      ++i;
      // The word after it is taken by the next round.
      current += below.value;
      previous = below.kind;
      ++i;
      continue;
    } else {
      break;
    }
    any = true;
    previous = word.kind;
    i = next + 1;
  }
  if (!any || last_good == at) return false;
  core->end = last_good;
  core->value = core->mantissa = total + current;
  core->decimal = core->value != std::floor(core->value);
  if (total > 0) core->scale = last_scale;
  if (core->scale > 1) core->mantissa = core->value / core->scale;
  if (Decimals(core)) return true;
  // "the two hundred and fifth".
  if (previous == NumberWord::kHundred && Is(last_good, kAnd) &&
      Word(last_good + 1).kind == NumberWord::kOrdinal) {
    core->value += Word(last_good + 1).value;
    core->ordinal = true;
    return Refuse("an ordinal", last_good + 2, core);
  }
  // "two-thirds", "one fifth"; "twenty-first"; "twenty-three fifths".
  const int32_t next = SkipHyphen(last_good);
  const Tables::Word part = Word(next);
  const bool whole = !core->decimal && core->value >= 1;
  if (whole && part.kind == NumberWord::kOrdinal) {
    if (core->value == 1 && part.value >= 3) {
      Part(next, 1, kSure, core);
    } else if ((previous == NumberWord::kTens && part.value < 10) ||
               ((previous == NumberWord::kHundred ||
                 previous == NumberWord::kScale) &&
                next == last_good + 1)) {
      core->value += part.value;
      core->ordinal = true;
      return Refuse("an ordinal", next + 1, core);
    }
  } else if (whole && part.kind == NumberWord::kHalf && core->value == 1) {
    Part(next, 1, kSure, core);
  } else if (whole && part.kind == NumberWord::kPart) {
    if (core->value < part.value) {
      Part(next, core->value, kSure, core);
    } else if (part.value > 4 || Is(next, HashWord("thirds"))) {
      return Refuse(absl::StrCat("a fraction of more than a whole"), next + 1,
                    core);
    }
  }
  if (core->value < 100 && !core->share && !core->part && whole) Share(core);
  return true;
}

// "two hundred point zero three", "two point five million".
bool CoreReading::Decimals(NumberCore* core) const {
  int32_t at = core->end + 1;
  if (!Is(core->end, kPoint) || core->decimal || core->scale > 1 ||
      (core->begin > 0 && lexed_.lexemes[core->begin - 1].hash == kAt)) {
    return false;
  }
  double value = 0, unit = 1;
  for (; Word(at).kind == NumberWord::kOnes && Word(at).value < 10; ++at) {
    unit /= 10;
    value += unit * Word(at).value;
  }
  if (unit == 1 && (Word(at).kind == NumberWord::kOnes ||
                    Word(at).kind == NumberWord::kTens)) {
    value = Word(at).value / 100;
    unit = 0.01;
    const int32_t ones = SkipHyphen(at + 1);
    if (Word(at++).kind == NumberWord::kTens &&
        Word(ones).kind == NumberWord::kOnes && Word(ones).value < 10) {
      value += Word(ones).value / 100;
      at = ones + 1;
    }
  }
  if (unit == 1) return false;
  const bool scaled = Word(SkipHyphen(at)).kind == NumberWord::kScale;
  // "one point two men made".
  if (core->value == 1 && !scaled && at < end_ &&
      lexed_.lexemes[at].kind == LexemeKind::kWord &&
      tables_.units.Find(lexed_, at, end_).value < 0) {
    return false;
  }
  core->value = core->mantissa = core->value + value;
  core->decimal = true;
  core->end = at;
  if (scaled) Scales(core);
  return true;
}

}  // namespace impactwire::extract
