#include "ingest_service/extract/figures/figure_detector.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "absl/strings/string_view.h"
#include "common/status/status_macros.h"
#include "extract_figures_data.h"
#include "ingest_service/extract/figures/figure_lexicon.h"

namespace impactwire::extract {
namespace {

using Trace = v1::ExtractionTrace::Number;

// Classes of the "detect" model.
enum { kNoFigure, kImpact, kBackground, kDetectClasses };

// Where precision and recall balance on the tuning articles.
constexpr double kAcceptImpact = 0.43;
constexpr double kAcceptBackground = 0.75;
// How much the other numbers of the article say, and the share of them that
// says nothing: settled on folds of the training articles and ordinary news.
constexpr double kArticle = 6;
constexpr double kUsualShare = 0.6;

void Reject(Trace::Disposition disposition, absl::string_view reason,
            Number* number) {
  number->disposition = disposition;
  number->reason = std::string(reason);
}

// Whether the number stands inside the name of an organization or a person.
bool InName(const FigureInput& input, const FigureFrame& frame,
            const Number& number) {
  const std::vector<Mention>& mentions = input.entities.mentions;
  const text::Span core = {input.lexed.lexemes[number.core_begin].span.begin,
                           input.lexed.lexemes[number.core_end - 1].span.end};
  auto mention = std::partition_point(
      mentions.begin(), mentions.end(), [&](const Mention& m) {
        return m.sentence < frame.sentence ||
               (m.sentence == frame.sentence && m.span.end < core.end);
      });
  return mention != mentions.end() && mention->sentence == frame.sentence &&
         (mention->kind == MentionKind::kOrganization ||
          mention->kind == MentionKind::kPerson) &&
         mention->span.Contains(core);
}

// "5,800 children under five", "staff older than 60": an age, not a count.
bool IsAgeLimit(const FigureLexicon& lexicon, const LexedText& lexed,
                const Number& number) {
  static const uint64_t kLimits[] = {HashWord("under"), HashWord("over"),
                                     HashWord("above"), HashWord("below")};
  static const uint64_t kThan = HashWord("than");
  static const uint64_t kCompared[] = {HashWord("older"), HashWord("younger")};
  constexpr double kOldest = 100;
  if (!number.unit.empty() || number.value > kOldest ||
      number.value != std::floor(number.value)) {
    return false;
  }
  const int32_t begin = lexed.First(number.sentence);
  const int32_t end = lexed.End(number.sentence);
  const int32_t at = number.core_begin, next = number.core_end;
  if (at < begin + 2) return false;
  const auto one_of = [&](const auto& list, int32_t i) {
    return std::find(std::begin(list), std::end(list), lexed.lexemes[i].hash) !=
           std::end(list);
  };
  // "under-five children"
  const Lexeme& dash = lexed.lexemes[at - 1];
  if (lexed.Surface(dash) == "-" && !dash.space_before &&
      !lexed.lexemes[at].space_before && one_of(kLimits, at - 2)) {
    return true;
  }
  // A noun behind it is what it counts.
  if (next < end && lexed.lexemes[next].kind == LexemeKind::kWord &&
      lexicon.EndOf(lexed.lexemes[next].hash) ==
          FigureLexicon::PhraseEnd::kNo) {
    return false;
  }
  if (lexed.lexemes[at - 1].hash == kThan) return one_of(kCompared, at - 2);
  return one_of(kLimits, at - 1) &&
         lexicon.UnitOf(lexed.lexemes[at - 2].hash) == "person";
}

// "at least one field": it stands for "a". Of 224 in the annotated articles two
// are figures that a reader asks for.
bool StandsForA(const Number& number) {
  return number.in_words && number.value == 1 && number.value_high == 0;
}

bool IsAccepted(const double* chances) {
  return chances[kBackground] > chances[kImpact]
             ? chances[kBackground] >= kAcceptBackground
             : chances[kImpact] >= kAcceptImpact;
}

// "revenue", "shares" near the number.
bool IsBusiness(const FigureContext& context, const FigureFrame& frame) {
  constexpr int32_t kNear = 10;
  const LexedText& lexed = context.input.lexed;
  const Clause clause =
      ClauseAround(lexed, frame.sentence, frame.first, frame.last, kNear);
  for (int32_t i = clause.begin; i < clause.end; ++i) {
    if (context.lexicon.CuesOf(lexed.lexemes[i].hash) & kBusinessCue) {
      return true;
    }
  }
  return false;
}

struct Scored {
  double scores[kDetectClasses];
  double chance;  // of an impact figure, by its own features
  Detection detection;
};

}  // namespace

absl::StatusOr<std::unique_ptr<FigureDetector>> FigureDetector::Create() {
  auto detector = std::make_unique<FigureDetector>();
  ASSIGN_OR_RETURN(
      detector->model_,
      LinearModel::Create(data::FigureModel(), "detect", kDetectClasses));
  return detector;
}

std::vector<Detection> FigureDetector::Detect(
    const FigureContext& context, const FigureFeatures& features,
    std::vector<Number>* numbers) const {
  const FigureInput& input = context.input;
  std::vector<Scored> scored;
  double sum = 0;
  for (size_t i = 0; i < context.frames.size(); ++i) {
    const FigureFrame& frame = context.frames[i];
    Number& number = (*numbers)[frame.number];
    const text::ParagraphKind paragraph =
        input.document
            .paragraphs[input.document.sentences[frame.sentence].paragraph]
            .kind;
    if (paragraph == text::ParagraphKind::kFurniture ||
        paragraph == text::ParagraphKind::kByline) {
      Reject(Trace::DISPOSITION_BOILERPLATE, "page furniture", &number);
      continue;
    }
    if (InName(input, frame, number)) {
      Reject(Trace::DISPOSITION_NAME_PART, "part of a name", &number);
      continue;
    }
    if (IsAgeLimit(context.lexicon, input.lexed, number)) {
      Reject(Trace::DISPOSITION_AGE, "an age", &number);
      continue;
    }
    if (StandsForA(number)) {
      Reject(Trace::DISPOSITION_NO_IMPACT_CUE, "\"one\" that stands for \"a\"",
             &number);
      continue;
    }
    Scored& one = scored.emplace_back();
    one.detection.frame = i;
    features.Extract(i, &one.detection.features);
    model_->Score(one.detection.features, one.scores);
    double chances[kDetectClasses];
    std::copy_n(one.scores, kDetectClasses, chances);
    LinearModel::Normalize(chances, kDetectClasses);
    one.chance = chances[kImpact];
    sum += one.chance;
    // The features of what cannot become a figure are not kept.
    std::copy_n(one.scores, kDetectClasses, chances);
    chances[kImpact] += kArticle * (1 - kUsualShare);
    LinearModel::Normalize(chances, kDetectClasses);
    if (chances[kNoFigure] > 1 - kAcceptImpact) {
      one.detection.features = Features();
    }
  }
  std::vector<Detection> detections;
  for (Scored& one : scored) {
    const double others = (sum - one.chance + kUsualShare) / scored.size();
    one.scores[kImpact] += kArticle * (others - kUsualShare);
    LinearModel::Normalize(one.scores, kDetectClasses);
    Detection& detection = one.detection;
    detection.background = one.scores[kBackground] > one.scores[kImpact];
    detection.certainty =
        one.scores[detection.background ? kBackground : kImpact];
    if (IsAccepted(one.scores)) {
      detections.push_back(std::move(detection));
      continue;
    }
    const FigureFrame& frame = context.frames[detection.frame];
    Number& number = (*numbers)[frame.number];
    if (IsBusiness(context, frame)) {
      Reject(Trace::DISPOSITION_BUSINESS_RESULT, "a business result", &number);
    } else {
      Reject(Trace::DISPOSITION_NO_IMPACT_CUE,
             detection.background ? "background, not certain enough"
                                  : "nothing says that it counts impact",
             &number);
    }
  }
  return detections;
}

}  // namespace impactwire::extract
