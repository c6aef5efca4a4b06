// What is a number but no quantity: times, ages, ordinals, labels, names.
#include <algorithm>

#include "absl/strings/numbers.h"
#include "ingest_service/extract/numbers/number_reading.h"

namespace impactwire::extract {
namespace {

const uint64_t kOf = HashWord("of");
const uint64_t kUtc = HashWord("utc");
const uint64_t kGmt = HashWord("gmt");
const uint64_t kBetween = HashWord("between");
const uint64_t kAnd = HashWord("and");
const uint64_t kFrom = HashWord("from");
const uint64_t kTo = HashWord("to");
const uint64_t kOld = HashWord("old");
const uint64_t kOlds = HashWord("olds");
const uint64_t kAm = HashWord("am");
const uint64_t kPm = HashWord("pm");
const uint64_t kA = HashWord("a");
const uint64_t kP = HashWord("p");
const uint64_t kM = HashWord("m");
const uint64_t kS = HashWord("s");
const uint64_t kO = HashWord("o");
const uint64_t kX = HashWord("x");
const uint64_t kAge = HashWord("age");
const uint64_t kAged = HashWord("aged");
const uint64_t kAges = HashWord("ages");
const uint64_t kOrdinalEndings[] = {HashWord("st"), HashWord("nd"),
                                    HashWord("rd"), HashWord("th")};
const uint64_t kTurns[] = {HashWord("turn"), HashWord("turns"),
                           HashWord("turned"), HashWord("turning")};
const uint64_t kAfterAge[] = {HashWord("this"), HashWord("last"),
                              HashWord("next"), HashWord("in"),
                              HashWord("on"),   HashWord("today")};
// Words beside a lone "one" that make it a pronoun.
const uint64_t kPronounBefore[] = {
    HashWord("this"), HashWord("that"),   HashWord("the"),   HashWord("no"),
    HashWord("any"),  HashWord("each"),   HashWord("every"), HashWord("which"),
    HashWord("some"), HashWord("another")};
const uint64_t kPronounAfter[] = {
    HashWord("another"), HashWord("day"), HashWord("thing"),
    HashWord("way"),     HashWord("can"), HashWord("who"),
    HashWord("that"),    HashWord("is"),  HashWord("by")};

template <size_t n>
bool OneOf(uint64_t hash, const uint64_t (&list)[n]) {
  return std::find(list, list + n, hash) != list + n;
}

}  // namespace

bool NumberReading::IsAge(const NumberCore& core, int32_t end,
                          int32_t* age_end) const {
  // "an 18-year-old", "18 years old", "18 years of age".
  int32_t at = end;
  if (IsDash(lexed_, at, end_)) ++at;
  if (Word(at, kOld) || Word(at, kOlds)) {
    *age_end = at + 1;
    return true;
  }
  if (Word(end, kOf) && Word(end + 1, kAge)) {
    *age_end = end + 2;
    return true;
  }
  for (int32_t i = core.begin - 1; i >= begin_ && i >= core.begin - 3; --i) {
    if (Word(i, kAged) || Word(i, kAge) || Word(i, kAges)) return true;
  }
  return false;
}

// A year that is no date of the periods stage: "in 1834", "(1863-1898)",
// "dates back to 2012", "between 2000 and" a date.
bool NumberReading::IsYear(const NumberCore& core) const {
  const int32_t at = core.begin, next = core.end;
  if (next != at + 1 || Surface(at).size() != 4 || core.value < 1000 ||
      core.value > 2100 || core.decimal) {
    return false;
  }
  if ((Mark(at - 1, "(") || Mark(at - 1, "[")) &&
      (Mark(next, ")") || Mark(next, "]"))) {
    return true;
  }
  int32_t last = next;
  if (IsDash(lexed_, next, end_) && IsDigits(next + 1)) {
    // "1863-1898", "1557-8"
    const size_t digits = Surface(next + 1).size();
    if (digits > 4 || digits == 3 ||
        (digits == 4 && Surface(next + 1) < Surface(at))) {
      return false;
    }
    last = next + 2;
    if (Mark(at - 1, "(") && Mark(last, ")")) return true;
  }
  const bool range = (Word(at - 1, kBetween) && Word(next, kAnd)) ||
                     (Word(at - 1, kFrom) && Word(next, kTo));
  if (range && next + 1 < end_ && taken_[next + 1] == 1) return true;
  if (Word(at - 1, kTo) && at >= begin_ + 2 &&
      tables_.year_verbs.contains(At(at - 2).hash)) {
    return true;
  }
  return core.value < 1900 && at > begin_ &&
         tables_.year_before.contains(At(at - 1).hash) &&
         (last >= end_ ||
          (At(last).kind == LexemeKind::kMark && !Mark(last, "%") &&
           !Mark(last, "-")) ||
          tables_.year_after.contains(At(last).hash));
}

// What is a number but no quantity. True: `number` says what.
bool NumberReading::NoQuantity(const NumberCore& core, bool money, int32_t* end,
                               Number* number) const {
  const auto is = [&](Trace::Disposition disposition, absl::string_view reason,
                      int32_t new_end) {
    number->disposition = disposition;
    number->reason = std::string(reason);
    *end = new_end;
    return true;
  };
  const int32_t at = core.begin, next = core.end;
  // "as the charity turns 40", "who turned ten last year"
  if (!money && !core.decimal && core.scale <= 1 && core.value <= 150 &&
      at > begin_ && OneOf(At(at - 1).hash, kTurns) &&
      (!IsLetters(next) || OneOf(At(next).hash, kAfterAge)) &&
      !Mark(next, "%")) {
    return is(Trace::DISPOSITION_AGE, "an age", next);
  }
  if (core.in_words) {
    Affix unit;
    const bool glued_dash = IsDash(lexed_, next, end_) && Glued(next);
    const bool measured =
        UnitAfter(core, glued_dash ? next + 1 : next, glued_dash, &unit) &&
        !unit.is_time;
    if (core.value == 1 && next == at + 1 && !measured && MinusBefore(at) < 0) {
      if ((at > begin_ && OneOf(At(at - 1).hash, kPronounBefore)) ||
          Word(next, kOf) ||
          (next < end_ && OneOf(At(next).hash, kPronounAfter)) ||
          next >= end_ || At(next).kind == LexemeKind::kMark) {
        return is(Trace::DISPOSITION_NO_IMPACT_CUE, "\"one\" as a pronoun",
                  next);
      }
    }
    if (core.value == 0) {
      return is(Trace::DISPOSITION_NO_IMPACT_CUE, "zero", next);
    }
    return false;
  }
  if (At(at).kind != LexemeKind::kDigits) return false;
  // "the 10-millionth tree".
  const int32_t behind = IsDash(lexed_, next, end_) ? next + 1 : next;
  if (IsLetters(behind) && !money) {
    const Tables::Word word = tables_.Find(At(behind));
    if (word.kind == NumberWord::kOrdinal && word.value >= 100) {
      return is(Trace::DISPOSITION_ORDINAL, "an ordinal", behind + 1);
    }
  }
  const bool first_in_sentence = at == begin_;
  if (!money && at > begin_ && Glued(at)) {
    if (IsLetters(at - 1)) {
      return is(Trace::DISPOSITION_NAME_PART, "digits behind letters", next);
    }
    if (Mark(at - 1, "#")) {
      return is(Trace::DISPOSITION_ORDINAL, "a rank", next);
    }
    if (Mark(at - 1, "+")) {
      int32_t last = next;
      while (last < end_ && (IsDigits(last) ||
                             ((IsDash(lexed_, last, end_) || Mark(last, "/")) &&
                              IsDigits(last + 1)))) {
        ++last;
      }
      if (last > next + 1 || (last > next && core.value >= 10) ||
          core.value > 1e6) {
        return is(Trace::DISPOSITION_NAME_PART, "a phone number", last);
      }
    }
    if (IsDash(lexed_, at - 1, end_) && Glued(at - 1) && IsLetters(at - 2)) {
      return is(Trace::DISPOSITION_NAME_PART, "digits of a name", next);
    }
    if (Mark(at - 1, "@") || Mark(at - 1, "_") || Mark(at - 1, "=")) {
      return is(Trace::DISPOSITION_NAME_PART, "digits of an address", next);
    }
  }
  if (core.leading_zero && !core.grouped) {
    int32_t last = next;
    while (last < end_ && IsDigits(last)) ++last;
    return is(Trace::DISPOSITION_NAME_PART, "a code or a phone number", last);
  }
  if (!money && IsYear(core)) {
    const bool two = IsDash(lexed_, next, end_) && IsDigits(next + 1);
    return is(Trace::DISPOSITION_DATE, "a year", two ? next + 2 : next);
  }
  if (next >= end_) return false;
  if (next == at + 1) {
    // "1430 UTC"
    if ((Word(next, kUtc) || Word(next, kGmt)) && core.value < 2400) {
      return is(Trace::DISPOSITION_TIME, "a time of day", next + 1);
    }
    if (Glued(next) && IsLetters(next)) {
      const uint64_t hash = At(next).hash;
      if (OneOf(hash, kOrdinalEndings)) {
        return is(Trace::DISPOSITION_ORDINAL, "an ordinal", next + 1);
      }
      if (hash == kAm || hash == kPm) {
        return is(Trace::DISPOSITION_TIME, "a time of day", next + 1);
      }
      if (hash == kS && core.value < 110 && bound_end_ == at) {
        return is(Trace::DISPOSITION_AGE, "an age", next + 1);  // "over 65s"
      }
      if (hash == kX && IsDigits(next + 1) && Glued(next + 1)) {
        return is(Trace::DISPOSITION_NAME_PART, "a size or a kind", next + 2);
      }
      if (hash == kS) {
        return is(Trace::DISPOSITION_DATE, "a decade", next + 1);
      }
      Affix unit;
      if (!UnitAfter(core, next, false, &unit) && hash != kX) {
        return is(Trace::DISPOSITION_NAME_PART, "letters behind digits",
                  next + 1);
      }
    }
    if ((Word(next, kAm) || Word(next, kPm)) && core.value <= 12.6) {
      return is(Trace::DISPOSITION_TIME, "a time of day", next + 1);
    }
    if ((Word(next, kA) || Word(next, kP)) && Mark(next + 1, ".") &&
        Word(next + 2, kM)) {
      return is(Trace::DISPOSITION_TIME, "a time of day", next + 3);
    }
    if (Word(next, kO) && core.value <= 12) {
      return is(Trace::DISPOSITION_TIME, "a time of day", next + 1);
    }
    if (Mark(next, ":") && Glued(next) && IsDigits(next + 1) &&
        Glued(next + 1)) {
      int32_t last = next + 2;
      while (Mark(last, ":") && IsDigits(last + 1)) last += 2;
      const bool time = Surface(next + 1).size() == 2 && core.value < 25;
      return is(
          time ? Trace::DISPOSITION_TIME : Trace::DISPOSITION_NO_IMPACT_CUE,
          time ? "a time of day" : "a ratio", last);
    }
    if (Mark(next, ".") && Glued(next) && IsLetters(next + 1) &&
        Glued(next + 1) && !At(next + 1).capitalized) {
      return is(Trace::DISPOSITION_NAME_PART, "digits of a name", next + 2);
    }
    if (Mark(next, "/") && Glued(next) && IsDigits(next + 1) &&
        Glued(next + 1)) {
      int32_t last = next + 2;
      while (Mark(last, "/") && IsDigits(last + 1)) last += 2;
      int below = 0;
      if (last == next + 2 && absl::SimpleAtoi(Surface(next + 1), &below) &&
          below > core.value && below <= 100) {
        number->value = core.value / below;
      }
      return is(Trace::DISPOSITION_LIST_MARKER, "one of a count or a code",
                last);
    }
    if ((Mark(next, ".") || Mark(next, ")")) && Glued(next) &&
        (first_in_sentence || (at == begin_ + 1 && Mark(begin_, "("))) &&
        core.value < 100 && !core.decimal) {
      return is(Trace::DISPOSITION_LIST_MARKER, "a list mark", next);
    }
    if (Mark(at - 1, "(") && Mark(next, ")") && core.value < 30 && !money) {
      return is(Trace::DISPOSITION_LIST_MARKER, "a list mark", next);
    }
    // "6-7pm"
    if (IsDash(lexed_, next, end_) && IsDigits(next + 1) &&
        (Word(next + 2, kAm) || Word(next + 2, kPm)) && core.value <= 12) {
      return is(Trace::DISPOSITION_TIME, "a time of day", next + 3);
    }
    // "2-1": what goes down is a score.
    if (IsDash(lexed_, next, end_) && Glued(next) && IsDigits(next + 1) &&
        Glued(next + 1) && !money) {
      NumberCore other;
      if (ReadCore(tables_, lexed_, next + 1, end_, &other) &&
          other.refusal.empty() && other.value <= core.value &&
          other.scale == 1 && !core.grouped) {
        int32_t last = other.end;
        while (IsDash(lexed_, last, end_) && IsDigits(last + 1)) last += 2;
        return is(last > other.end ? Trace::DISPOSITION_NAME_PART
                                   : Trace::DISPOSITION_NO_IMPACT_CUE,
                  last > other.end ? "a phone number or a code" : "a score",
                  last);
      }
    }
  }
  // "Chen, 45, said".
  if (Mark(at - 1, ",") && Mark(next, ",") && !core.decimal && !core.grouped &&
      core.value >= 10 && core.value <= 105 && core.scale == 1 && !money &&
      at >= begin_ + 2 && IsLetters(at - 2) && At(at - 2).capitalized) {
    return is(Trace::DISPOSITION_AGE, "an age", next);
  }
  return false;
}

void NumberReading::LabelOrName(const NumberCore& core, int32_t end,
                                Number* number) const {
  if (core.in_words || core.grouped || core.decimal || core.scale > 1) return;
  int32_t before = core.begin - 1;
  if (Mark(before, ".")) --before;  // "No. 5"
  if (before < begin_ || !IsLetters(before)) return;
  const uint64_t hash = At(before).hash;
  if (hash == kAged || hash == kAge || hash == kAges) {
    number->disposition = Trace::DISPOSITION_AGE;
    number->reason = "an age";
    return;
  }
  if (tables_.labels.contains(hash) && core.value < 10000) {
    number->disposition = Trace::DISPOSITION_NAME_PART;
    number->reason = "a number that names";
    return;
  }
  if (At(before).capitalized && before == core.begin - 1 && before > begin_ &&
      number->bound == v1::BOUND_EXACT && bound_end_ != core.begin &&
      (end >= end_ || At(end).kind == LexemeKind::kMark ||
       At(end).capitalized)) {
    number->disposition = Trace::DISPOSITION_NAME_PART;
    number->reason = "a number behind a name";
  }
}

}  // namespace impactwire::extract
