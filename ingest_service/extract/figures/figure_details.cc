#include "ingest_service/extract/figures/figure_details.h"

#include <algorithm>
#include <cstdlib>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/base/utf8.h"
#include "common/status/status_macros.h"
#include "extract_figures_data.h"
#include "ingest_service/extract/figures/figure_features.h"
#include "ingest_service/extract/figures/word_senses.h"
#include "ingest_service/extract/numbers/phrase_table.h"

namespace impactwire::extract {
namespace {

constexpr size_t kMaxWhatBytes = 120;

const uint64_t kOf = HashWord("of");
const uint64_t kFor = HashWord("for");
const uint64_t kTo = HashWord("to");
const uint64_t kBy = HashWord("by");
const uint64_t kIn = HashWord("in");
const uint64_t kOn = HashWord("on");
const uint64_t kToward = HashWord("toward");
const uint64_t kTowards = HashWord("towards");
const uint64_t kThe = HashWord("the");

// As written, on one line; the capital of a sentence's first word is none of
// the word's, and headlines in capitals are read as others.
std::string Joined(const LexedText& lexed, int32_t begin, int32_t end) {
  std::string out;
  for (int32_t i = begin; i < end; ++i) {
    const Lexeme& lexeme = lexed.lexemes[i];
    if (i > begin && lexeme.space_before) out += ' ';
    const absl::string_view word = lexed.Surface(lexeme);
    const bool first = absl::c_binary_search(lexed.sentence_begin, i);
    const bool loud = lexeme.all_caps && word.size() > 5;
    absl::StrAppend(
        &out, first || loud ? absl::AsciiStrToLower(word) : std::string(word));
  }
  return out;
}

}  // namespace

absl::StatusOr<std::unique_ptr<FigureDetails>> FigureDetails::Create(
    const FigureLexicon* lexicon, const WordSenses* words) {
  auto details = std::make_unique<FigureDetails>();
  details->lexicon_ = lexicon;
  details->words_ = words;
  static constexpr absl::string_view kNames[] = {
      "", "up", "down", "say", "amount", "since", "now", "build"};
  for (const auto& row : ReadTsv(data::DetailWords())) {
    const auto* const name =
        row.size() == 2
            ? std::find(std::begin(kNames) + 1, std::end(kNames), row[1])
            : std::end(kNames);
    if (name == std::end(kNames)) {
      return absl::InternalError(
          absl::StrCat("detail_words.tsv: malformed row \"", row[0], "\""));
    }
    details->roles_[HashWord(row[0])] =
        static_cast<Role>(name - std::begin(kNames));
  }
  return details;
}

absl::string_view FigureDetails::CategoryName(v1::ImpactCategory category) {
  static constexpr absl::string_view kNames[] = {"",
                                                 "PEOPLE_REACHED",
                                                 "PEOPLE_TRAINED",
                                                 "JOBS",
                                                 "MONEY_GIVEN",
                                                 "MONEY_INVESTED",
                                                 "INCOME",
                                                 "POVERTY",
                                                 "EMISSIONS",
                                                 "ENERGY",
                                                 "WATER",
                                                 "WASTE",
                                                 "NATURE",
                                                 "FOOD",
                                                 "HEALTH",
                                                 "GOODS",
                                                 "FACILITIES",
                                                 "COVERAGE",
                                                 "VOLUNTEERING",
                                                 "OTHER"};
  return kNames[category];
}

bool FigureDetails::IsBusiness(const LexedText& lexed,
                               const FigureFrame& frame) const {
  const Clause clause =
      ClauseAround(lexed, frame.sentence, frame.first, frame.last, 10);
  for (int32_t i = clause.begin; i < clause.end; ++i) {
    if (lexicon_->CuesOf(lexed.lexemes[i].hash) & kBusinessCue) return true;
  }
  return false;
}

text::Span FigureDetails::PhraseAt(const LexedText& lexed, int32_t at,
                                   int32_t end) const {
  while (at < end && lexed.lexemes[at].kind == LexemeKind::kWord &&
         lexicon_->EndOf(lexed.lexemes[at].hash) ==
             FigureLexicon::PhraseEnd::kStop) {
    const absl::string_view word = lexed.Surface(lexed.lexemes[at]);
    if (word != "the" && word != "a" && word != "an" && word != "its" &&
        word != "their" && word != "this" && word != "these") {
      return {};
    }
    ++at;
  }
  int32_t last = at;
  while (last < end && last - at < 4 &&
         lexed.lexemes[last].kind == LexemeKind::kWord &&
         lexicon_->EndOf(lexed.lexemes[last].hash) ==
             FigureLexicon::PhraseEnd::kNo) {
    ++last;
  }
  if (last == at) return {};
  return {lexed.lexemes[at].span.begin, lexed.lexemes[last - 1].span.end};
}

// What an amount is where the text has no noun for it.
absl::string_view MoneyNoun(v1::ImpactCategory category) {
  switch (category) {
    case v1::IMPACT_CATEGORY_MONEY_GIVEN:
      return "donation given";
    case v1::IMPACT_CATEGORY_MONEY_INVESTED:
      return "investment";
    case v1::IMPACT_CATEGORY_INCOME:
      return "income";
    default:
      return "";
  }
}

// Whether a verb says itself what an amount is: "raised", unlike "handed over".
bool SaysMoney(absl::string_view word) {
  static constexpr absl::string_view kStems[] = {
      "rais", "spen", "invest", "lent", "lend", "borrow", "earn",
      "sav",  "cost", "financ", "sold", "sell", "pledg",  "collect"};
  return absl::c_any_of(kStems, [word](absl::string_view stem) {
    return absl::StartsWith(word, stem);
  });
}

// The phrase names the thing counted, what is done with it, and for amounts
// what they are of or for: "rural workers trained", "donation for flood
// victims", "plant emissions cut".
void FigureDetails::FillWhat(const FigureInput& input, const FigureFrame& frame,
                             const Number& number, Figure* figure) const {
  const LexedText& lexed = input.lexed;
  const Clause clause =
      ClauseAround(lexed, frame.sentence, frame.first, frame.last, 14);
  std::string what;
  const auto append = [&](absl::string_view part) {
    if (part.empty()) return;
    if (!what.empty()) what += ' ';
    absl::StrAppend(&what, part);
  };
  if (!frame.phrase.empty()) {
    append(Joined(lexed, frame.phrase.begin, frame.phrase.end));
    // "pairs of reading glasses"
    const int32_t of = frame.phrase.end;
    if (of < clause.end && lexed.lexemes[of].hash == kOf && !frame.borrowed) {
      const text::Span span = PhraseAt(lexed, of + 1, clause.end);
      if (!span.empty()) {
        append("of");
        append(input.document.Surface(span));
      }
    }
  }
  const bool noun = !number.is_money && number.unit.empty();
  const auto does = [&](int32_t i) {
    const absl::string_view word = lexed.Surface(lexed.lexemes[i]);
    return lexed.lexemes[i].kind == LexemeKind::kWord && word.size() > 3 &&
           !lexed.lexemes[i].capitalized &&
           (words_->Of(word) & words_->verbs()) != 0 && !LooksPlural(word);
  };
  // A cue of impact, of nouns too, where no verb is near.
  const auto tells = [&](int32_t i) {
    const Lexeme& lexeme = lexed.lexemes[i];
    return lexeme.kind == LexemeKind::kWord && !lexeme.capitalized &&
           lexeme.span.end - lexeme.span.begin > 3 &&
           (lexicon_->CuesOf(lexeme.hash) & (kTargetCue - 1)) != 0;
  };
  const auto done = [&](int32_t i) {
    const absl::string_view word = lexed.Surface(lexed.lexemes[i]);
    return tells(i) &&
           (absl::EndsWith(word, "ed") || absl::EndsWith(word, "ing"));
  };
  const auto nearest = [&](const auto& is, int32_t left, int32_t right) {
    for (int32_t i = frame.first - 1;
         i >= std::max(clause.begin, frame.first - left); --i) {
      if (is(i)) return i;
    }
    for (int32_t i = frame.last; i < std::min(clause.end, frame.last + right);
         ++i) {
      if (is(i)) return i;
    }
    return -1;
  };
  int32_t verb = nearest(does, 5, 4);
  if (verb < 0 && noun) verb = nearest(done, 14, 8);
  if (!noun) {
    const int32_t cue = nearest(tells, 14, 8);
    if (cue >= 0) verb = cue;
  }
  if (!noun) {
    // "a donation of $5 million", "a salary of about 5,000 yuan".
    for (int32_t i = frame.first - 1;
         i >= std::max(clause.begin, frame.first - 6) && what.empty(); --i) {
      if (RoleOf(lexed.lexemes[i].hash) != Role::kAmount) continue;
      int32_t first = i;
      while (first > clause.begin && i - first < 2 &&
             lexed.lexemes[first - 1].kind == LexemeKind::kWord &&
             lexicon_->EndOf(lexed.lexemes[first - 1].hash) ==
                 FigureLexicon::PhraseEnd::kNo) {
        --first;
      }
      append(Joined(lexed, first, i + 1));
    }
    // "emissions at its plants fell 38 percent": who rises or falls.
    if (what.empty() && !number.is_money) {
      append(SubjectOf(lexed, clause.begin, frame.first));
    }
    const absl::string_view word =
        verb < 0 ? absl::string_view() : lexed.Surface(lexed.lexemes[verb]);
    if (what.empty() && number.is_money && !SaysMoney(word) &&
        (figure->category == v1::IMPACT_CATEGORY_MONEY_GIVEN || word.empty())) {
      append(MoneyNoun(figure->category));
    }
    if (what.empty()) append(word);
    // What it is for or of.
    for (int32_t i = frame.last; i < std::min(clause.end, frame.last + 8);
         ++i) {
      const uint64_t hash = lexed.lexemes[i].hash;
      if (hash == kFor || hash == kOf || hash == kTo || hash == kToward ||
          hash == kTowards || hash == kIn || hash == kOn) {
        const text::Span span = PhraseAt(lexed, i + 1, clause.end);
        if (span.empty()) continue;
        if (hash == kOf && !frame.phrase.empty() && frame.phrase.partitive) {
          continue;
        }
        if (!what.empty()) append(lexed.Surface(lexed.lexemes[i]));
        append(input.document.Surface(span));
        break;
      }
    }
  } else if (verb >= 0 && frame.phrase.end - frame.phrase.begin < 4 &&
             RoleOf(lexed.lexemes[verb].hash) != Role::kAmount &&
             (verb < frame.phrase.begin || verb >= frame.phrase.end)) {
    append(lexed.Surface(lexed.lexemes[verb]));
  }
  what.resize(Utf8Floor(what, kMaxWhatBytes));
  figure->what = what.empty() ? figure->unit : what;
}

std::string FigureDetails::SubjectOf(const LexedText& lexed, int32_t begin,
                                     int32_t end) const {
  for (int32_t i = end - 1; i >= begin; --i) {
    const Lexeme& lexeme = lexed.lexemes[i];
    if (lexeme.kind != LexemeKind::kWord ||
        RoleOf(lexeme.hash) != Role::kNone ||
        lexicon_->EndOf(lexeme.hash) != FigureLexicon::PhraseEnd::kNo ||
        (lexicon_->CuesOf(lexeme.hash) & (kTargetCue - 1)) == 0) {
      continue;
    }
    int32_t first = i;
    if (lexeme.capitalized && i > begin) continue;  // part of a name
    while (first > begin && i - first < 3 &&
           lexed.lexemes[first - 1].kind == LexemeKind::kWord &&
           !lexed.lexemes[first - 1].capitalized &&
           lexicon_->EndOf(lexed.lexemes[first - 1].hash) ==
               FigureLexicon::PhraseEnd::kNo) {
      --first;
    }
    return Joined(lexed, first, i + 1);
  }
  return "";
}

void FigureDetails::FillPeriod(const FigureInput& input,
                               const TimeExpression& time,
                               Figure* figure) const {
  const LexedText& lexed = input.lexed;
  figure->period.set_start(time.start);
  figure->period.set_end(time.end);
  figure->period.set_phrase(std::string(input.document.Surface(
      text::Span{lexed.lexemes[time.first].span.begin,
                 lexed.lexemes[time.last - 1].span.end})));
  figure->measure = time.relation == TimeRelation::kIn ? v1::MEASURE_IN_PERIOD
                                                       : v1::MEASURE_CUMULATIVE;
}

void FigureDetails::FillChange(const FigureInput& input,
                               const FigureFrame& frame, Figure* figure) const {
  const LexedText& lexed = input.lexed;
  const int32_t begin = lexed.First(frame.sentence);
  if (frame.first <= begin) return;
  const uint64_t before = lexed.lexemes[frame.first - 1].hash;
  const bool by = before == kBy || before == kOf, to = before == kTo;
  if (!by && !to) return;
  for (int32_t i = frame.first - 2; i >= std::max(begin, frame.first - 12);
       --i) {
    const Role role = RoleOf(lexed.lexemes[i].hash);
    if (role != Role::kUp && role != Role::kDown) continue;
    figure->change = role == Role::kUp
                         ? (by ? v1::CHANGE_UP_BY : v1::CHANGE_UP_TO)
                         : (by ? v1::CHANGE_DOWN_BY : v1::CHANGE_DOWN_TO);
    return;
  }
}

void FigureDetails::FillClaimant(const FigureInput& input,
                                 const FigureFrame& frame,
                                 Figure* figure) const {
  const LexedText& lexed = input.lexed;
  const Entities& entities = input.entities;
  auto at = std::lower_bound(
      entities.mentions.begin(), entities.mentions.end(), frame.sentence,
      [](const Mention& m, int32_t s) { return m.sentence < s; });
  int32_t i = lexed.First(frame.sentence);
  const int32_t end = lexed.End(frame.sentence);
  for (int count = 0; at != entities.mentions.end() &&
                      at->sentence == frame.sentence && count < 30;
       ++at, ++count) {
    if (at->entity < 0 || (at->kind != MentionKind::kPerson &&
                           at->kind != MentionKind::kOrganization)) {
      continue;
    }
    while (i < end && lexed.lexemes[i].span.begin < at->span.begin) ++i;
    int32_t after = i;
    while (after < end && lexed.lexemes[after].span.begin < at->span.end) {
      ++after;
    }
    // "Chen said", "said Chen", "according to the bank".
    bool says = after < end && RoleOf(lexed.lexemes[after].hash) == Role::kSay;
    for (int32_t k = i - 1; k >= std::max(lexed.First(frame.sentence), i - 3);
         --k) {
      says |= RoleOf(lexed.lexemes[k].hash) == Role::kSay &&
              lexed.lexemes[i - 1].kind == LexemeKind::kWord;
    }
    if (!says) continue;
    figure->claimant_kind = at->kind == MentionKind::kPerson
                                ? v1::Claimant::KIND_PERSON
                                : v1::Claimant::KIND_ORGANIZATION;
    figure->claimant = entities.entities[at->entity].name;
    return;
  }
}

void FigureDetails::Fill(const FigureInput& input, const FigureFrame& frame,
                         const Number& number, const TimeExpression* time,
                         Figure* figure) const {
  const LexedText& lexed = input.lexed;
  // A borrowed phrase is not part of the surface.
  figure->surface = {lexed.lexemes[frame.first].span.begin,
                     lexed.lexemes[frame.last - 1].span.end};
  figure->rate = number.rate;
  FillWhat(input, frame, number, figure);
  if (time != nullptr) FillPeriod(input, *time, figure);
  FillChange(input, frame, figure);
  FillClaimant(input, frame, figure);
  if (figure->measure == v1::MEASURE_UNSPECIFIED) {
    const Clause clause =
        ClauseAround(lexed, frame.sentence, frame.first, frame.last, 12);
    for (int32_t i = clause.begin; i < clause.end; ++i) {
      const Role role = RoleOf(lexed.lexemes[i].hash);
      if (role == Role::kSince) figure->measure = v1::MEASURE_CUMULATIVE;
      if (role == Role::kNow) {
        figure->measure = v1::MEASURE_POINT_IN_TIME;
        break;
      }
    }
  }
  // Who is helped: people counted are the beneficiaries themselves; else a
  // phrase of people behind "for" or "to".
  if (figure->unit == "person" || figure->unit == "household") {
    if (!frame.phrase.empty()) {
      figure->beneficiary = Joined(lexed, frame.phrase.begin, frame.phrase.end);
    }
  } else {
    const int32_t end = lexed.End(frame.sentence);
    for (int32_t i = frame.last; i < std::min(end, frame.last + 10); ++i) {
      if (lexed.lexemes[i].hash != kFor && lexed.lexemes[i].hash != kTo) {
        continue;
      }
      Number open;
      open.sentence = frame.sentence;
      open.last = i + 1;
      if (open.last < end && lexed.lexemes[open.last].hash == kThe) {
        ++open.last;
      }
      const NounPhrase phrase = ReadNounPhrase(*lexicon_, lexed, open);
      if (!phrase.empty() &&
          !lexicon_->UnitOf(lexed.lexemes[phrase.head].hash).empty()) {
        figure->beneficiary = Joined(lexed, phrase.begin, phrase.end);
        break;
      }
    }
  }
}

void FigureDetails::SettleUnit(const LexedText& lexed, const FigureFrame& frame,
                               Figure* figure) const {
  if (figure->category == v1::IMPACT_CATEGORY_EMISSIONS &&
      figure->unit == "tonne") {
    figure->unit = "tCO2e";
    return;
  }
  const bool home =
      figure->unit == "home" ||
      (figure->unit.size() > 5 &&
       figure->unit.compare(figure->unit.size() - 5, 5, " home") == 0);
  if (!home) return;
  if (figure->category == v1::IMPACT_CATEGORY_FACILITIES) return;
  const Clause clause =
      ClauseAround(lexed, frame.sentence, frame.first, frame.last, 12);
  for (int32_t i = clause.begin; i < clause.end; ++i) {
    if (RoleOf(lexed.lexemes[i].hash) == Role::kBuild) return;
  }
  figure->unit = "household";
}

void FigureDetails::Complete(const Figure& later, Figure* first) const {
  if (first->place < 0 && later.place >= 0) {
    first->place = later.place;
    first->place_span = later.place_span;
  }
  if (first->period.start().empty() && first->period.end().empty()) {
    first->period = later.period;
  }
  if (first->rate.per().empty()) first->rate = later.rate;
  if (first->organization < 0) {
    first->organization = later.organization;
    first->attribution = later.attribution;
    first->co_organizations = later.co_organizations;
  }
}

}  // namespace impactwire::extract
