#include "ingest_service/extract/periods/time_reading.h"

#include <initializer_list>
#include <utility>

namespace impactwire::extract {
namespace {

constexpr uint64_t kTo = HashWord("to");
constexpr uint64_t kAnd = HashWord("and");
constexpr uint64_t kBetween = HashWord("between");
constexpr uint64_t kBack = HashWord("back");
constexpr uint64_t kSince = HashWord("since");
constexpr uint64_t kUp = HashWord("up");

constexpr uint32_t Bits(std::initializer_list<WordClass> classes) {
  uint32_t bits = 0;
  for (const WordClass c : classes) bits |= 1u << c;
  return bits;
}
constexpr uint32_t kPointers = Bits({kThis, kLast, kNext});
// Words of other classes stand behind the first one, or before a time.
constexpr uint32_t kBeginning = kPointers |
                                Bits({kMonth, kSeason, kWeekday, kPart, kFiscal,
                                      kNth, kCount, kDayWord, kHoliday}) |
                                kYearOpens | kAnchorOpens | kLetterOpens;

}  // namespace

uint32_t TimeReading::OpeningsAt(int32_t i) const {
  if (At(i).kind == LexemeKind::kDigits) return kDigitsOpen;
  const Tables::Word* const word = Word(i);
  if (word == nullptr) return 0;
  // Articles are frequent; few words behind one make a time of it.
  constexpr uint32_t kBehindThe =
      kPointers | Bits({kNth, kUnit}) | kAnchorOpens | kPeriodOpens;
  if (word->classes & kTheOpens) {
    const Tables::Word* const next = Word(i + 1);
    return next != nullptr && next->classes & kBehindThe ? uint32_t{kTheOpens}
                                                         : 0;
  }
  if (word->classes & kAOpens) return Is(i + 1, kUnit) ? uint32_t{kAOpens} : 0;
  return word->classes & kBeginning;
}

bool TimeReading::ReadStretch(int32_t i, Stretch* out) const {
  // The classes and openings that each needs at its first lexeme.
  struct Reader {
    bool (TimeReading::*read)(int32_t, Stretch*) const;
    uint32_t openings;
  };
  static constexpr Reader kReaders[] = {
      {&TimeReading::ReadNumeric, kDigitsOpen},
      {&TimeReading::ReadSeason, Bits({kSeason, kHoliday}) | kPointers},
      {&TimeReading::ReadYearTo, Bits({kCount}) | kYearOpens | kDigitsOpen},
      {&TimeReading::ReadMonth,
       Bits({kMonth, kPart}) | kPointers | kDigitsOpen},
      {&TimeReading::ReadYears, Bits({kFiscal}) | kYearOpens | kDigitsOpen},
      {&TimeReading::ReadQuarter, Bits({kNth}) | kLetterOpens},
      {&TimeReading::ReadCounted,
       Bits({kCount}) | kTheOpens | kAOpens | kDigitsOpen},
      {&TimeReading::ReadSpan, Bits({kCount}) | kAOpens | kDigitsOpen},
      {&TimeReading::ReadAnchored, Bits({kLast}) | kTheOpens | kAnchorOpens},
      {&TimeReading::ReadDay, Bits({kDayWord, kWeekday}) | kPointers},
      {&TimeReading::ReadRelative, Bits({kNth}) | kPointers | kTheOpens}};
  const uint32_t openings = OpeningsAt(i);
  for (const Reader& reader : kReaders) {
    if (!(reader.openings & openings)) continue;
    *out = Stretch();
    if ((this->*reader.read)(i, out)) return true;
  }
  return false;
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
  std::vector<Pending> pending;
  for (int32_t s = 0; s < sentences; ++s) {
    begin_ = lexed_.First(s);
    end_ = lexed_.End(s);
    const int32_t paragraph = lexed_.document->sentences[s].paragraph;
    const bool paragraph_start =
        lexed_.document->paragraphs[paragraph].first_sentence == s;
    int32_t since_at = -100;  // the last "since"
    for (int32_t i = begin_; i < end_; ++i) {
      if (Is(i, kSinceWord) && Hash(i, kSince)) since_at = i;
      if (OpeningsAt(i) == 0) continue;
      Stretch stretch;
      if (!ReadStretch(i, &stretch)) continue;
      TimeExpression time;
      time.sentence = s;
      time.first = i;
      // "2015 to 2019", "Dec. 3 to Jan. 5", "between 2015 and 2019".
      Stretch second;
      const bool joins =
          Hash(stretch.last, kTo) ||
          (Hash(stretch.last, kAnd) &&
           (Hash(i - 1, kBetween) || Consecutive(i, stretch.last + 1))) ||
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
      time.manner = stretch.manner;
      bool part = false;
      const int32_t k = Preposition(i, &part);
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
        time.dateline = true;
      }
      time.relation = relation;
      if (stretch.anchored) {
        pending.push_back({out.size(), stretch.steps});
      } else if (!stretch.unresolved) {
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
    Anchor(pending, &out);
    pending.clear();
  }
  return out;
}

}  // namespace impactwire::extract
