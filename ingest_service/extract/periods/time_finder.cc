#include "ingest_service/extract/periods/time_finder.h"

#include <algorithm>
#include <optional>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "absl/time/civil_time.h"
#include "extract_periods_data.h"
#include "ingest_service/extract/numbers/phrase_table.h"

namespace impactwire::extract {
namespace {

enum WordClass : uint8_t {
  kMonth,
  kSeason,
  kUnit,
  kWeekday,
  kInWord,
  kSinceWord,
  kByWord,
  kThis,
  kLast,
  kNext,
  kPart,
  kFiscal,
  kNth,
  kBegin,
  kCount,
  kClasses,
};

constexpr absl::string_view kClassNames[kClasses] = {
    "month", "season", "unit", "weekday", "in",  "since", "by",   "this",
    "last",  "next",   "part", "fiscal",  "nth", "begin", "count"};

constexpr int kYearDays = 365;

struct Date {
  int year = 0;  // 0: none
  int month = 0;
  int day = 0;

  std::string ToString() const {
    if (year == 0) return "";
    if (month == 0) return absl::StrFormat("%04d", year);
    if (day == 0) return absl::StrFormat("%04d-%02d", year, month);
    return absl::StrFormat("%04d-%02d-%02d", year, month, day);
  }
};

Date ParseDate(absl::string_view text) {
  Date date;
  const std::vector<absl::string_view> parts = absl::StrSplit(text, '-');
  if (parts.empty() || !absl::SimpleAtoi(parts[0], &date.year)) return Date();
  if (parts.size() > 1 && !absl::SimpleAtoi(parts[1], &date.month)) {
    return Date();
  }
  if (parts.size() > 2 && !absl::SimpleAtoi(parts[2], &date.day)) return Date();
  return date;
}

bool IsDate(int year, int month, int day) {
  const absl::CivilDay civil(year, month, day);
  return civil.year() == year && civil.month() == month && civil.day() == day;
}

// A stretch of time: from `start` to `end`, each as exact as the text.
struct Stretch {
  Date start, end;
  int32_t last = 0;  // one past its lexemes
  bool future = false;
  bool past = false;        // "a year earlier"
  bool since = false;       // open at the end: "over the past decade"
  bool closed = false;      // both ends are told: "Dec. 3 to 5"
  bool end_only = false;    // "within the next five years"
  bool unresolved = false;  // relative, and no publish date is known
};

}  // namespace

struct TimeFinder::Tables {
  struct Word {
    uint32_t classes = 0;
    int value[kClasses] = {};
    bool Is(WordClass c) const { return classes >> c & 1; }
  };
  absl::flat_hash_map<uint64_t, Word> words;
};

namespace {

using Tables = TimeFinder::Tables;

const uint64_t kThe = HashWord("the");
const uint64_t kA = HashWord("a");
const uint64_t kAn = HashWord("an");
const uint64_t kOf = HashWord("of");
const uint64_t kTo = HashWord("to");
const uint64_t kAnd = HashWord("and");
const uint64_t kYear = HashWord("year");
const uint64_t kAgo = HashWord("ago");
const uint64_t kEarlier = HashWord("earlier");
const uint64_t kBefore = HashWord("before");
const uint64_t kBetween = HashWord("between");
const uint64_t kFrom = HashWord("from");
const uint64_t kHalf = HashWord("half");
const uint64_t kQuarter = HashWord("quarter");
const uint64_t kFew = HashWord("few");
const uint64_t kSeveral = HashWord("several");
const uint64_t kCe = HashWord("s");
const uint64_t kAgenda = HashWord("agenda");
const uint64_t kVision = HashWord("vision");
const uint64_t kStrategy = HashWord("strategy");
const uint64_t kEnd = HashWord("end");
const uint64_t kBack = HashWord("back");
const uint64_t kUp = HashWord("up");
const uint64_t kIn = HashWord("in");
const uint64_t kWithin = HashWord("within");
const uint64_t kMay = HashWord("may");
const uint64_t kMarch = HashWord("march");

class Finding {
 public:
  Finding(const Tables& tables, const LexedText& lexed, Date published,
          std::vector<uint8_t>* taken)
      : tables_(tables), lexed_(lexed), now_(published), taken_(*taken) {}

