// TimeReading: one document on its way through TimeFinder; internal to this
// folder.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"
#include "ingest_service/extract/numbers/hash_filter.h"
#include "ingest_service/extract/periods/time_finder.h"

namespace impactwire::extract {

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
  kWill,
  kDayWord,
  kHoliday,
  kClasses,
};

// What a word may begin beyond its classes: bits above theirs.
enum Opening : uint32_t {
  kTheOpens = 1u << kClasses,
  kAOpens = kTheOpens << 1,
  kYearOpens = kTheOpens << 2,    // "the year to March"
  kAnchorOpens = kTheOpens << 3,  // "that year", "since then"
  kPeriodOpens = kTheOpens << 4,  // behind "the" only
  kLetterOpens = kTheOpens << 5,  // "Q1"
  kDigitsOpen = kTheOpens << 6,
};

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
  bool anchored = false;    // from another time: "a year earlier", "that year"
  int steps = 0;            // how many months after (before, if negative) it
  TimeManner manner = TimeManner::kDate;
};

struct TimeFinder::Tables {
  struct Word {
    uint32_t classes = 0;  // and openings
    int value[kClasses] = {};
    bool Is(WordClass c) const { return classes >> c & 1; }
  };
  Word& WordOf(absl::string_view text) {
    filter.Add(HashWord(text));
    return words[HashWord(text)];
  }
  absl::flat_hash_map<uint64_t, Word> words;
  HashFilter filter;  // of `words`
};

// Reads one document; scratch of one call.
class TimeReading {
 public:
  using Tables = TimeFinder::Tables;

  TimeReading(const Tables& tables, const LexedText& lexed, Date published,
              std::vector<uint8_t>* taken)
      : tables_(tables), lexed_(lexed), now_(published), taken_(*taken) {}

  std::vector<TimeExpression> Run();

 private:
  const Lexeme& At(int32_t i) const { return lexed_.lexemes[i]; }
  absl::string_view Surface(int32_t i) const {
    return lexed_.Surface(lexed_.lexemes[i]);
  }
  const Tables::Word* Word(int32_t i) const {
    return i < begin_ || i >= end_ ? nullptr : words_[i];
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
  // "2018 and 2019": the years at i and k.
  bool Consecutive(int32_t i, int32_t k) const {
    return IsYear(i) && IsYear(k) && Integer(k) == Integer(i) + 1;
  }
  // Whether "1st", "3rd" stands at i; its length in lexemes.
  int DayAt(int32_t i, int* day) const;

  bool ReadStretch(int32_t i, Stretch* out) const;
  // The classes and openings by which one may begin at i; most often none.
  uint32_t OpeningsAt(int32_t i) const;
  bool ReadMonth(int32_t i, Stretch* out) const;
  bool ReadNumeric(int32_t i, Stretch* out) const;
  bool ReadYears(int32_t i, Stretch* out) const;
  bool ReadQuarter(int32_t i, Stretch* out) const;
  bool ReadSeason(int32_t i, Stretch* out) const;
  bool ReadYearTo(int32_t i, Stretch* out) const;
  // relative_times.cc
  bool ReadRelative(int32_t i, Stretch* out) const;
  bool ReadCounted(int32_t i, Stretch* out) const;
  bool ReadSpan(int32_t i, Stretch* out) const;
  bool ReadAnchored(int32_t i, Stretch* out) const;
  bool ReadDay(int32_t i, Stretch* out) const;
  // What stands at i in words or digits, 1..199; 0: no count.
  int CountAt(int32_t i) const;
  // Whether the sentence speaks of what is to come, before i.
  bool Future(int32_t i) const;
  // The word that says how the time at i is meant, behind "the end of", "early"
  // and the like; `part`: whether one of these stands there.
  int32_t Preposition(int32_t i, bool* part) const;
  // Resolves what `pending` (indices in *out) is told from: the time before it
  // in its sentence or else after it, one of the sentences before, or the
  // publish date.
  struct Pending {
    size_t index;
    int steps;
  };
  void Anchor(const std::vector<Pending>& pending,
              std::vector<TimeExpression>* out) const;
  int32_t OptionalYear(int32_t i, int* year) const;
  void SetYear(int year, Stretch* out) const { out->start = out->end = {year}; }
  Date Shift(int unit_days, int count) const;
  // The day so many days after the publish date, as exact as that.
  Date Day(int days) const;

  const Tables& tables_;
  const LexedText& lexed_;
  const Date now_;
  std::vector<uint8_t>& taken_;
  std::vector<const Tables::Word*> words_;  // of each lexeme; null: none
  int32_t begin_ = 0, end_ = 0;
};

}  // namespace impactwire::extract
