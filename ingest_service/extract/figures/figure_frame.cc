#include "ingest_service/extract/figures/figure_frame.h"

#include <algorithm>

#include "ingest_service/extract/numbers/core_reader.h"

namespace impactwire::extract {
namespace {

const uint64_t kAnd = HashWord("and");
const uint64_t kOr = HashWord("or");
const uint64_t kTo = HashWord("to");
const uint64_t kNumber = HashWord("number");
const uint64_t kOf = HashWord("of");

// "number of schools": the noun stands before the number.
NounPhrase NumberOf(const FigureLexicon& lexicon, const LexedText& lexed,
                    const Number& number) {
  const int32_t begin =
      std::max(lexed.First(number.sentence), number.first - 14);
  for (int32_t i = number.first - 2; i >= begin; --i) {
    if (lexed.lexemes[i].hash != kNumber || lexed.lexemes[i + 1].hash != kOf) {
      continue;
    }
    Number at = number;
    at.unit.clear();
    at.is_money = false;
    at.last = i + 2;
    NounPhrase phrase = ReadNounPhrase(lexicon, lexed, at);
    if (!phrase.empty() && phrase.end <= number.first) return phrase;
  }
  return {};
}

// Only "," "and" "or" "to" and bounds stand between two numbers of a list.
bool IsList(const LexedText& lexed, int32_t from, int32_t to) {
  if (to - from > 4 || to <= from) return false;
  bool joined = false;
  for (int32_t i = from; i < to; ++i) {
    const Lexeme& lexeme = lexed.lexemes[i];
    if (lexeme.hash == kAnd || lexeme.hash == kOr || lexeme.hash == kTo ||
        (lexeme.kind == LexemeKind::kMark && lexed.Surface(lexeme) == ",")) {
      joined = true;
    } else {
      return false;
    }
  }
  return joined;
}

// "38 of the 212 hectares", "nine of its 14 buildings": the second number has
// the noun of both.
bool IsPartOf(const LexedText& lexed, int32_t from, int32_t to) {
  if (to - from < 1 || to - from > 3 || lexed.lexemes[from].hash != kOf) {
    return false;
  }
  for (int32_t i = from + 1; i < to; ++i) {
    if (lexed.lexemes[i].kind != LexemeKind::kWord) return false;
  }
  return true;
}

}  // namespace

absl::string_view UnitClass(const FigureFrame& frame, const Number& number) {
  if (number.is_money) return "money";
  if (frame.unit == "percent") return "percent";
  if (!number.unit.empty()) return "physical";
  if (frame.unit == "person" || frame.unit == "household") return frame.unit;
  return frame.unit.empty() ? "none" : "noun";
}

std::vector<FigureFrame> MakeFrames(const FigureLexicon& lexicon,
                                    const LexedText& lexed,
                                    const NumberReader& reader,
                                    const UnitRanker& units,
                                    const std::vector<WordSenses::Set>& senses,
                                    std::vector<Number>* numbers,
                                    std::vector<UnitExample>* examples) {
  std::vector<FigureFrame> frames;
  for (size_t i = 0; i < numbers->size(); ++i) {
    Number& number = (*numbers)[i];
    if (number.disposition !=
        v1::ExtractionTrace::Number::DISPOSITION_UNSPECIFIED) {
      continue;
    }
    FigureFrame frame;
    frame.number = i;
    frame.sentence = number.sentence;
    frame.first = number.first;
    frame.last = number.last;
    frame.phrase = ReadNounPhrase(lexicon, lexed, number);
    frame.unit = number.unit;
    if (!frame.phrase.empty()) {
      frame.last = std::max(frame.last, frame.phrase.end);
      if (frame.unit.empty()) {
        frame.unit = UnitOfPhrase(lexicon, lexed, frame.phrase);
      }
      const int32_t end = lexed.End(number.sentence);
      int32_t length = 0;
      if (number.bound == v1::BOUND_EXACT) {
        const v1::Bound bound =
            reader.BoundAfter(lexed, frame.phrase.end, end, &length);
        if (bound != v1::BOUND_UNSPECIFIED) {
          number.bound = bound;
          frame.last = frame.phrase.end + length;
        }
      }
      if (number.rate.per().empty()) {
        reader.ReadRate(lexed, frame.last, end, &number.rate);
      }
    } else if (frame.unit.empty()) {
      frame.phrase = NumberOf(lexicon, lexed, number);
      if (!frame.phrase.empty()) {
        frame.unit = UnitOfPhrase(lexicon, lexed, frame.phrase);
        frame.borrowed = true;
      }
    }
    frames.push_back(std::move(frame));
  }
  // One bound word before a list covers the list; a noun behind it too.
  for (size_t i = 1; i < frames.size(); ++i) {
    Number& before = (*numbers)[frames[i - 1].number];
    Number& number = (*numbers)[frames[i].number];
    if (before.sentence == number.sentence && number.bound == v1::BOUND_EXACT &&
        before.bound != v1::BOUND_RANGE && before.bound != v1::BOUND_EXACT &&
        IsList(lexed, frames[i - 1].last, number.first) &&
        (frames[i - 1].unit.empty() || frames[i - 1].unit == frames[i].unit)) {
      number.bound = before.bound;
    }
  }
  for (size_t i = frames.size(); i-- > 1;) {
    FigureFrame& before = frames[i - 1];
    if (before.unit.empty() && before.sentence == frames[i].sentence &&
        (IsList(lexed, before.last, frames[i].first) ||
         ((*numbers)[before.number].value > 1 &&
          IsPartOf(lexed, (*numbers)[before.number].last, frames[i].first)))) {
      before.unit = frames[i].unit;
      before.phrase = frames[i].phrase;
      before.borrowed = true;
    } else if (before.unit.empty() && before.last == frames[i].first) {
      // "two 32 MW plants", "two 15-seat vans"
      Number measure = (*numbers)[frames[i].number];
      measure.unit.clear();
      measure.is_money = false;
      const NounPhrase phrase = ReadNounPhrase(lexicon, lexed, measure);
      if (!phrase.empty() && !phrase.partitive) {
        before.unit = UnitOfPhrase(lexicon, lexed, phrase);
        before.phrase = phrase;
        before.borrowed = true;
      }
    }
  }
  // "another 300", "10 of them".
  for (size_t i = 0; i < frames.size(); ++i) {
    FigureFrame& frame = frames[i];
    Number& number = (*numbers)[frame.number];
    if (!frame.unit.empty()) continue;
    UnitExample example;
    const UnitCandidate chosen =
        units.Choose(lexed, senses, *numbers, frames, i,
                     examples == nullptr ? nullptr : &example);
    if (examples != nullptr) examples->push_back(std::move(example));
    frame.unit = chosen.unit;
    frame.phrase = chosen.phrase;
    frame.borrowed = true;
    frame.ranked = true;
    if (chosen.frame >= 0) {
      const Number& before = (*numbers)[frames[chosen.frame].number];
      number.unit = before.unit;
      number.is_money = before.is_money;
    }
  }
  return frames;
}

}  // namespace impactwire::extract
