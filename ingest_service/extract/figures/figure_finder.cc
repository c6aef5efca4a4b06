#include "ingest_service/extract/figures/figure_finder.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "common/status/status_macros.h"
#include "extract_figures_data.h"
#include "ingest_service/extract/figures/confidence.h"
#include "ingest_service/extract/figures/figure_details.h"
#include "ingest_service/extract/figures/figure_detector.h"
#include "ingest_service/extract/figures/figure_features.h"
#include "ingest_service/extract/figures/figure_lexicon.h"
#include "ingest_service/extract/figures/impact_codes.h"
#include "ingest_service/extract/figures/setting_finder.h"
#include "ingest_service/extract/figures/unit_ranker.h"
#include "ingest_service/extract/figures/word_senses.h"
#include "ingest_service/extract/linear/linear_model.h"

namespace impactwire::extract {
namespace {

using Trace = v1::ExtractionTrace::Number;

// Classes of the "status" model.
enum { kAchieved, kTarget, kStatusClasses };
constexpr int kCategories = 19;  // in the order of v1::ImpactCategory, from 1

// So much likelier than nothing must a setting be, and one of another sentence:
// of the tuning articles' numbers without one, left out of the training, about
// one in ten gets one at -0.3 and -1.2; readers of other texts give fewer.
constexpr double kPlaceMargin = -0.05, kFarPlace = 0.3;
constexpr double kTimeMargin = -0.5, kFarTime = 0.3;

absl::string_view StatusName(v1::FigureStatus status) {
  return status == v1::FIGURE_STATUS_TARGET ? "target" : "achieved";
}

int32_t Choose(const LinearModel& model, const std::vector<Setting>& settings,
               double margin, double far_margin) {
  int32_t best = -1;
  double top = 0;
  for (size_t i = 0; i < settings.size(); ++i) {
    double score = 0;
    model.Score(settings[i].features, &score);
    if (i > 0) score -= margin;
    if (i > 0 && settings[i].where != "before" &&
        settings[i].where != "after") {
      score -= far_margin;
    }
    if (i == 0 || score > top) {
      top = score;
      best = settings[i].index;
    }
  }
  return best;
}

// "water system" and "system" count the same.
std::string LastWord(const std::string& unit) {
  return unit.substr(unit.rfind(' ') + 1);
}

// One digit and zeros.
bool IsRound(double value) {
  while (value >= 10 && std::fmod(value, 10) == 0) value /= 10;
  return value < 10;
}

}  // namespace

struct FigureFinder::Models {
  std::unique_ptr<FigureLexicon> lexicon;
  std::unique_ptr<WordSenses> senses;
  std::unique_ptr<UnitRanker> units;
  std::unique_ptr<FigureDetector> detector;
  std::unique_ptr<LinearModel> category, status, owner, place, time;
  std::unique_ptr<FigureDetails> details;
  std::unique_ptr<ImpactCodes> codes;
  std::unique_ptr<ConfidenceModel> confidence;
};

FigureFinder::FigureFinder(std::unique_ptr<const Models> models)
    : models_(std::move(models)) {}
FigureFinder::~FigureFinder() = default;

absl::StatusOr<std::unique_ptr<FigureFinder>> FigureFinder::Create() {
  auto models = std::make_unique<Models>();
  ASSIGN_OR_RETURN(models->lexicon, FigureLexicon::Create());
  ASSIGN_OR_RETURN(models->senses, WordSenses::Create());
  ASSIGN_OR_RETURN(models->units, UnitRanker::Create(models->lexicon.get(),
                                                     models->senses.get()));
  ASSIGN_OR_RETURN(models->detector, FigureDetector::Create());
  const absl::string_view tsv = data::FigureModel();
  ASSIGN_OR_RETURN(models->category,
                   LinearModel::Create(tsv, "category", kCategories));
  ASSIGN_OR_RETURN(models->status,
                   LinearModel::Create(tsv, "status", kStatusClasses));
  ASSIGN_OR_RETURN(models->owner, LinearModel::Create(tsv, "owner", 1));
  ASSIGN_OR_RETURN(models->place,
                   LinearModel::Create(data::SettingModel(), "place", 1));
  ASSIGN_OR_RETURN(models->time,
                   LinearModel::Create(data::SettingModel(), "time", 1));
  ASSIGN_OR_RETURN(
      models->details,
      FigureDetails::Create(models->lexicon.get(), models->senses.get()));
  ASSIGN_OR_RETURN(models->codes, ImpactCodes::Create());
  ASSIGN_OR_RETURN(models->confidence, ConfidenceModel::Create());
  return std::unique_ptr<FigureFinder>(new FigureFinder(std::move(models)));
}

FigureSet FigureFinder::Find(const FigureInput& input,
                             const NumberReader& reader,
                             std::vector<Number> numbers) const {
  const Models& models = *models_;
  FigureSet set;
  set.numbers = std::move(numbers);
  // Many articles have no number that may be a figure.
  const bool open = std::any_of(
      set.numbers.begin(), set.numbers.end(), [](const Number& number) {
        return number.disposition == Trace::DISPOSITION_UNSPECIFIED;
      });
  if (!open) return set;
  const std::vector<WordSenses::Set> senses = models.senses->Of(input.lexed);
  const std::vector<FigureFrame> frames =
      MakeFrames(*models.lexicon, input.lexed, reader, *models.units, senses,
                 &set.numbers, nullptr);
  if (frames.empty()) return set;
  const FigureContext context = {*models.lexicon, *models.senses, senses,
                                 input,           set.numbers,    frames};
  const std::vector<Detection> detections =
      models.detector->Detect(context, FigureFeatures(context), &set.numbers);
  if (detections.empty()) return set;
  const Attributor attributor(context);
  const SettingFinder settings(context);
  int32_t previous = -2, previous_sentence = -1;
  SettingMemory places, times;
  // What was told, by value and unit: the figure that told it first.
  absl::flat_hash_map<std::pair<double, std::string>, size_t> told;
  for (const Detection& detection : detections) {
    const size_t i = detection.frame;
    const bool background = detection.background;
    const FigureFrame& frame = frames[i];
    Number& number = set.numbers[frame.number];
    Figure figure;
    figure.number = frame.number;
    figure.sentence = frame.sentence;
    figure.unit = frame.unit;
    double category[kCategories], status[kStatusClasses];
    models.category->Score(detection.features, category);
    const int best =
        std::max_element(category, category + kCategories) - category;
    figure.category = static_cast<v1::ImpactCategory>(best + 1);
    models.status->Score(detection.features, status);
    LinearModel::Normalize(status, kStatusClasses);
    figure.status = background ? v1::FIGURE_STATUS_CONTEXT
                    : status[kTarget] > status[kAchieved]
                        ? v1::FIGURE_STATUS_TARGET
                        : v1::FIGURE_STATUS_ACHIEVED;

    models.details->SettleUnit(input.lexed, frame, &figure);

    // Whose it is.
    std::vector<Candidate> candidates =
        attributor.Candidates(i, models.details->CategoryName(figure.category),
                              previous, previous_sentence, false);
    Certainty& certainty = figure.certainty;
    certainty.background = background;
    certainty.detect = detection.certainty;
    certainty.status = std::max(status[kAchieved], status[kTarget]);
    certainty.unit_guessed = frame.ranked;
    certainty.unit_class = std::string(UnitClass(frame, number));
    if (!background) {
      std::vector<double> scores(candidates.size());
      for (size_t k = 0; k < candidates.size(); ++k) {
        models.owner->Score(candidates[k].features, &scores[k]);
      }
      const size_t chosen =
          std::max_element(scores.begin(), scores.end()) - scores.begin();
      LinearModel::Normalize(scores.data(), scores.size());
      figure.organization = candidates[chosen].organization;
      figure.attribution = candidates[chosen].attribution;
      certainty.owner = scores[chosen];
      for (size_t k = 0; k < scores.size(); ++k) {
        if (k == chosen) continue;
        certainty.runner_up = std::max(certainty.runner_up, scores[k]);
      }
      certainty.attribution = figure.attribution;
      certainty.organizations = static_cast<int>(candidates.size()) - 1;
      certainty.rank = candidates[chosen].rank;
      certainty.where = candidates[chosen].where;
      if (figure.organization >= 0) {
        certainty.has_owner = true;
        certainty.name =
            input.entities.entities[figure.organization].confidence;
      }
      if (candidates[chosen].mention >= 0) {
        for (const int32_t other :
             attributor.Joined(candidates[chosen].mention)) {
          if (other != figure.organization) {
            figure.co_organizations.push_back(other);
          }
        }
      }
      previous = figure.organization;
      previous_sentence = frame.sentence;
    }
    const absl::string_view category_name =
        models.details->CategoryName(figure.category);
    const int32_t place =
        Choose(*models.place, settings.Places(i, category_name, places, false),
               kPlaceMargin, kFarPlace);
    const int32_t time =
        Choose(*models.time,
               settings.Times(i, category_name, StatusName(figure.status),
                              times, false),
               kTimeMargin, kFarTime);
    if (place >= 0) {
      figure.place = input.entities.mentions[place].entity;
      figure.place_span = input.entities.mentions[place].span;
    }
    places.Add(place, frame.sentence);
    times.Add(time, frame.sentence);
    models.details->Fill(input, frame, number,
                         time < 0 ? nullptr : &input.times[time], &figure);
    figure.confidence = models.confidence->Of(certainty);

    // Told before? What the earlier sentence left open is taken from here.
    const auto [known, added] =
        told.try_emplace(std::make_pair(number.value + 1e-3 * number.value_high,
                                        LastWord(figure.unit)),
                         set.figures.size());
    if (!added) {
      Figure& first = set.figures[known->second];
      // A round number may be told of two organizations.
      const bool another = IsRound(number.value) && first.organization >= 0 &&
                           figure.organization >= 0 &&
                           first.organization != figure.organization;
      if (first.sentence != figure.sentence && !another) {
        models.details->Complete(figure, &first);
        number.disposition = Trace::DISPOSITION_REPEATED;
        number.reason = "told before";
        continue;
      }
    }
    models.codes->Fill(input.lexed, frame, &figure);
    number.disposition = Trace::DISPOSITION_ACCEPTED;
    number.reason = background ? "background" : "an impact figure";
    set.figures.push_back(std::move(figure));
  }
  return set;
}

std::vector<FigureExample> FigureFinder::Examples(
    const FigureInput& input, const NumberReader& reader,
    std::vector<Number>* numbers) const {
  const Models& models = *models_;
  const std::vector<WordSenses::Set> senses = models.senses->Of(input.lexed);
  std::vector<UnitExample> units;
  const std::vector<FigureFrame> frames =
      MakeFrames(*models.lexicon, input.lexed, reader, *models.units, senses,
                 numbers, &units);
  const FigureContext context = {*models.lexicon, *models.senses, senses,
                                 input,           *numbers,       frames};
  const FigureFeatures extractor(context);
  const Attributor attributor(context);
  const SettingFinder settings(context);
  std::vector<FigureExample> examples;
  for (size_t i = 0; i < frames.size(); ++i) {
    FigureExample example;
    example.number = frames[i].number;
    example.sentence = frames[i].sentence;
    example.unit = frames[i].unit;
    for (const UnitExample& unit : units) {
      if (unit.number == example.number) example.units = unit.candidates;
    }
    Features features(true);
    extractor.Extract(i, &features);
    example.features = features.names();
    double category[kCategories];
    models.category->Score(features, category);
    const int best =
        std::max_element(category, category + kCategories) - category;
    for (const Candidate& candidate :
         attributor.Candidates(i,
                               models.details->CategoryName(
                                   static_cast<v1::ImpactCategory>(best + 1)),
                               -2, -1, true)) {
      example.owners.push_back({candidate.organization, candidate.where,
                                candidate.features.names()});
    }
    double status[kStatusClasses];
    models.status->Score(features, status);
    const absl::string_view category_name =
        models.details->CategoryName(static_cast<v1::ImpactCategory>(best + 1));
    for (const Setting& place : settings.Places(i, category_name, {}, true)) {
      example.places.push_back(
          {place.index < 0 ? ""
                           : std::string(input.document.Surface(
                                 input.entities.mentions[place.index].span)),
           place.where, place.features.names()});
    }
    for (const Setting& time : settings.Times(
             i, category_name,
             status[kTarget] > status[kAchieved] ? "target" : "achieved", {},
             true)) {
      std::string value;
      if (time.index >= 0) {
        const TimeExpression& expression = input.times[time.index];
        value = absl::StrCat(expression.start, "/", expression.end);
      }
      example.times.push_back({value, time.where, time.features.names()});
    }
    examples.push_back(std::move(example));
  }
  return examples;
}

}  // namespace impactwire::extract
