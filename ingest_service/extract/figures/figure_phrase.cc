#include "ingest_service/extract/figures/figure_phrase.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/base/utf8.h"
#include "extract_figures_data.h"
#include "ingest_service/extract/figures/joined_words.h"
#include "ingest_service/extract/numbers/phrase_table.h"

namespace impactwire::extract {
namespace {

constexpr size_t kMaxBytes = 120;
constexpr int32_t kWindow = 14;
// How far the noun of a sum is looked for.
constexpr int32_t kNounLeft = 30;
constexpr int32_t kNounRight = 8;
constexpr int32_t kNounBack = 150;

const uint64_t kOf = HashWord("of");
const uint64_t kFor = HashWord("for");
const uint64_t kTo = HashWord("to");
const uint64_t kOn = HashWord("on");
const uint64_t kIn = HashWord("in");
const uint64_t kInto = HashWord("into");
const uint64_t kToward = HashWord("toward");
const uint64_t kTowards = HashWord("towards");

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
  phrase->doing_ =
      words->verbs() & ~(words->Named("Target") | words->Named("Report"));
  static constexpr absl::string_view kNames[] = {"given", "invested", "income",
                                                 "up",    "down",     "idle"};
  for (const auto& row : ReadTsv(data::PhraseWords())) {
    const auto* const name =
        row.size() == 3
            ? std::find(std::begin(kNames), std::end(kNames), row[1])
            : std::end(kNames);
    if (name == std::end(kNames)) {
      return absl::InternalError(
          absl::StrCat("phrase_words.tsv: malformed row \"", row[0], "\""));
    }
    phrase->said_[HashWord(row[0]) * static_cast<uint64_t>(Kind::kKinds) +
                  (name - std::begin(kNames))] = std::string(row[2]);
  }
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
    return is_word(i) && (words_->Of(word) & doing_) != 0 &&
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
      const std::string whole = PhraseAt(lexed, of + 1, reading.clause.end);
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
  const Kind kind = category == v1::IMPACT_CATEGORY_MONEY_GIVEN ? Kind::kGiven
                    : category == v1::IMPACT_CATEGORY_INCOME    ? Kind::kIncome
                                                             : Kind::kInvested;
  std::string noun = MoneyNoun(reading, kind);
  // "$5 million wind farm", "Balti: 1.5 million (industrial park)".
  std::string of;
  const bool glued =
      !frame.phrase.empty() && !frame.borrowed && !frame.phrase.partitive &&
      !IsProper(lexed, frame.phrase.head) &&
      SaidFor(lexed.lexemes[frame.phrase.head].hash, kind).empty();
  if (glued) {
    of =
        Joined(lexed, WithModifier(lexed, frame.phrase.begin, frame.phrase.end),
               frame.phrase.end);
    if (noun.empty() && kind == Kind::kInvested) noun = "cost";
    of = absl::StrCat(noun == "cost" ? "of " : "for ", of);
  } else if (frame.last < reading.clause.end &&
             lexed.Surface(lexed.lexemes[frame.last]) == "(") {
    of = PhraseAt(lexed, frame.last + 1, reading.clause.end);
    if (!of.empty()) of = absl::StrCat("for ", of);
  }
  if (of.empty()) {
    of = PurposeIn(lexed, frame.last,
                   std::min(reading.clause.end, frame.last + kWindow), noun);
  }
  if (of.empty())
    of = PurposeIn(lexed, reading.clause.begin, frame.first, noun);
  if (of.empty() && kind == Kind::kInvested) {
    const std::string subject =
        SubjectOf(lexed, reading.clause.begin, frame.first);
    if (!subject.empty() && Stem(subject) != Stem(noun)) {
      of = absl::StrCat("of ", subject);
    }
  }
  if (kind == Kind::kIncome) {
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
    noun = kind == Kind::kGiven    ? (of.empty() ? "donation given" : "given")
           : kind == Kind::kIncome ? "income"
                                   : "spent";
  }
  return With(noun, of);
}

std::string FigurePhrase::MoneyNoun(const Reading& reading, Kind kind) const {
  const LexedText& lexed = reading.lexed;
  const int32_t begin = lexed.First(reading.frame.sentence);
  const int32_t end = lexed.End(reading.frame.sentence);
  // The nearest of the sentence.
  for (int32_t far = 1; far <= kNounLeft; ++far) {
    const int32_t left = reading.frame.first - far;
    const int32_t right = reading.number.last + far - 1;
    absl::string_view said;
    if (left >= begin) said = SaidFor(lexed.lexemes[left].hash, kind);
    if (said.empty() && right < end && far <= kNounRight) {
      said = SaidFor(lexed.lexemes[right].hash, kind);
    }
    if (!said.empty()) return std::string(said);
  }
  // The most frequent of the sentences before.
  absl::flat_hash_map<absl::string_view, int> counts;
  absl::string_view most;
  for (int32_t i = begin - 1; i >= std::max(0, begin - kNounBack); --i) {
    const absl::string_view said = SaidFor(lexed.lexemes[i].hash, kind);
    if (!said.empty() && ++counts[said] > (most.empty() ? 1 : counts[most])) {
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
      for (const Kind kind : {Kind::kDown, Kind::kUp}) {
        if (change.empty()) change = SaidFor(lexed.lexemes[i].hash, kind);
      }
    }
  }
  std::string of;
  if (!frame.phrase.empty() && !frame.borrowed) {
    of =
        Joined(lexed, WithModifier(lexed, frame.phrase.begin, frame.phrase.end),
               frame.phrase.end);
  }
  for (int32_t i = frame.last; i < std::min(end, frame.last + 3) && of.empty();
       ++i) {
    const uint64_t hash = lexed.lexemes[i].hash;
    if (hash == kOf || hash == kIn) of = PhraseAt(lexed, i + 1, end);
  }
  if (of.empty()) of = SubjectOf(lexed, begin, frame.first);
  if (of.empty()) of = PhraseAt(lexed, frame.last, end);
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
      what = With(SubjectOf(lexed, reading.clause.begin, frame.first), what);
    }
  }
  return WithVerb(std::move(what), reading);
}

