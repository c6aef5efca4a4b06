// Times that are told by the calendar: months, dates, years, quarters.

#include "absl/strings/str_split.h"
#include "absl/time/civil_time.h"
#include "ingest_service/extract/periods/time_reading.h"

namespace impactwire::extract {
namespace {

const uint64_t kThe = HashWord("the");
const uint64_t kOf = HashWord("of");
const uint64_t kTo = HashWord("to");
const uint64_t kYear = HashWord("year");
const uint64_t kHalf = HashWord("half");
const uint64_t kQuarter = HashWord("quarter");
const uint64_t kCe = HashWord("s");
const uint64_t kAgenda = HashWord("agenda");
const uint64_t kVision = HashWord("vision");
const uint64_t kStrategy = HashWord("strategy");
const uint64_t kMay = HashWord("may");
const uint64_t kMarch = HashWord("march");

bool IsDate(int year, int month, int day) {
  const absl::CivilDay civil(year, month, day);
  return civil.year() == year && civil.month() == month && civil.day() == day;
}

}  // namespace

int TimeReading::DayAt(int32_t i, int* day) const {
  const int value = Integer(i);
  if (value < 1 || value > 31) return 0;
  *day = value;
  if (i + 1 < end_ && !At(i + 1).space_before) {
    const absl::string_view suffix = Surface(i + 1);
    if (suffix == "st" || suffix == "nd" || suffix == "rd" || suffix == "th") {
      return 2;
    }
    if (At(i + 1).kind == LexemeKind::kWord || Mark(i + 1, '%')) return 0;
  }
  return 1;
}

// "2020", ", 2020", "this year", "last year"; the year of publication else.
int32_t TimeReading::OptionalYear(int32_t i, int* year) const {
  int32_t at = i;
  if (Mark(at, ',') || Mark(at, '.')) ++at;
  if (Hash(at, kOf)) ++at;
  if (IsYear(at)) {
    *year = Integer(at);
    return at + 1;
  }
  if ((at == i || Hash(at - 1, kOf)) && Hash(at + 1, kYear)) {
    if (Is(at, kThis)) {
      *year = now_.year;
      return at + 2;
    }
    if (Is(at, kLast)) {
      *year = now_.year - (now_.year > 0);
      return at + 2;
    }
    if (Is(at, kNext)) {
      *year = now_.year + (now_.year > 0);
      return at + 2;
    }
  }
  *year = 0;
  return i;
}

bool TimeReading::ReadMonth(int32_t i, Stretch* out) const {
  int month = 0, day = 0, last_day = 0, year = 0;
  int32_t at = i;
  int which = 0;  // -1: "last April", 1: "next April"
  if (const int day_length = DayAt(at, &day); day_length > 0) {
    // "27 February 2016", "3-5 December", "the 27th of February".
    int32_t next = at + day_length;
    if (Dash(next) && DayAt(next + 1, &last_day) == 1) next += 2;
    if (Hash(next, kOf)) ++next;
    if (!Is(next, kMonth) || !At(next).capitalized) return false;
    month = Value(next, kMonth);
    at = next + 1;
  } else {
    if ((Is(at, kLast) || Is(at, kThis) || Is(at, kNext)) &&
        Is(at + 1, kMonth)) {
      which = Is(at, kLast) ? -1 : Is(at, kNext) ? 1 : 0;
      ++at;
    } else if (Is(at, kPart) && Mark(at + 1, '-') && Is(at + 2, kMonth)) {
      at += 2;  // "mid-March"
    } else if (Is(at, kPart) && Is(at + 1, kMonth)) {
      ++at;
    }
    if (!Is(at, kMonth) || !At(at).capitalized) return false;
    month = Value(at, kMonth);
    const bool verb = At(at).hash == kMay || At(at).hash == kMarch;
    ++at;
    const bool dot = Mark(at, '.') && !At(at).space_before;
    int32_t next = dot ? at + 1 : at;
    const int length = DayAt(next, &day);
    if (length > 0 && !IsYear(next)) {
      at = next + length;
      if ((Dash(at) || Hash(at, kTo)) && DayAt(at + 1, &last_day) >= 1 &&
          !Is(at + 2, kMonth)) {
        at += 1 + DayAt(at + 1, &last_day);
      }
    } else {
      day = 0;
      if (dot && IsYear(next)) at = next;
      // "May" and "March" alone are dates only behind a preposition.
      const bool dated =
          IsYear(at) || Mark(at, ',') ||
          ((Is(at, kThis) || Is(at, kLast)) && Hash(at + 1, kYear));
      if (verb && !dated &&
          !(i > begin_ && (Is(i - 1, kInWord) || Is(i - 1, kSinceWord) ||
                           Is(i - 1, kByWord) || Hash(i - 1, kTo)))) {
        return false;
      }
      if (i == begin_ && at - i == 1 && !dated) return false;
    }
  }
  if (!(Mark(at, ',') && !IsYear(at + 1))) at = OptionalYear(at, &year);
  // "Dec. 3 to Dec. 5" and year ranges are read by the caller.
  if (year == 0 && now_.year != 0) {
    year = now_.year;
    const bool future = now_.month != 0 && month > now_.month;
    const bool past = now_.month != 0 && month < now_.month;
    if (which < 0 && (month >= now_.month && now_.month != 0)) --year;
    if (which > 0 && past) ++year;
    // A month still to come is one of the year before, unless it is said.
    if (which == 0 && i > begin_) {
      bool part;
      const int32_t k = Preposition(i, &part);
      const bool to_come = Future(i);
      if (future && !to_come && !Is(k, kByWord) && !Is(k, kThis) &&
          !Is(i, kThis)) {
        --year;
      }
      if (past && to_come && !Is(k, kSinceWord) && !Is(i, kThis)) ++year;
    }
  }
  out->last = at;
  if (year == 0) {
    out->unresolved = true;
    return true;
  }
  if (day > 0 && !IsDate(year, month, day)) day = 0;
  out->closed = last_day > 0;
  out->start = {year, month, day};
  out->end = {year, month,
              last_day > 0 && IsDate(year, month, last_day) ? last_day : day};
  return true;
}

// "2016-02-27", "2016.03.01", "23/02/2016", "05/12/17".
bool TimeReading::ReadNumeric(int32_t i, Stretch* out) const {
  if (At(i).kind != LexemeKind::kDigits) return false;
  int a = 0, b = 0, c = 0;
  const absl::string_view surface = Surface(i);
  std::vector<absl::string_view> dots;
  if (surface.size() >= 8 && surface.size() <= 10) {
    dots = absl::StrSplit(surface, '.');
  }
  if (dots.size() == 3 && absl::SimpleAtoi(dots[0], &a) &&
      absl::SimpleAtoi(dots[1], &b) && absl::SimpleAtoi(dots[2], &c)) {
    out->last = i + 1;
  } else {
    a = Integer(i);
    b = Integer(i + 2);
    c = Integer(i + 4);
    const bool marks = (Mark(i + 1, '-') && Mark(i + 3, '-')) ||
                       (Mark(i + 1, '/') && Mark(i + 3, '/'));
    if (!marks || a < 0 || b < 0 || c < 0) return false;
    for (int32_t k = i + 1; k < i + 5; ++k) {
      if (At(k).space_before) return false;
    }
    out->last = i + 5;
  }
  if (a > 999) {
    if (a < 1900 || a > 2100 || b < 1 || b > 12 || !IsDate(a, b, c)) {
      return false;
    }
    out->start = out->end = {a, b, c};
    return true;
  }
  if (c < 100) c += 2000;
  if (c < 1900 || c > 2100) return false;
  if (b > 12) std::swap(a, b);
  if (b < 1 || b > 12 || !IsDate(c, b, a)) return false;
  out->start = out->end = {c, b, a};
  return true;
}

// A bare "2000": a year unless it counts something.
bool TimeReading::LooksLikeYear(int32_t i) const {
  if (!IsYear(i)) return false;
  if (i > begin_) {
    const Lexeme& before = At(i - 1);
    if (!At(i).space_before && before.kind == LexemeKind::kWord) return false;
    if (before.kind == LexemeKind::kMark) {
      const absl::string_view mark = Surface(i - 1);
      if (mark != "," && mark != "(" && mark != "-" && mark != "–" &&
          mark != "/" && mark != "—" && mark != "\"" && mark != "'" &&
          mark != "‘" && mark != "“" && mark != "." && mark != ":" &&
          mark != ";") {
        return false;
      }
    }
    if (before.hash == kAgenda || before.hash == kVision ||
        before.hash == kStrategy) {
      return true;
    }
  }
  if (i + 1 >= end_) return true;
  const Lexeme& after = At(i + 1);
  if (after.kind == LexemeKind::kMark) {
    const absl::string_view mark = Surface(i + 1);
    return mark != "%" && mark != "+" && mark != "$" && mark != "€";
  }
  if (after.kind == LexemeKind::kDigits || !after.space_before) return false;
  // "over 2000 people", "planted 2000 trees", "in 2015 schools reopened".
  const bool preposition =
      i > begin_ &&
      (Is(i - 1, kInWord) || Is(i - 1, kSinceWord) || Is(i - 1, kByWord)) &&
      !Hash(i - 1, HashWord("over"));
  const absl::string_view word = Surface(i + 1);
  const bool plural = !after.capitalized && word.size() > 3 &&
                      word.back() == 's' && word[word.size() - 2] != 's';
  const bool people = word == "people" || word == "women" ||
                      word == "children" || word == "men" ||
                      word == "hectares" || word == "million" ||
                      word == "billion";
  if (people) return preposition && Integer(i) % 10 != 0;
  if (plural) {
    return (preposition && Integer(i) % 50 != 0) ||
           (i > begin_ && Hash(i - 1, kThe));
  }
  return preposition || Integer(i) % 100 != 0 || Hash(i - 1, kThe);
}

bool TimeReading::ReadYears(int32_t i, Stretch* out) const {
  int32_t at = i;
  bool fiscal = false;
  if (Is(at, kFiscal)) {
    fiscal = true;
    ++at;
    if (Hash(at, kYear)) ++at;
    if (Integer(at) < 0) return false;
    if (!IsYear(at)) {
      // "FY22", "FY 21-22".
      const int year = Integer(at);
      if (Surface(at).size() != 2 || year > 60) return false;
      out->start = out->end = {2000 + year};
      out->last = at + 1;
      if (Dash(at + 1) && Integer(at + 2) == year + 1) {
        out->end = {2001 + year};
        out->last = at + 3;
      }
      return true;
    }
  } else if (Hash(at, kYear) && IsYear(at + 1)) {
    ++at;
    fiscal = true;
  }
  if (fiscal ? !IsYear(at) : !LooksLikeYear(at)) return false;
  const int year = Integer(at);
  SetYear(year, out);
  out->last = at + 1;
  // "2020s".
  if (at + 1 < end_ && !At(at + 1).space_before && Hash(at + 1, kCe)) {
    out->end = {year + 9};
    out->last = at + 2;
    return true;
  }
  if (Dash(at + 1) && !At(at + 1).space_before && Integer(at + 2) >= 0 &&
      !At(at + 2).space_before) {
    const int second = Integer(at + 2);
    if (Surface(at + 2).size() == 2 && second == (year + 1) % 100) {
      out->end = {year + 1};
      out->last = at + 3;
    } else if (Surface(at + 2).size() == 2 && second > year % 100) {
      out->end = {year - year % 100 + second};
      out->last = at + 3;
    } else if (IsYear(at + 2) && second > year) {
      out->end = {second};
      out->last = at + 3;
    } else if (Surface(at + 2).size() == 2 && second >= 1 && second <= 12) {
      out->start = out->end = {year, second};
      out->last = at + 3;
    }
  }
  return true;
}

// "spring 2019", "by Christmas", "last Christmas".
bool TimeReading::ReadSeason(int32_t i, Stretch* out) const {
  int year = 0;
  if (Is(i, kSeason)) {
    const int32_t after = OptionalYear(i + 1, &year);
    if (after == i + 1 || year == 0) return false;
    SetYear(year, out);
    out->last = after;
    return true;
  }
  const int32_t at = Is(i, kLast) || Is(i, kThis) || Is(i, kNext) ? i + 1 : i;
  if (!Is(at, kHoliday) || !At(at).capitalized ||
      (at == i && !Is(i - 1, kInWord) && !Is(i - 1, kByWord) &&
       !Is(i - 1, kSinceWord))) {
    return false;
  }
  out->last = OptionalYear(at + 1, &year);
  const int month = Value(at, kHoliday);
  if (year == 0 && now_.year != 0) {
    // To come, or the one before.
    const bool to_come =
        !Is(i, kLast) && (Is(i - 1, kByWord) || Is(i, kThis) || Future(i));
    year = now_.year - (to_come || now_.month >= month ? 0 : 1);
    if (Is(i, kLast) && now_.month >= month) --year;
  }
  out->unresolved = year == 0;
  out->start = out->end = {year, month};
  return true;
}

// "the year to March 2023", "the six months ended June 30, 2021".
bool TimeReading::ReadYearTo(int32_t i, Stretch* out) const {
  int months = 0;
  int32_t at = i;
  if (Hash(at, kYear)) {
    months = 12;
  } else if (Hash(at, kQuarter)) {
    months = 3;
  } else if (CountAt(at) > 0 && Value(at + 1, kUnit) == 30) {
    months = CountAt(at);
    ++at;
  }
  if (months < 2 || months > 24) return false;
  ++at;
  const bool that = Hash(at, HashWord("that"));
  if (that) ++at;
  if (!Hash(at, kTo) && !Hash(at, HashWord("ended")) &&
      !Hash(at, HashWord("ending")) && !Hash(at, HashWord("through"))) {
    return false;
  }
  ++at;
  if (Hash(at, HashWord("on"))) ++at;
  Stretch last;
  if (at >= end_ || !ReadMonth(at, &last)) return false;
  out->last = last.last;
  out->unresolved = last.unresolved;
  out->closed = true;
  if (last.unresolved) return true;
  out->end = {last.end.year, last.end.month};
  const int first = last.end.year * 12 + last.end.month - 1 - (months - 1);
  out->start = {first / 12, first % 12 + 1};
  return true;
}

// "third quarter of 2010", "the first half of 2020", "Q1 2021".
bool TimeReading::ReadQuarter(int32_t i, Stretch* out) const {
  int nth = 0;
  int32_t at = i;
  int months = 0;
  const absl::string_view surface = Surface(i);
  if ((surface == "Q" || surface == "H") && Integer(i + 1) >= 1 &&
      Integer(i + 1) <= 4 && !At(i + 1).space_before) {
    nth = Integer(i + 1);
    months = surface == "Q" ? 3 : 6;
    at = i + 2;
  } else if (Is(i, kNth) && (Hash(i + 1, kQuarter) || Hash(i + 1, kHalf))) {
    nth = Value(i, kNth);
    months = Hash(i + 1, kQuarter) ? 3 : 6;
    at = i + 2;
  } else {
    return false;
  }
  if (nth * months > 12) return false;
  int year = 0;
  const int32_t after = OptionalYear(at, &year);
  if (after == at) {
    if (Hash(at, kOf)) return false;  // "the first half of the match"
    year = now_.year;
    if (now_.month != 0 && nth * months - months + 1 > now_.month) --year;
  }
  out->last = after;
  if (year <= 0) {
    out->unresolved = true;
    return true;
  }
  out->start = {year, (nth - 1) * months + 1};
  out->end = {year, nth * months};
  return true;
}

}  // namespace impactwire::extract
