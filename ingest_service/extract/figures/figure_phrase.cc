#include "ingest_service/extract/figures/figure_phrase.h"

#include <algorithm>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/base/utf8.h"
#include "ingest_service/extract/figures/joined_words.h"

namespace impactwire::extract {
namespace {

constexpr size_t kMaxBytes = 120;
constexpr int32_t kWindow = 14;
// How far the noun of a sum is looked for.
constexpr int32_t kNounLeft = 30;
constexpr int32_t kNounRight = 8;
constexpr int32_t kNounBack = 150;

const uint64_t kOf = HashWord("of");
const uint64_t kIn = HashWord("in");

// What a measure without a noun is of.
absl::string_view Measured(v1::ImpactCategory category,
                           absl::string_view unit) {
  switch (category) {
    case v1::IMPACT_CATEGORY_EMISSIONS:
      return "emissions";
    case v1::IMPACT_CATEGORY_ENERGY:
      return unit == "MW" || unit == "GW" || unit == "kW" ? "capacity"
                                                          : "electricity";
    case v1::IMPACT_CATEGORY_WATER:
      return "water";
    case v1::IMPACT_CATEGORY_WASTE:
      return "waste";
    case v1::IMPACT_CATEGORY_NATURE:
      return "land";
    case v1::IMPACT_CATEGORY_FOOD:
      return "food";
    case v1::IMPACT_CATEGORY_VOLUNTEERING:
      return "time";
    default:
      return "";
  }
}

}  // namespace

struct FigurePhrase::Reading {
  const FigureInput& input;
  const LexedText& lexed;
  const FigureFrame& frame;
  const Number& number;
  Clause clause;
};

absl::StatusOr<std::unique_ptr<FigurePhrase>> FigurePhrase::Create(
    const FigureLexicon* lexicon, const WordSenses* words) {
  auto phrase = std::make_unique<FigurePhrase>();
  phrase->lexicon_ = lexicon;
  phrase->words_ = words;
  auto participles = Participles::Create();
  if (!participles.ok()) return participles.status();
  phrase->participles_ = *std::move(participles);
  auto parts = PhraseParts::Create(lexicon, words);
  if (!parts.ok()) return parts.status();
  phrase->parts_ = *std::move(parts);
  return phrase;
}

std::string FigurePhrase::Write(const FigureInput& input,
                                const FigureFrame& frame, const Number& number,
                                absl::string_view unit,
                                v1::ImpactCategory category) const {
  const Reading reading = {input, input.lexed, frame, number,
                           ClauseAround(input.lexed, frame.sentence,
                                        frame.first, frame.last, kWindow)};
  std::string what = number.is_money        ? OfMoney(reading, category)
                     : unit == "percent"    ? OfShare(reading)
                     : !number.unit.empty() ? OfMeasure(reading, unit, category)
                                            : OfCount(reading);
  what.resize(Utf8Floor(what, kMaxBytes));
  return what.empty() ? std::string(unit) : what;
}

int32_t FigurePhrase::VerbOf(const Reading& reading) const {
  const LexedText& lexed = reading.lexed;
  const auto is_word = [&](int32_t i) {
    const Lexeme& lexeme = lexed.lexemes[i];
    return lexeme.kind == LexemeKind::kWord && !lexeme.capitalized &&
           lexeme.span.end - lexeme.span.begin > 3;
  };
  // "certified workers": what others are, not what is done with these.
  const auto attributive = [&](int32_t i) {
    if (i < reading.frame.last || i + 1 >= reading.clause.end) return false;
    const Lexeme& next = lexed.lexemes[i + 1];
    return next.kind == LexemeKind::kWord &&
           (words_->Of(lexed.Surface(next)) & ~words_->verbs()) != 0;
  };
  const auto does = [&](int32_t i) {
    const absl::string_view word = lexed.Surface(lexed.lexemes[i]);
    return is_word(i) && (words_->Of(word) & parts_->doing()) != 0 &&
           !LooksPlural(word) && !attributive(i);
  };
  // A participle that speaks of impact, where no verb is near.
  const auto done = [&](int32_t i) {
    const absl::string_view word = lexed.Surface(lexed.lexemes[i]);
    return is_word(i) &&
           (lexicon_->CuesOf(lexed.lexemes[i].hash) & (kTargetCue - 1)) != 0 &&
           (absl::EndsWith(word, "ed") || absl::EndsWith(word, "ing")) &&
           !attributive(i);
  };
  const auto nearest = [&](const auto& is, int32_t left, int32_t right) {
    const FigureFrame& frame = reading.frame;
    for (int32_t i = frame.first - 1;
         i >= std::max(reading.clause.begin, frame.first - left); --i) {
      if (is(i)) return i;
    }
    for (int32_t i = frame.last;
         i < std::min(reading.clause.end, frame.last + right); ++i) {
      if (is(i)) return i;
    }
    return -1;
  };
  const int32_t verb = nearest(does, 5, 4);
  return verb >= 0 ? verb : nearest(done, 14, 8);
}

std::string FigurePhrase::WithVerb(std::string what,
                                   const Reading& reading) const {
  const int32_t verb = VerbOf(reading);
  const NounPhrase& phrase = reading.frame.phrase;
  if (verb < 0 ||
      (!phrase.empty() && verb >= phrase.begin && verb < phrase.end)) {
    return what;
  }
  const absl::string_view word =
      reading.lexed.Surface(reading.lexed.lexemes[verb]);
  // Before the number it is what somebody does with it, behind it what it does.
  return With(what, verb < reading.frame.first ? participles_->Of(word)
                                               : absl::AsciiStrToLower(word));
}

// "rural workers trained", "pairs of reading glasses".
std::string FigurePhrase::OfCount(const Reading& reading) const {
  const LexedText& lexed = reading.lexed;
  const NounPhrase& phrase = reading.frame.phrase;
  std::string what;
  if (!phrase.empty()) {
    what = Joined(lexed, phrase.begin, phrase.end);
    const int32_t of = phrase.end;
    if (of < reading.clause.end && lexed.lexemes[of].hash == kOf &&
        !reading.frame.borrowed) {
      const std::string whole =
          parts_->PhraseAt(lexed, of + 1, reading.clause.end);
      if (!whole.empty()) absl::StrAppend(&what, " of ", whole);
    }
    if (phrase.end - phrase.begin >= 4) return what;
  }
  return WithVerb(std::move(what), reading);
}

std::string FigurePhrase::OfMoney(const Reading& reading,
                                  v1::ImpactCategory category) const {
  const LexedText& lexed = reading.lexed;
  const FigureFrame& frame = reading.frame;
  const SaidKind kind =
      category == v1::IMPACT_CATEGORY_MONEY_GIVEN ? SaidKind::kGiven
      : category == v1::IMPACT_CATEGORY_INCOME    ? SaidKind::kIncome
                                                  : SaidKind::kInvested;
  std::string noun = MoneyNoun(reading, kind);
  // "$5 million wind farm", "Balti: 1.5 million (industrial park)".
  std::string of;
  const bool glued =
      !frame.phrase.empty() && !frame.borrowed && !frame.phrase.partitive &&
      !IsProper(lexed, frame.phrase.head) &&
      parts_->SaidFor(lexed.lexemes[frame.phrase.head].hash, kind).empty();
  if (glued) {
    of = Joined(
        lexed,
        parts_->WithModifier(lexed, frame.phrase.begin, frame.phrase.end),
        frame.phrase.end);
    if (noun.empty() && kind == SaidKind::kInvested) noun = "cost";
    of = absl::StrCat(noun == "cost" ? "of " : "for ", of);
  } else if (frame.last < reading.clause.end &&
             lexed.Surface(lexed.lexemes[frame.last]) == "(") {
    of = parts_->PhraseAt(lexed, frame.last + 1, reading.clause.end);
    if (!of.empty()) of = absl::StrCat("for ", of);
  }
  if (of.empty()) {
    of = parts_->PurposeIn(lexed, frame.last,
                           std::min(reading.clause.end, frame.last + kWindow),
                           noun);
  }
  if (of.empty())
    of = parts_->PurposeIn(lexed, reading.clause.begin, frame.first, noun);
  if (of.empty() && kind == SaidKind::kInvested) {
    const std::string subject =
        parts_->SubjectOf(lexed, reading.clause.begin, frame.first);
    if (!subject.empty() && Stem(subject) != Stem(noun)) {
      of = absl::StrCat("of ", subject);
    }
  }
  if (kind == SaidKind::kIncome) {
    const std::string& per = reading.number.rate.per();
    const absl::string_view often = per == "day"     ? "daily"
                                    : per == "week"  ? "weekly"
                                    : per == "month" ? "monthly"
                                    : per == "year"  ? "yearly"
                                                     : "";
    if (!often.empty()) {
      return With(often, noun.empty()     ? "income"
                         : noun == "paid" ? "pay"
                                          : absl::string_view(noun));
    }
    if (!per.empty()) {
      return absl::StrCat(noun.empty() ? "price" : noun, " per ", per);
    }
  }
  if (noun.empty()) {
    noun = kind == SaidKind::kGiven ? (of.empty() ? "donation given" : "given")
           : kind == SaidKind::kIncome ? "income"
                                       : "spent";
  }
  return With(noun, of);
}

std::string FigurePhrase::MoneyNoun(const Reading& reading,
                                    SaidKind kind) const {
  const LexedText& lexed = reading.lexed;
  const int32_t begin = lexed.First(reading.frame.sentence);
  const int32_t end = lexed.End(reading.frame.sentence);
  // The "Relief" of a name is no relief.
  const auto said_at = [&](int32_t i) {
    return IsProper(lexed, i) ? absl::string_view()
                              : parts_->SaidFor(lexed.lexemes[i].hash, kind);
  };
  // The nearest of the sentence.
  for (int32_t far = 1; far <= kNounLeft; ++far) {
    const int32_t left = reading.frame.first - far;
    const int32_t right = reading.number.last + far - 1;
    absl::string_view said;
    if (left >= begin) said = said_at(left);
    if (said.empty() && right < end && far <= kNounRight) {
      said = said_at(right);
    }
    if (!said.empty()) return std::string(said);
  }
  // The most frequent of the sentences before.
  absl::flat_hash_map<absl::string_view, int> counts;
  absl::string_view most;
  int best = 0;
  for (int32_t i = begin - 1; i >= std::max(0, begin - kNounBack); --i) {
    const absl::string_view said = said_at(i);
    if (said.empty()) continue;
    const int count = ++counts[said];
    if (count > std::max(1, best)) {
      best = count;
      most = said;
    }
  }
  return std::string(most);
}

// "share of women", "emissions cut".
std::string FigurePhrase::OfShare(const Reading& reading) const {
  const LexedText& lexed = reading.lexed;
  const FigureFrame& frame = reading.frame;
  const int32_t begin = reading.clause.begin, end = reading.clause.end;
  absl::string_view change;
  for (int32_t far = 1; far <= 5 && change.empty(); ++far) {
    for (const int32_t i : {frame.first - far, frame.last + far - 1}) {
      if (i < begin || i >= end || (i >= frame.last && far > 3)) continue;
      for (const SaidKind kind : {SaidKind::kDown, SaidKind::kUp}) {
        if (change.empty())
          change = parts_->SaidFor(lexed.lexemes[i].hash, kind);
      }
    }
  }
  std::string of;
  if (!frame.phrase.empty() && !frame.borrowed) {
    of = Joined(
        lexed,
        parts_->WithModifier(lexed, frame.phrase.begin, frame.phrase.end),
        frame.phrase.end);
  }
  for (int32_t i = frame.last; i < std::min(end, frame.last + 3) && of.empty();
       ++i) {
    const uint64_t hash = lexed.lexemes[i].hash;
    if (hash == kOf || hash == kIn) of = parts_->PhraseAt(lexed, i + 1, end);
  }
  if (of.empty()) of = parts_->SubjectOf(lexed, begin, frame.first);
  if (of.empty()) of = parts_->PhraseAt(lexed, frame.last, end);
  if (!change.empty()) return With(of, change);
  return of.empty() ? "share" : absl::StrCat("share of ", of);
}

// "tuna bought", "land restored".
std::string FigurePhrase::OfMeasure(const Reading& reading,
                                    absl::string_view unit,
                                    v1::ImpactCategory category) const {
  const LexedText& lexed = reading.lexed;
  const FigureFrame& frame = reading.frame;
  std::string what;
  if (!frame.phrase.empty()) {
    what = Joined(lexed, frame.phrase.begin, frame.phrase.end);
  } else {
    // "tonnes of carbon dioxide" is one unit.
    for (int32_t i = frame.first; i < frame.last && what.empty(); ++i) {
      if (lexed.lexemes[i].hash == kOf) what = Joined(lexed, i + 1, frame.last);
    }
    if (what.empty()) what = std::string(Measured(category, unit));
    if (what.empty() || what == "capacity") {
      what = With(parts_->SubjectOf(lexed, reading.clause.begin, frame.first),
                  what);
    }
  }
  return WithVerb(std::move(what), reading);
}

}  // namespace impactwire::extract