std::string FigurePhrase::PurposeIn(const LexedText& lexed, int32_t begin,
                                    int32_t end, absl::string_view noun) const {
  std::string second;
  for (int32_t i = begin; i + 1 < end; ++i) {
    const uint64_t hash = lexed.lexemes[i].hash;
    const bool best = hash == kFor || hash == kOn || hash == kToward ||
                      hash == kTowards || hash == kInto;
    if (!best && hash != kTo && hash != kIn && hash != kOf) continue;
    if (!best && !second.empty()) continue;
    // "to buy laptops": for laptops.
    const bool act =
        hash == kTo && i + 2 < end && !IsProper(lexed, i + 1) &&
        (words_->Of(lexed.Surface(lexed.lexemes[i + 1])) & doing_) != 0;
    std::string phrase = PhraseAt(lexed, act ? i + 2 : i + 1, end);
    // Further off it is seldom the sum's: "according to ...".
    if (phrase.empty() && (hash == kFor || hash == kTo) && i < begin + 3) {
      phrase = NameAt(lexed, i + 1, end);
    }
    if (phrase.empty() || Stem(phrase) == Stem(noun)) continue;
    phrase = absl::StrCat(
        act ? absl::string_view("for") : lexed.Surface(lexed.lexemes[i]), " ",
        phrase);
    if (best) return phrase;
    second = std::move(phrase);
  }
  return second;
}

