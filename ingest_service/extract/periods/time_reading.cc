#include "ingest_service/extract/periods/time_reading.h"

#include "absl/time/civil_time.h"

namespace impactwire::extract {
namespace {

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
const uint64_t kFew = HashWord("few");
const uint64_t kSeveral = HashWord("several");
const uint64_t kBack = HashWord("back");
const uint64_t kUp = HashWord("up");
const uint64_t kIn = HashWord("in");
const uint64_t kWithin = HashWord("within");

constexpr int kYearDays = 365;

}  // namespace

Date TimeReading::Shift(int unit_days, int count) const {
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
bool TimeReading::ReadRelative(int32_t i, Stretch* out) const {
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

bool TimeReading::ReadStretch(int32_t i, Stretch* out) const {
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

std::vector<TimeExpression> TimeReading::Run() {
  std::vector<TimeExpression> out;
  taken_.assign(lexed_.lexemes.size(), 0);
  words_.reserve(lexed_.lexemes.size());
  for (const Lexeme& lexeme : lexed_.lexemes) {
    const auto it = tables_.filter.MayHold(lexeme.hash)
                        ? tables_.words.find(lexeme.hash)
                        : tables_.words.end();
    words_.push_back(it == tables_.words.end() ? nullptr : &it->second);
  }
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

}  // namespace impactwire::extract