  std::vector<TimeExpression> Run();

 private:
  const Lexeme& At(int32_t i) const { return lexed_.lexemes[i]; }
  absl::string_view Surface(int32_t i) const {
    return lexed_.Surface(lexed_.lexemes[i]);
  }
  const Tables::Word* Word(int32_t i) const {
    if (i < begin_ || i >= end_) return nullptr;
    const auto it = tables_.words.find(At(i).hash);
    return it == tables_.words.end() ? nullptr : &it->second;
  }
  bool Is(int32_t i, WordClass c) const {
    const Tables::Word* word = Word(i);
    return word != nullptr && word->Is(c);
  }
  int Value(int32_t i, WordClass c) const {
    const Tables::Word* word = Word(i);
    return word == nullptr ? 0 : word->value[c];
  }
  bool Hash(int32_t i, uint64_t hash) const {
    return i >= begin_ && i < end_ && At(i).hash == hash;
  }
  bool Mark(int32_t i, char mark) const {
    return i >= begin_ && i < end_ && At(i).kind == LexemeKind::kMark &&
           Surface(i).size() == 1 && Surface(i)[0] == mark;
  }
  bool Dash(int32_t i) const {
    return Mark(i, '-') || Mark(i, '/') ||
           (i >= begin_ && i < end_ && Surface(i) == "–");
  }
  // A plain integer of at most 4 digits; -1: none.
  int Integer(int32_t i) const {
    if (i < begin_ || i >= end_ || At(i).kind != LexemeKind::kDigits) return -1;
    int value;
    const absl::string_view surface = Surface(i);
    return surface.size() <= 4 && absl::SimpleAtoi(surface, &value) ? value
                                                                    : -1;
  }
  bool IsYear(int32_t i) const {
    const int value = Integer(i);
    return value >= 1900 && value <= 2100 && Surface(i).size() == 4;
  }
  bool LooksLikeYear(int32_t i) const;
  // Whether "1st", "3rd" stands at i; its length in lexemes.
  int DayAt(int32_t i, int* day) const;

  bool ReadStretch(int32_t i, Stretch* out) const;
  bool ReadMonth(int32_t i, Stretch* out) const;
  bool ReadNumeric(int32_t i, Stretch* out) const;
  bool ReadYears(int32_t i, Stretch* out) const;
  bool ReadQuarter(int32_t i, Stretch* out) const;
  bool ReadRelative(int32_t i, Stretch* out) const;
  int32_t OptionalYear(int32_t i, int* year) const;
  void SetYear(int year, Stretch* out) const { out->start = out->end = {year}; }
  Date Shift(int unit_days, int count) const;