std::string FigurePhrase::PhraseAt(const LexedText& lexed, int32_t at,
                                   int32_t end) const {
  const auto ends = [&](int32_t i) {
    return lexicon_->EndOf(lexed.lexemes[i].hash);
  };
  const auto idle = [&](int32_t i) {
    return !SaidFor(lexed.lexemes[i].hash, Kind::kIdle).empty();
  };
  int32_t skipped = 0;
  while (at < end && skipped < 4 &&
         (lexed.lexemes[at].kind == LexemeKind::kDigits ||
          (lexed.lexemes[at].kind == LexemeKind::kWord &&
           (ends(at) == FigureLexicon::PhraseEnd::kStop || idle(at))))) {
    const uint64_t hash = lexed.lexemes[at].hash;
    if (hash == kFor || hash == kTo || hash == kIn || hash == kOf) return "";
    ++at;
    ++skipped;
  }
  int32_t last = at;
  while (last < end && last - at < 5 &&
         lexed.lexemes[last].kind == LexemeKind::kWord &&
         ends(last) == FigureLexicon::PhraseEnd::kNo &&
         !IsProper(lexed, last)) {
    ++last;
  }
  // Its noun must be one: "for the first of" says nothing.
  if (last == at || idle(last - 1)) return "";
  const absl::string_view noun = lexed.Surface(lexed.lexemes[last - 1]);
  if (!LooksPlural(noun) && (words_->Of(noun) & ~words_->verbs()) == 0) {
    return "";
  }
  return Joined(lexed, WithModifier(lexed, at, last), last);
}

std::string FigurePhrase::NameAt(const LexedText& lexed, int32_t at,
                                 int32_t end) {
  const int32_t first = at;
  constexpr int32_t kMost = 6;
  static const uint64_t kThe = HashWord("the"), kAnd = HashWord("and");
  const auto joins = [&](int32_t i) {
    const uint64_t hash = lexed.lexemes[i].hash;
    return hash == kOf || hash == kFor || hash == kAnd || hash == kThe;
  };
  if (at < end && lexed.lexemes[at].hash == kThe) ++at;
  int32_t last = at;
  for (int32_t i = at; i < end && i < at + kMost; ++i) {
    if (lexed.lexemes[i].kind != LexemeKind::kWord) break;
    if (IsProper(lexed, i)) {
      last = i + 1;
    } else if (i == at || !joins(i)) {
      break;
    }
  }
  return last == at ? "" : Joined(lexed, first, last);
}

int32_t FigurePhrase::WithModifier(const LexedText& lexed, int32_t begin,
                                   int32_t end) const {
  const int32_t before = end - 2;
  return before >= begin &&
                 words_->Of(lexed.Surface(lexed.lexemes[before])) != 0
             ? before
             : end - 1;
}

std::string FigurePhrase::SubjectOf(const LexedText& lexed, int32_t begin,
                                    int32_t end) const {
  for (const bool cued : {true, false}) {
    for (int32_t i = end - 1; i >= begin; --i) {
      const Lexeme& lexeme = lexed.lexemes[i];
      if (lexeme.kind != LexemeKind::kWord || IsProper(lexed, i) ||
          lexicon_->EndOf(lexeme.hash) != FigureLexicon::PhraseEnd::kNo) {
        continue;
      }
      const absl::string_view word = lexed.Surface(lexeme);
      if (cued ? (lexicon_->CuesOf(lexeme.hash) & (kTargetCue - 1)) == 0
               : (words_->Of(word) & words_->verbs()) != 0 ||
                     (!LooksPlural(word) && words_->Of(word) == 0)) {
        continue;
      }
      bool listed = false;
      for (int kind = 0; kind < static_cast<int>(Kind::kKinds); ++kind) {
        listed |= !SaidFor(lexeme.hash, static_cast<Kind>(kind)).empty();
      }
      if (listed) continue;
      const bool modified = i > begin &&
                            lexed.lexemes[i - 1].kind == LexemeKind::kWord &&
                            !IsProper(lexed, i - 1) &&
                            lexicon_->EndOf(lexed.lexemes[i - 1].hash) ==
                                FigureLexicon::PhraseEnd::kNo;
      const int32_t first = WithModifier(lexed, modified ? i - 1 : i, i + 1);
      return Joined(lexed, first, i + 1);
    }
  }
  return "";
}

}  // namespace impactwire::extract
