#include "ingest_service/extract/figures/figure_details.h"

#include <algorithm>
#include <cstdlib>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/base/utf8.h"
#include "common/status/status_macros.h"
#include "extract_figures_data.h"
#include "ingest_service/extract/figures/figure_features.h"
#include "ingest_service/extract/figures/joined_words.h"
#include "ingest_service/extract/figures/word_senses.h"
#include "ingest_service/extract/numbers/phrase_table.h"

namespace impactwire::extract {
namespace {

const uint64_t kOf = HashWord("of");
const uint64_t kFor = HashWord("for");
const uint64_t kTo = HashWord("to");
const uint64_t kBy = HashWord("by");
const uint64_t kThe = HashWord("the");

}  // namespace

absl::StatusOr<std::unique_ptr<FigureDetails>> FigureDetails::Create(
    const FigureLexicon* lexicon, const WordSenses* words) {
  auto details = std::make_unique<FigureDetails>();
  details->lexicon_ = lexicon;
  ASSIGN_OR_RETURN(details->phrase_, FigurePhrase::Create(lexicon, words));
  static constexpr absl::string_view kNames[] = {"",      "up",  "down", "say",
                                                 "since", "now", "build"};
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
  figure->what =
      phrase_->Write(input, frame, number, figure->unit, figure->category);
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
