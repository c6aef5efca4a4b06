// Shares and parts: "one in five", "two-thirds of", "half a million", "¼ mile".
#include "ingest_service/extract/numbers/core_reading.h"

namespace impactwire::extract {
namespace {

const uint64_t kA = HashWord("a");
const uint64_t kAnd = HashWord("and");
const uint64_t kOf = HashWord("of");
const uint64_t kOne = HashWord("one");
const uint64_t kIn = HashWord("in");
const uint64_t kOut = HashWord("out");
const uint64_t kEvery = HashWord("every");

bool NamesPart(const NumberReader::Tables::Word& word) {
  return word.kind == NumberWord::kHalf || word.kind == NumberWord::kPart ||
         (word.kind == NumberWord::kOrdinal && word.value >= 3);
}

// Of one part: "half" is kept as 0.5, the rest by their denominator.
double PartOf(const NumberReader::Tables::Word& word) {
  return word.kind == NumberWord::kHalf ? word.value : 1 / word.value;
}

}  // namespace

bool CoreReading::IsOf(int32_t at) const { return Is(at, kOf); }

// "one in five", "1 out of every 5".
bool CoreReading::Share(NumberCore* core) const {
  int32_t at = core->end;
  if (alone_ || core->value < 1 || core->value > 99) return false;
  if (Is(at, kOut) && IsOf(at + 1)) {
    at += 2;
  } else if (Is(at, kIn)) {
    at += 1;
  } else {
    return false;
  }
  if (Is(at, kEvery)) ++at;
  if (at >= end_) return false;
  NumberCore whole;
  const CoreReading reading(tables_, lexed_, end_, /*alone=*/true);
  const bool read =
      IsDigits(at) ? reading.Digits(at, &whole) : reading.Words(at, &whole);
  if (!read || !whole.refusal.empty() || whole.share || whole.part ||
      whole.value <= core->value || whole.value > 100000 || whole.decimal ||
      Word(whole.end).kind == NumberWord::kPlural) {
    return false;
  }
  // "one in 2019" is no share.
  if (whole.value >= 1900 && whole.value < 2100 && !whole.grouped) return false;
  core->value = 100 * core->value / whole.value;
  core->share = true;
  core->end = whole.end;
  return true;
}

bool CoreReading::Fraction(int32_t at, double fraction, Certainty certainty,
                           NumberCore* core) const {
  const auto set = [&](double value, int32_t end) {
    core->value = core->mantissa = value;
    core->end = end;
    core->decimal = true;
    return true;
  };
  const bool of = IsOf(at);
  const int32_t of_end = of ? at + 1 : SkipHyphen(at);
  const bool one =
      Word(of_end).kind == NumberWord::kArticle || (of && Is(of_end, kOne));
  const int32_t thing = one ? of_end + 1 : of_end;
  if (one || !of) {
    // "half a million", "a quarter of a million", "half-million".
    const int32_t scale_at = SkipHyphen(thing);
    const Tables::Word scale = Word(scale_at);
    if (scale.kind == NumberWord::kScale || scale.kind == NumberWord::kDozen) {
      set(fraction * scale.value, scale_at + 1);
      core->decimal = false;
      core->scale = scale.value;
      core->mantissa = fraction;
      return true;
    }
    // "½ mile", "half an acre", "two tenths of a percent".
    if (tables_.units.Find(lexed_, scale_at, end_).value >= 0) {
      core->part = true;
      return set(fraction, thing);
    }
  }
  const auto follows = [&](const absl::flat_hash_set<uint64_t>& words) {
    return at < end_ && words.contains(lexed_.lexemes[at].hash);
  };
  if (certainty == kByContext && !of && core->begin > 0 &&
      tables_.no_share_before.contains(lexed_.lexemes[core->begin - 1].hash)) {
    return false;
  }
  const bool before =
      core->begin > 0 &&
      tables_.share_before.contains(lexed_.lexemes[core->begin - 1].hash);
  // "cut by a fifth."
  const bool last = (at >= end_ || IsMark(lexed_, at, end_, ".")) &&
                    Word(core->begin).kind == NumberWord::kArticle;
  const bool is_share =
      of || last || certainty == kSure ||
      (certainty == kByContext && (follows(tables_.share_after) ||
                                   (before && !follows(tables_.no_share))));
  if (!is_share) return false;
  set(100 * fraction, at);
  core->decimal = false;
  core->share = true;
  return true;
}

bool CoreReading::Part(int32_t at, double count, Certainty certainty,
                       NumberCore* core) const {
  const Tables::Word word = Word(at);
  if (!NamesPart(word)) return false;
  const double fraction = count * PartOf(word);
  return fraction < 1 && Fraction(at + 1, fraction, certainty, core);
}

double CoreReading::AndPart(int32_t at, int32_t* next) const {
  if (!Is(at, kAnd)) return 0;
  const int32_t count_at = SkipHyphen(at + 1);
  const Tables::Word count = Word(count_at);
  if (!Is(count_at, kA) &&
      (count.kind != NumberWord::kOnes || count.value < 1 || count.value > 9)) {
    return 0;
  }
  const int32_t part_at = SkipHyphen(count_at + 1);
  const Tables::Word part = Word(part_at);
  // "two and a third of": the third is one of its own.
  if (!NamesPart(part) || IsOf(part_at + 1)) return 0;
  // "ten and three third graders", "six and a fifth school".
  if (part.kind == NumberWord::kOrdinal && part_at + 1 < end_ &&
      lexed_.lexemes[part_at + 1].kind == LexemeKind::kWord &&
      tables_.units.Find(lexed_, part_at + 1, end_).value < 0) {
    return 0;
  }
  const double fraction = (Is(count_at, kA) ? 1 : count.value) * PartOf(part);
  if (fraction >= 1) return 0;
  *next = part_at + 1;
  return fraction;
}

bool CoreReading::Mark(int32_t at, NumberCore* core) const {
  const auto it = tables_.fraction_marks.find(Surface(at));
  if (it == tables_.fraction_marks.end()) return false;
  core->begin = at;
  core->end = at + 1;
  return Fraction(at + 1, it->second, kSure, core);
}

}  // namespace impactwire::extract
