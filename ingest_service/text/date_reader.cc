#include "ingest_service/text/date_reader.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_format.h"
#include "absl/time/civil_time.h"
#include "common/base/utf8.h"
#include "ingest_service/text/chars.h"

namespace impactwire::text {
namespace {

constexpr size_t kMaxBytes = 1000;
constexpr size_t kMaxDatelineBytes = 100;

struct Piece {
  enum Kind { kNumber, kMonth, kOther } kind = kOther;
  size_t begin = 0;
  size_t end = 0;
  int value = 0;
  size_t digits = 0;
};

constexpr absl::string_view kMonths[] = {
    "january", "february", "march",     "april",   "may",      "june",
    "july",    "august",   "september", "october", "november", "december"};

// 1 to 12, or 0: full names, their first three letters, "sept".
int MonthOf(absl::string_view word) {
  if (word.size() < 3 || word.size() > 9) return 0;
  const std::string lower = absl::AsciiStrToLower(word);
  if (lower == "sept") return 9;
  for (int i = 0; i < 12; ++i) {
    if (lower == kMonths[i] || lower == kMonths[i].substr(0, 3)) return i + 1;
  }
  return 0;
}

bool IsYear(const Piece& piece) {
  return piece.kind == Piece::kNumber && piece.digits == 4 &&
         piece.value >= 1900 && piece.value <= 2099;
}

bool IsDay(const Piece& piece) {
  return piece.kind == Piece::kNumber && piece.digits <= 2 &&
         piece.value >= 1 && piece.value <= 31;
}

std::string Format(int year, int month, int day) {
  if (!IsCalendarDate(year, month, day)) return "";
  if (month == 0) return absl::StrFormat("%04d", year);
  if (day == 0) return absl::StrFormat("%04d-%02d", year, month);
  return absl::StrFormat("%04d-%02d-%02d", year, month, day);
}

// The piece of letters or digits at or after `at`.
Piece NextPiece(absl::string_view text, size_t at) {
  while (at < text.size() && !absl::ascii_isalnum(text[at])) ++at;
  Piece piece;
  piece.begin = at;
  if (at < text.size() && absl::ascii_isdigit(text[at])) {
    piece.kind = Piece::kNumber;
    while (at < text.size() && absl::ascii_isdigit(text[at])) {
      if (at - piece.begin < 9) piece.value = piece.value * 10 + text[at] - '0';
      ++at;
    }
    piece.digits = at - piece.begin;
    // "5th", "1st"; "2017T09".
    if (piece.digits <= 2 && at + 1 < text.size() &&
        absl::ascii_isalpha(text[at])) {
      const std::string ending = absl::AsciiStrToLower(text.substr(at, 2));
      const bool alone =
          at + 2 >= text.size() || !absl::ascii_isalpha(text[at + 2]);
      if (alone && (ending == "st" || ending == "nd" || ending == "rd" ||
                    ending == "th")) {
        at += 2;
      }
    }
  } else {
    while (at < text.size() && absl::ascii_isalpha(text[at])) ++at;
    const int month = MonthOf(text.substr(piece.begin, at - piece.begin));
    if (month > 0) {
      piece.kind = Piece::kMonth;
      piece.value = month;
    }
  }
  piece.end = at;
  return piece;
}

// Whether a year may stand in the text, without which there is no date.
bool HasYear(absl::string_view text) {
  for (size_t i = 0; i + 4 <= text.size(); ++i) {
    if ((text[i] == '1' || text[i] == '2') &&
        (text[i + 1] == '9' || text[i + 1] == '0') &&
        absl::ascii_isdigit(text[i + 2]) && absl::ascii_isdigit(text[i + 3])) {
      return true;
    }
  }
  return false;
}

// Whether nothing but a few spaces, stops, commas and dashes stands between.
bool Near(absl::string_view text, const Piece& a, const Piece& b) {
  if (b.begin < a.end || b.begin - a.end > 4) return false;
  for (size_t i = a.end; i < b.begin; ++i) {
    const char c = text[i];
    if (c != ' ' && c != ',' && c != '.' && c != '-' && c != '/' && c != '\t') {
      return false;
    }
  }
  return true;
}

// The one mark between two numbers, or 0.
char Joint(absl::string_view text, const Piece& a, const Piece& b) {
  return b.begin == a.end + 1 ? text[a.end] : '\0';
}

FoundDate Make(std::string date, const Piece& first, const Piece& last) {
  FoundDate found;
  if (date.empty()) return found;
  found.date = std::move(date);
  found.begin = first.begin;
  found.end = last.end;
  return found;
}

// A date that starts with piece `a`; `b` and `c` are the next two.
FoundDate DateAt(absl::string_view text, const Piece& a, const Piece& b,
                 const Piece& c) {
  if (a.kind == Piece::kMonth && Near(text, a, b)) {
    if (IsDay(b) && Near(text, b, c) && IsYear(c)) {
      return Make(Format(c.value, a.value, b.value), a, c);
    }
    if (IsYear(b)) return Make(Format(b.value, a.value, 0), a, b);
  }
  if (IsDay(a) && b.kind == Piece::kMonth && Near(text, a, b) && IsYear(c) &&
      Near(text, b, c)) {
    return Make(Format(c.value, b.value, a.value), a, c);
  }
  if (a.kind != Piece::kNumber || b.kind != Piece::kNumber ||
      c.kind != Piece::kNumber) {
    return {};
  }
  const char joint = Joint(text, a, b);
  if (joint != Joint(text, b, c) ||
      (joint != '-' && joint != '/' && joint != '.')) {
    return {};
  }
  if (IsYear(a) && b.digits <= 2 && c.digits <= 2) {
    return Make(Format(a.value, b.value, c.value), a, c);
  }
  if (IsYear(c) && a.digits <= 2 && b.digits <= 2) {
    const bool day_first = a.value > 12;
    const bool month_first = b.value > 12;
    if (a.value == b.value) {
      return Make(Format(c.value, a.value, a.value), a, c);
    }
    if (day_first && !month_first) {
      return Make(Format(c.value, b.value, a.value), a, c);
    }
    if (month_first && !day_first) {
      return Make(Format(c.value, a.value, b.value), a, c);
    }
    if (!day_first && !month_first && a.value > 0 && b.value > 0) {
      return Make(Format(c.value, 0, 0), a, c);
    }
  }
  return {};
}

}  // namespace

bool IsCalendarDate(int year, int month, int day) {
  if (year < 1900 || year > 2099 || month < 0 || month > 12 || day < 0) {
    return false;
  }
  if (month == 0) return day == 0;
  constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return day <= kDays[month - 1] + (month == 2 && leap ? 1 : 0);
}

std::string FullerDate(absl::string_view known, absl::string_view other) {
  const bool fuller =
      other.size() > known.size() && other.substr(0, known.size()) == known;
  return std::string(fuller ? other : known);
}

bool IsNextDay(absl::string_view a, absl::string_view b) {
  absl::CivilDay left;
  absl::CivilDay right;
  return a.size() == 10 && b.size() == 10 && absl::ParseCivilTime(a, &left) &&
         absl::ParseCivilTime(b, &right) &&
         (left - right == 1 || right - left == 1);
}

FoundDate FindDate(absl::string_view text) {
  text = text.substr(0, kMaxBytes);
  FoundDate best;
  if (!HasYear(text)) return best;
  Piece a = NextPiece(text, 0);
  Piece b = NextPiece(text, a.end);
  while (a.begin < text.size()) {
    Piece c = NextPiece(text, b.end);
    // "5th of December 2017".
    if (b.kind == Piece::kOther && IsDay(a) &&
        text.substr(b.begin, b.end - b.begin) == "of") {
      const Piece d = NextPiece(text, c.end);
      if (c.kind == Piece::kMonth && IsYear(d)) {
        FoundDate found = Make(Format(d.value, c.value, a.value), a, d);
        if (!found.date.empty()) return found;
      }
    }
    FoundDate found = DateAt(text, a, b, c);
    if (found.date.size() == 10) return found;
    if (found.date.size() > best.date.size()) best = found;
    a = b;
    b = c;
  }
  return best;
}

std::string DateOfDateline(absl::string_view paragraph) {
  const absl::string_view head =
      paragraph.substr(0, Utf8Floor(paragraph, kMaxDatelineBytes));
  FoundDate found = FindDate(head);
  if (found.date.size() < 10 || found.begin > kMaxDatelineBytes / 2) return "";
  // No sentence before it, a mark behind it.
  for (const char c : head.substr(0, found.begin)) {
    if (c == ':' || c == ';' || c == '"') return "";
  }
  absl::string_view rest = TrimSpace(head.substr(found.end));
  for (const absl::string_view mark :
       {"-", "\u2013", "\u2014", ":", "/", "(", "|", ")"}) {
    if (absl::StartsWith(rest, mark)) return found.date;
  }
  return "";
}

std::string DateInUri(absl::string_view uri) {
  const size_t scheme = uri.find("://");
  if (scheme != absl::string_view::npos) uri.remove_prefix(scheme + 3);
  uri = uri.substr(0, std::min(uri.find_first_of("?#"), kMaxBytes));
  const size_t slash = uri.find('/');
  if (slash == absl::string_view::npos) return "";
  std::string best;
  size_t at = slash;
  const auto digits_at = [&](size_t from, size_t most) {
    size_t n = 0;
    while (from + n < uri.size() && n <= most &&
           absl::ascii_isdigit(uri[from + n])) {
      ++n;
    }
    return n;
  };
  const auto number = [&](size_t from, size_t size) {
    int value = 0;
    for (size_t i = 0; i < size; ++i) value = value * 10 + uri[from + i] - '0';
    return value;
  };
  while (at < uri.size()) {
    // Only whole runs of digits count.
    if (!absl::ascii_isdigit(uri[at]) ||
        (at > 0 && absl::ascii_isdigit(uri[at - 1]))) {
      ++at;
      continue;
    }
    std::string date;
    const size_t run = digits_at(at, 20);
    // With the time of day behind it, too.
    if (run == 8 || run == 12 || run == 14) {
      date = Format(number(at, 4), number(at + 4, 2), number(at + 6, 2));
    } else if (run == 6) {
      if (const int month = number(at + 4, 2); month > 0) {
        date = Format(number(at, 4), month, 0);
      }
    } else if (run == 4 && at + 5 < uri.size()) {
      const int year = number(at, 4);
      const char joint = uri[at + 4];
      size_t next = at + 5;
      const size_t month_digits = digits_at(next, 4);
      if ((joint == '/' || joint == '-' || joint == '_') &&
          (month_digits == 1 || month_digits == 2)) {
        const int month = number(next, month_digits);
        next += month_digits;
        size_t day_digits = 0;
        if (next + 1 < uri.size() &&
            (uri[next] == '/' || uri[next] == '-' || uri[next] == '_')) {
          day_digits = digits_at(next + 1, 4);
        }
        if (month > 0 && (day_digits == 1 || day_digits == 2)) {
          const int day = number(next + 1, day_digits);
          if (day > 0) date = Format(year, month, day);
        }
        if (date.empty() && month > 0 && month_digits == 2) {
          date = Format(year, month, 0);
        }
      } else if ((joint == '/' || joint == '-') && month_digits == 4) {
        // "/2016-02/23/", "/2016/0223/".
        const int month = number(next, 2);
        if (month > 0) date = Format(year, month, number(next + 2, 2));
      } else if (joint == '/' && month_digits == 0) {
        // "/2017/dec/05/".
        size_t end = next;
        while (end < uri.size() && absl::ascii_isalpha(uri[end])) ++end;
        const int month = MonthOf(uri.substr(next, end - next));
        if (month > 0 && end + 1 < uri.size() && uri[end] == '/') {
          const size_t day_digits = digits_at(end + 1, 4);
          const int day = day_digits == 1 || day_digits == 2
                              ? number(end + 1, day_digits)
                              : 0;
          date = Format(year, month, day);
        }
      }
    }
    // Older than the web is no date of a page.
    if (date.size() > best.size() && date >= "1994") best = date;
    at += run;
  }
  return best;
}

}  // namespace impactwire::text
