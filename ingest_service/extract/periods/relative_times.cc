// Times that are told from another: from the day of publication ("last year",
// "yesterday") or from a time told before ("a year earlier", "that year").

#include <algorithm>

#include "absl/time/civil_time.h"
#include "ingest_service/extract/periods/time_reading.h"

namespace impactwire::extract {
namespace {

const uint64_t kThe = HashWord("the");
const uint64_t kA = HashWord("a");
const uint64_t kAn = HashWord("an");
const uint64_t kOf = HashWord("of");
const uint64_t kTo = HashWord("to");
const uint64_t kIs = HashWord("is");
const uint64_t kAre = HashWord("are");
const uint64_t kBe = HashWord("be");
const uint64_t kYear = HashWord("year");
const uint64_t kMonthWord = HashWord("month");
const uint64_t kPeriod = HashWord("period");
const uint64_t kAgo = HashWord("ago");
const uint64_t kEarlier = HashWord("earlier");
const uint64_t kBefore = HashWord("before");
const uint64_t kLater = HashWord("later");
const uint64_t kPrevious = HashWord("previous");
const uint64_t kPreceding = HashWord("preceding");
const uint64_t kPrior = HashWord("prior");
const uint64_t kFollowing = HashWord("following");
const uint64_t kThat = HashWord("that");
const uint64_t kSame = HashWord("same");
const uint64_t kThen = HashWord("then");
const uint64_t kFew = HashWord("few");
const uint64_t kSeveral = HashWord("several");
const uint64_t kIn = HashWord("in");
const uint64_t kOver = HashWord("over");
const uint64_t kFor = HashWord("for");
const uint64_t kDuring = HashWord("during");
const uint64_t kWithin = HashWord("within");

constexpr int kYearDays = 365;
constexpr int kDecadeDays = 3650;

// How many months a unit of so many days has; 0: it is shorter.
int MonthsOf(int days) {
  return days >= kYearDays ? 12 * (days / kYearDays)
         : days >= 90      ? 3
         : days >= 28      ? 1
                           : 0;
}

Date AddMonths(Date date, int months) {
  if (date.year == 0) return date;
  if (date.month == 0) return {date.year + months / 12};
  const absl::CivilMonth civil =
      absl::CivilMonth(date.year, date.month) + months;
  return {static_cast<int>(civil.year()), civil.month(),
          months % 12 == 0 && date.day <= 28 ? date.day : 0};
}

Date ReadDate(const std::string& text) {
  Date date;
  (void)absl::SimpleAtoi(text.substr(0, std::min<size_t>(4, text.size())),
                         &date.year);
  if (text.size() >= 7) (void)absl::SimpleAtoi(text.substr(5, 2), &date.month);
  if (text.size() >= 10) (void)absl::SimpleAtoi(text.substr(8, 2), &date.day);
  return date;
}

}  // namespace

Date TimeReading::Shift(int unit_days, int count) const {
  if (unit_days >= kYearDays) {
    return {now_.year + count * (unit_days / kYearDays)};
  }
  if (unit_days >= 28) {
    if (now_.month == 0) return {};
    return AddMonths({now_.year, now_.month}, count * MonthsOf(unit_days));
  }
  return now_.day == 0 ? Date() : Day(count * unit_days);
}

Date TimeReading::Day(int days) const {
  if (now_.day == 0) return now_;
  const absl::CivilDay civil =
      absl::CivilDay(now_.year, now_.month, now_.day) + days;
  return {static_cast<int>(civil.year()), civil.month(), civil.day()};
}

int TimeReading::CountAt(int32_t i) const {
  if (Is(i, kCount)) return Value(i, kCount);
  const int value = Integer(i);
  return value > 0 && value < 200 ? value : 0;
}

bool TimeReading::Future(int32_t i) const {
  constexpr int32_t kWindow = 60;
  for (int32_t k = i - 1; k >= std::max(begin_, i - kWindow); --k) {
    if (Is(k, kWill) ||
        (Hash(k, kTo) &&
         (Hash(k - 1, kIs) || Hash(k - 1, kAre) || Hash(k + 1, kBe)))) {
      return true;
    }
    if (Mark(k, ';')) return false;
  }
  return false;
}

int32_t TimeReading::Preposition(int32_t i, bool* part) const {
  int32_t k = i - 1;
  *part = false;
  for (int steps = 0; k >= begin_ && steps < 5; ++steps) {
    if (Hash(k, kThe) || Hash(k, kOf) || Mark(k, '-')) {
      --k;
    } else if (Is(k, kPart) || Is(k, kFiscal) || Hash(k, kYear)) {
      *part = true;
      --k;
    } else {
      break;
    }
  }
  return !*part && k != i - 1 && Hash(i - 1, kOf) ? i - 1 : k;
}

// "three years ago", "two years earlier", "a year later", "ten years on".
bool TimeReading::ReadCounted(int32_t i, Stretch* out) const {
  int32_t at = i;
  int count = Hash(at, kA) || Hash(at, kAn) ? 1 : CountAt(at);
  // "the year before"
  if (Hash(at, kThe) && (Hash(at + 1, kYear) || Hash(at + 1, kMonthWord))) {
    count = 1;
    if (!Hash(at + 2, kBefore) && !Hash(at + 2, kEarlier)) return false;
  }
  if (count == 0 || !Is(at + 1, kUnit)) return false;
  const int days = Value(at + 1, kUnit);
  const bool ago = Hash(at + 2, kAgo), later = Hash(at + 2, kLater);
  if (!ago && !later && !Hash(at + 2, kEarlier) && !Hash(at + 2, kBefore)) {
    return false;
  }
  out->last = at + 3;
  out->manner = ago ? TimeManner::kRelative : TimeManner::kAnchored;
  out->unresolved = true;
  if (ago) {
    if (now_.year != 0) out->start = out->end = Shift(days, -count);
    out->unresolved = out->start.year == 0;
  } else {
    out->past = !later;
    out->steps = (later ? 1 : -1) * count * MonthsOf(days);
    out->anchored = out->steps != 0;
  }
  return true;
}

// "the previous year", "the following year", "that year", "the same period",
// "during the quarter", "since then".
bool TimeReading::ReadAnchored(int32_t i, Stretch* out) const {
  int32_t at = i;
  const bool article = Hash(at, kThe);
  if (article) ++at;
  const bool previous =
      Hash(at, kPrevious) || Hash(at, kPreceding) || Hash(at, kPrior);
  const bool following = article && Hash(at, kFollowing);
  const bool same = Hash(at, kSame) || (!article && Hash(at, kThat));
  out->manner = TimeManner::kAnchored;
  out->unresolved = out->anchored = true;
  if (!article && Hash(at, kThen) &&
      (Is(i - 1, kSinceWord) || Is(i - 1, kByWord))) {
    out->last = at + 1;
    return true;
  }
  const int32_t unit = at + (previous || following || same ? 1 : 0);
  const bool plural = unit < end_ && Surface(unit).back() == 's';
  const bool noun = Is(unit, kUnit) && Value(unit, kUnit) >= 28 && !plural;
  if (unit > at) {
    if (!noun && !(same && Hash(unit, kPeriod))) return false;
    out->past = previous;
    out->steps = (previous    ? -1
                  : following ? 1
                              : 0) *
                 MonthsOf(Value(unit, kUnit));
    out->last = unit + 1;
    return true;
  }
  // "during the year", but not "the year to March" or "woman of the year".
  if (!article || (!noun && !Hash(unit, kPeriod)) || At(unit).capitalized ||
      Is(unit + 1, kWill) || Hash(unit + 1, kTo) || Hash(unit + 1, kOf) ||
      IsYear(unit + 1)) {
    return false;
  }
  Stretch year_to;
  if (ReadYearTo(unit, &year_to)) return false;
  bool part;
  const int32_t before = Preposition(i, &part);
  if (!part && !Hash(before, kIn) && !Hash(before, kDuring) &&
      !Hash(before, kOver) && !Hash(before, kFor)) {
    return false;
  }
  out->last = unit + 1;
  return true;
}

// "over three years", "within a decade".
bool TimeReading::ReadSpan(int32_t i, Stretch* out) const {
  const bool within = Hash(i - 1, kWithin);
  if (!within && !Hash(i - 1, kIn) && !Hash(i - 1, kOver) &&
      !Hash(i - 1, kFor)) {
    return false;
  }
  const int count = Hash(i, kA) ? 1 : CountAt(i);
  if (count == 0 || !Is(i + 1, kUnit)) return false;
  const int days = Value(i + 1, kUnit);
  if (days < 28 || (count == 1 && days < kDecadeDays) || count > 60) {
    return false;
  }
  out->last = i + 2;
  out->manner = TimeManner::kSpan;
  out->future = within || Future(i);
  out->unresolved = now_.year == 0 || Shift(days, count).year == 0;
  if (out->unresolved) return true;
  const Date now = days >= kYearDays || now_.month == 0
                       ? Date{now_.year}
                       : Date{now_.year, now_.month};
  out->start = out->future ? now : Shift(days, -count);
  out->end = out->future ? Shift(days, count) : now;
  out->end_only = within;
  return true;
}

// "on Tuesday", "last Friday", "yesterday", "this morning".
bool TimeReading::ReadDay(int32_t i, Stretch* out) const {
  out->manner = TimeManner::kDay;
  int32_t at = i;
  if (Is(at, kDayWord)) {
    out->last = at + 1;
    out->start = out->end = Day(Value(at, kDayWord));
    out->unresolved = now_.year == 0;
    return true;
  }
  const bool last = Is(at, kLast), next = Is(at, kNext);
  if (last || next || Is(at, kThis)) ++at;
  if (!Is(at, kWeekday) || !At(at).capitalized) return false;
  out->last = at + 1;
  out->unresolved = now_.year == 0;
  if (now_.day == 0) {
    out->start = out->end = now_;
    return true;
  }
  const absl::CivilDay today(now_.year, now_.month, now_.day);
  const int weekday = static_cast<int>(absl::GetWeekday(today)) + 1;
  int days = (Value(at, kWeekday) - weekday - 7) % 7;  // -6..0
  if (last && days == 0) days = -7;
  if (next || (days < 0 && Future(i))) days += 7;
  out->start = out->end = Day(days);
  return true;
}

// "last year", "this month", "the past five years".
bool TimeReading::ReadRelative(int32_t i, Stretch* out) const {
  out->manner = TimeManner::kRelative;
  int32_t at = i;
  if (Hash(at, kThe)) ++at;
  const bool article = at > i;
  const bool this_one = Is(at, kThis), last = Is(at, kLast),
             next = Is(at, kNext);
  if (this_one || last || next) {
    int32_t k = at + 1;
    int count = 0;
    if (Is(k, kCount)) {
      count = Value(k, kCount);
      ++k;
      if (Hash(k, kOf)) ++k;
    } else if (CountAt(k) > 0) {
      count = CountAt(k);
      ++k;
    } else if (Hash(k, kFew) || Hash(k, kSeveral)) {
      return false;
    }
    if (Is(k, kFiscal)) ++k;
    if (Is(k, kSeason) && count == 0) {
      out->last = k + 1;
      if (now_.year == 0) {
        out->unresolved = true;
      } else {
        // Last spring is this year's, once it is over.
        const bool over = now_.month > Value(k, kSeason) + 2;
        SetYear(last   ? now_.year - (over ? 0 : 1)
                : next ? now_.year + 1
                       : now_.year,
                out);
      }
      return true;
    }
    if (!Is(k, kUnit)) return false;
    const int days = Value(k, kUnit);
    out->last = k + 1;
    if (now_.year == 0) {
      out->unresolved = true;
      out->future = next;
      return true;
    }
    if (count == 0 && (this_one || !article) && days < kDecadeDays) {
      out->start = out->end = days == 7 ? Day(last   ? -7
                                              : next ? 7
                                                     : 0)
                                        : Shift(days, last   ? -1
                                                      : next ? 1
                                                             : 0);
      out->unresolved = out->start.year == 0;
      out->future = next;
      return true;
    }
    if (count == 0) count = 1;
    if (days == kDecadeDays) count *= 10;
    const int step = days == kDecadeDays ? kYearDays : days;
    if (last) {
      out->start = Shift(step, -count);
      out->end = {now_.year};
      if (step < kYearDays) out->end = {now_.year, now_.month};
      if (count == 1 && step == kYearDays) out->start = {now_.year - 1};
      out->unresolved = out->start.year == 0;
    } else {
      out->start = {now_.year};
      out->end = Shift(step, count);
      out->future = true;
      out->end_only = Hash(i - 1, kWithin) || Hash(i - 1, kIn);
      out->unresolved = out->end.year == 0;
    }
    return true;
  }
  // "the first eight months of this year".
  if (Is(at, kNth) && Value(at, kNth) == 1) {
    const int months = CountAt(at + 1);
    int year = 0;
    if (months >= 2 && months <= 11 && Value(at + 2, kUnit) == 30) {
      int32_t after = at + 3;
      if (Hash(after, kOf)) {
        after = OptionalYear(after, &year);
        if (after == at + 3) return false;
      } else {
        year = now_.year - (now_.month != 0 && months > now_.month ? 1 : 0);
      }
      if (year > 0) {
        out->start = {year, 1};
        out->end = {year, months};
        out->last = after;
        return true;
      }
    }
  }
  return false;
}

void TimeReading::Anchor(const std::vector<Pending>& pending,
                         std::vector<TimeExpression>* out) const {
  constexpr int32_t kSentencesBack = 3;
  constexpr size_t kExpressions = 12;
  const auto serves = [&](const TimeExpression& time) {
    return !time.start.empty() && !time.end.empty() && !time.dateline &&
           !time.future && time.manner != TimeManner::kSpan &&
           time.manner != TimeManner::kDay;
  };
  for (const auto& [index, steps] : pending) {
    TimeExpression& time = (*out)[index];
    const TimeExpression* anchor = nullptr;
    const auto look = [&](size_t k) {
      if (anchor == nullptr && serves((*out)[k])) anchor = &(*out)[k];
    };
    const size_t oldest = index - std::min(index, kExpressions);
    for (size_t k = index; k-- > oldest;) {
      if ((*out)[k].sentence == time.sentence) look(k);
    }
    for (size_t k = index + 1;
         k < std::min(out->size(), index + 1 + kExpressions); ++k) {
      look(k);
    }
    for (size_t k = index; k-- > oldest;) {
      if ((*out)[k].sentence + kSentencesBack >= time.sentence) look(k);
    }
    Date start = now_.month == 0 || steps % 12 == 0
                     ? Date{now_.year}
                     : Date{now_.year, now_.month};
    Date end = start;
    if (anchor != nullptr) {
      start = ReadDate(anchor->start);
      end = ReadDate(anchor->end);
    }
    start = AddMonths(start, steps);
    end = AddMonths(end, steps);
    time.point = start.ToString();
    if (time.relation != TimeRelation::kBy) time.start = start.ToString();
    if (time.relation != TimeRelation::kSince) time.end = end.ToString();
  }
}

}  // namespace impactwire::extract