  const Tables& tables_;
  const LexedText& lexed_;
  const Date now_;
  std::vector<uint8_t>& taken_;
  int32_t begin_ = 0, end_ = 0;
};

int Finding::DayAt(int32_t i, int* day) const {
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
int32_t Finding::OptionalYear(int32_t i, int* year) const {
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

bool Finding::ReadMonth(int32_t i, Stretch* out) const {
  int month = 0, day = 0, last_day = 0, year = 0;
  int32_t at = i;
  int which = 0;  // -1: "last April", 1: "next April"
  bool from_day = false;
  if (const int day_length = DayAt(at, &day); day_length > 0) {
    // "27 February 2016", "3-5 December", "the 27th of February".
    int32_t next = at + day_length;
    if (Dash(next) && DayAt(next + 1, &last_day) == 1) next += 2;
    if (Hash(next, kOf)) ++next;
    if (!Is(next, kMonth) || !At(next).capitalized) return false;
    month = Value(next, kMonth);
    at = next + 1;
    from_day = true;
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
                           Is(i - 1, kByWord)))) {
        return false;
      }
      if (i == begin_ && at - i == 1 && !dated) return false;
    }
  }
  if (!(Mark(at, ',') && !IsYear(at + 1))) at = OptionalYear(at, &year);
  // "Dec. 3 to Dec. 5" and year ranges are read by the caller.
  const bool absolute = year != 0;
  if (year == 0 && now_.year != 0) {
    year = now_.year;
    const bool future = now_.month != 0 && month > now_.month;
    const bool past = now_.month != 0 && month < now_.month;
    if (which < 0 && (month >= now_.month && now_.month != 0)) --year;
    if (which > 0 && past) ++year;
    // A month still to come is one of the year before, unless it is said.
    if (which == 0 && future && i > begin_ &&
        !(Is(i - 1, kByWord) || Is(i - 1, kThis)) && !Is(i, kThis)) {
      --year;
    }
  }
  (void)absolute;
  (void)from_day;
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
bool Finding::ReadNumeric(int32_t i, Stretch* out) const {
  if (At(i).kind != LexemeKind::kDigits) return false;
  int a = 0, b = 0, c = 0;
  const absl::string_view surface = Surface(i);
  const std::vector<absl::string_view> dots = absl::StrSplit(surface, '.');
  if (dots.size() == 3 && surface.size() >= 8 && surface.size() <= 10 &&
      absl::SimpleAtoi(dots[0], &a) && absl::SimpleAtoi(dots[1], &b) &&
      absl::SimpleAtoi(dots[2], &c)) {
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
bool Finding::LooksLikeYear(int32_t i) const {
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

bool Finding::ReadYears(int32_t i, Stretch* out) const {
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

// "third quarter of 2010", "the first half of 2020", "Q1 2021".
bool Finding::ReadQuarter(int32_t i, Stretch* out) const {
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

Date Finding::Shift(int unit_days, int count) const {
  Date date = now_;
  if (unit_days >= kYearDays) {
    return {now_.year + count * (unit_days / kYearDays)};
  }
  if (unit_days >= 28) {
    if (now_.month == 0) return {};
    const int months = count * (unit_days >= 90 ? 3 : 1);
    const absl::CivilMonth civil =
        absl::CivilMonth(now_.year, now_.month) + months;
    return {static_cast<int>(civil.year()), civil.month()};
  }
  if (now_.day == 0) return {};
  const absl::CivilDay civil =
      absl::CivilDay(now_.year, now_.month, now_.day) + count * unit_days;
  date = {static_cast<int>(civil.year()), civil.month(), civil.day()};
  return date;
}

// "last year", "this month", "the past five years", "three years ago".
bool Finding::ReadRelative(int32_t i, Stretch* out) const {
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
    } else if (Integer(k) > 0 && Integer(k) < 200) {
      count = Integer(k);
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
        SetYear(last ? now_.year - 1 : next ? now_.year + 1 : now_.year, out);
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
    if (count == 0 && (this_one || !article) && days < 3650) {
      const Date date = Shift(days, last ? -1 : next ? 1 : 0);
      if (days == 7) {
        out->unresolved = true;  // a week has no ISO form here
      } else {
        out->start = out->end = date;
      }
      out->future = next;
      return true;
    }
    if (count == 0) count = 1;
    if (days == 3650) {
      count *= 10;
    }
    const int step = days == 3650 ? kYearDays : days;
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
    const int months =
        Is(at + 1, kCount) ? Value(at + 1, kCount) : Integer(at + 1);
    int year = 0;
    if (months >= 2 && months <= 11 && Value(at + 2, kUnit) == 30 &&
        Hash(at + 3, kOf)) {
      const int32_t after = OptionalYear(at + 3, &year);
      if (after > at + 4 && year > 0) {
        out->start = {year, 1};
        out->end = {year, months};
        out->last = after;
        return true;
      }
    }
  }
  // "three years ago", "a year earlier".
  int count = 0;
  if (Hash(at, kA) || Hash(at, kAn)) {
    count = 1;
  } else if (Is(at, kCount)) {
    count = Value(at, kCount);
  } else if (Integer(at) > 0 && Integer(at) < 200) {
    count = Integer(at);
  }
  if (count > 0 && Is(at + 1, kUnit) &&
      (Hash(at + 2, kAgo) || Hash(at + 2, kEarlier) || Hash(at + 2, kBefore))) {
    out->last = at + 3;
    out->past = !Hash(at + 2, kAgo);
    if (now_.year == 0 || out->past) {
      out->unresolved = true;
    } else {
      const int days = Value(at + 1, kUnit);
      out->start = out->end = Shift(days, -count);
      out->unresolved = out->start.year == 0;
    }
    return true;
  }
  return false;
}

bool Finding::ReadStretch(int32_t i, Stretch* out) const {
  const Lexeme& lexeme = At(i);
  *out = Stretch();
  if (lexeme.kind == LexemeKind::kDigits) {
    return ReadNumeric(i, out) || ReadMonth(i, out) || ReadYears(i, out) ||
           ReadRelative(i, out);
  }
  const Tables::Word* word = Word(i);
  if (word == nullptr && lexeme.hash != kThe && lexeme.hash != kA &&
      lexeme.hash != kYear && Surface(i) != "Q" && Surface(i) != "H") {
    return false;
  }
  if (word != nullptr && word->Is(kSeason)) {
    int year = 0;
    const int32_t after = OptionalYear(i + 1, &year);
    if (after == i + 1 || year == 0) return false;
    SetYear(year, out);
    out->last = after;
    return true;
  }
  if (word != nullptr && word->Is(kWeekday) && lexeme.capitalized &&
      i > begin_ && Is(i - 1, kByWord) && !Hash(i - 1, kTo) && now_.day > 0) {
    const absl::CivilDay today(now_.year, now_.month, now_.day);
    const int wanted = word->value[kWeekday];
    absl::CivilDay day = today;
    for (int k = 0; k < 7; ++k) {
      const int weekday = static_cast<int>(absl::GetWeekday(day)) + 1;
      if (weekday == wanted) break;
      --day;
    }
    out->start =
        out->end = {static_cast<int>(day.year()), day.month(), day.day()};
    out->last = i + 1;
    return true;
  }
  return ReadMonth(i, out) || ReadYears(i, out) || ReadQuarter(i, out) ||
         ReadRelative(i, out);
}

std::vector<TimeExpression> Finding::Run() {
  std::vector<TimeExpression> out;
  taken_.assign(lexed_.lexemes.size(), 0);
  const int32_t sentences = lexed_.document->sentences.size();
  for (int32_t s = 0; s < sentences; ++s) {
    begin_ = lexed_.First(s);
    end_ = lexed_.End(s);
    const int32_t paragraph = lexed_.document->sentences[s].paragraph;
    const bool paragraph_start =
        lexed_.document->paragraphs[paragraph].first_sentence == s;
    int32_t since_at = -100;  // the last "since"
    for (int32_t i = begin_; i < end_; ++i) {
      if (Is(i, kSinceWord) && Hash(i, HashWord("since"))) since_at = i;
      Stretch stretch;
      if (!ReadStretch(i, &stretch)) continue;
      TimeExpression time;
      time.sentence = s;
      time.first = i;
      // "2015 to 2019", "Dec. 3 to Jan. 5", "between 2015 and 2019".
      Stretch second;
      const bool joins = Hash(stretch.last, kTo) ||
                         (Hash(stretch.last, kAnd) && Hash(i - 1, kBetween)) ||
                         (stretch.last < end_ && Surface(stretch.last) == "–");
      bool range = stretch.closed;
      if (joins && stretch.last + 1 < end_ &&
          ReadStretch(stretch.last + 1, &second) && !second.unresolved &&
          !stretch.unresolved) {
        // "from April to June 2020": the first month is of the same year.
        if (stretch.start.month > 0 && second.start.year != 0 &&
            stretch.start.year != second.start.year &&
            Integer(stretch.last - 1) != stretch.start.year) {
          stretch.start.year = second.start.year;
        }
        stretch.end = second.end;
        stretch.last = second.last;
        range = true;
      }
      time.last = stretch.last;
      time.future = stretch.future;
      time.past = stretch.past;
      // The words before: preposition, "the end of", "early".
      int32_t k = i - 1;
      bool part = false;
      for (int steps = 0; k >= begin_ && steps < 5; ++steps) {
        if (Hash(k, kThe) || Hash(k, kOf) || Mark(k, '-')) {
          --k;
        } else if (Is(k, kPart) || Is(k, kFiscal) || Hash(k, kYear)) {
          part = true;
          --k;
        } else {
          break;
        }
      }
      if (!part && k != i - 1 && Hash(i - 1, kOf)) k = i - 1;
      TimeRelation relation = TimeRelation::kIn;
      if (!range) {
        if (Is(k, kSinceWord) || (Hash(k, kTo) && Hash(k - 1, kBack))) {
          relation = TimeRelation::kSince;
        } else if (Is(k, kByWord) || (Hash(k, kTo) && Hash(k - 1, kUp))) {
          relation = TimeRelation::kBy;
        } else if (i - since_at <= 9) {
          // "since it began in 2014", "since its launch in 2017".
          bool begins = false;
          for (int32_t m = since_at; m < i; ++m) {
            begins |= Is(m, kBegin);
            if (Mark(m, ',')) begins = false;
          }
          if (begins || i - since_at <= 5) relation = TimeRelation::kSince;
        }
      }
      if (k >= begin_ && (Is(k, kSinceWord) || Is(k, kByWord) ||
                          Is(k, kInWord) || Hash(k, kBetween))) {
        time.first = k;
      }
      if (stretch.end_only) relation = TimeRelation::kBy;
      // "KUALA LUMPUR, July 22 —": the day of the report, not of the facts.
      if (paragraph_start && i - begin_ <= 10 && time.last < end_ &&
          (Dash(time.last) || Surface(time.last) == "—" ||
           Mark(time.last, '(') || Mark(time.last, ')'))) {
        time.past = true;
      }
      time.relation = relation;
      if (!stretch.unresolved) {
        time.point = stretch.start.ToString();
        if (relation != TimeRelation::kBy) {
          time.start = stretch.start.ToString();
        }
        if (relation != TimeRelation::kSince) time.end = stretch.end.ToString();
      }
      for (int32_t m = i; m < time.last; ++m) taken_[m] = 1;
      i = time.last - 1;
      out.push_back(std::move(time));
    }
  }
  return out;
}

}  // namespace

TimeFinder::TimeFinder(std::unique_ptr<const Tables> tables)
    : tables_(std::move(tables)) {}
TimeFinder::~TimeFinder() = default;

absl::StatusOr<std::unique_ptr<TimeFinder>> TimeFinder::Create() {
  auto tables = std::make_unique<Tables>();
  for (const auto& row : ReadTsv(data::TimeWords())) {
    int value = 0;
    const auto* const name =
        row.size() == 3
            ? std::find(std::begin(kClassNames), std::end(kClassNames), row[1])
            : std::end(kClassNames);
    if (name == std::end(kClassNames) || !absl::SimpleAtoi(row[2], &value)) {
      return absl::InternalError(
          absl::StrCat("time_words.tsv: malformed row \"", row[0], "\""));
    }
    Tables::Word& word = tables->words[HashWord(row[0])];
    word.classes |= 1u << (name - kClassNames);
    word.value[name - kClassNames] = value;
  }
  return std::unique_ptr<TimeFinder>(new TimeFinder(std::move(tables)));
}

std::vector<TimeExpression> TimeFinder::Find(
    const LexedText& lexed, absl::string_view publish_date,
    std::vector<uint8_t>* taken) const {
  return Finding(*tables_, lexed, ParseDate(publish_date), taken).Run();
}

}  // namespace impactwire::extract
