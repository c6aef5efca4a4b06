#include "ingest_service/extract/figures/confidence.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status/status_macros.h"
#include "extract_figures_data.h"

namespace impactwire::extract {
namespace {

// Of the odds that the model gives: who asks for a confidence of 0.8 relies on
// what comes, so that of all figures above it nine in ten should be right, not
// eight in ten of those that just reach it.
constexpr double kCaution = 0.6;

// One feature per step reached: weights may differ by step, and what is surer
// shares the evidence of what is less sure.
void AddSteps(absl::string_view name, double chance, Features* out) {
  static constexpr std::pair<int, absl::string_view> kSteps[] = {
      {20, "20"}, {30, "30"}, {40, "40"}, {50, "50"}, {60, "60"}, {70, "70"},
      {80, "80"}, {85, "85"}, {90, "90"}, {95, "95"}, {98, "98"}};
  const FeaturePrefix prefix(name);
  for (const auto& [step, digits] : kSteps) {
    if (chance * 100 < step) break;
    out->Add(prefix, digits);
  }
}

}  // namespace

absl::StatusOr<std::unique_ptr<ConfidenceModel>> ConfidenceModel::Create() {
  ASSIGN_OR_RETURN(auto model, LinearModel::Create(data::ConfidenceModel(),
                                                   "confidence", 2));
  return std::unique_ptr<ConfidenceModel>(
      new ConfidenceModel(std::move(model)));
}

void ConfidenceModel::Describe(const Certainty& certainty, Features* out) {
  out->Add("bias");
  if (certainty.background) {
    out->Add("background");
    AddSteps("background>=", certainty.detect, out);
    return;
  }
  AddSteps("detect>=", certainty.detect, out);
  AddSteps("status>=", certainty.status, out);
  AddSteps("owner>=", certainty.owner, out);
  AddSteps("ahead>=", certainty.owner - certainty.runner_up, out);
  AddSteps("all>=", certainty.detect * certainty.status * certainty.owner, out);
  if (certainty.unit_guessed) out->Add("unit_guessed");
  if (!certainty.has_owner) {
    out->Add("no_owner");
  } else {
    AddSteps("name>=", certainty.name, out);
    out->Add("attribution=", certainty.attribution);
    out->Add("rank=", std::min(certainty.rank, 4));
    out->Add("where=", certainty.where);
  }
  const std::string among =
      absl::StrCat(certainty.organizations <= 1   ? "1"
                   : certainty.organizations <= 2 ? "2"
                   : certainty.organizations <= 4 ? "4"
                   : certainty.organizations <= 7 ? "7"
                                                  : "many");
  out->Add("among=", among);
  out->Add("ranka=", std::min(certainty.rank, 3), ".", among);
  out->Add("unit=", certainty.unit_class);
}

double ConfidenceModel::Of(const Certainty& certainty) const {
  Features features;
  Describe(certainty, &features);
  double scores[2];
  model_->Score(features, scores);
  LinearModel::Normalize(scores, 2);
  const double chance = kCaution * scores[1];
  return std::clamp(chance / (chance + scores[0]), 0.01, 1.0);
}

}  // namespace impactwire::extract
