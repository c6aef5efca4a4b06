// ConfidenceModel: how likely a figure is right as a whole: that it is an
// impact figure, and its unit, bound, status and organization. A small linear
// model over how sure each stage was, learnt from articles that none of the
// stages was trained on (scripts/train-confidence), and made a little cautious:
// of all figures with a confidence of 0.8 and more, nine in ten should be
// right. Measured: ../QUALITY.md.
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "impactwire/v1/record.pb.h"
#include "ingest_service/extract/linear/linear_model.h"

namespace impactwire::extract {

// How sure the stages were; chances in [0, 1].
struct Certainty {
  double detect = 0;     // that it is an impact figure (or background)
  double status = 0;     // of the status chosen
  double owner = 0;      // of the organization chosen, or of none
  double runner_up = 0;  // of the second likeliest owner
  double name = 0;       // that the organization is one; 1 where none is named
  bool background = false;
  bool unit_guessed = false;  // by UnitRanker
  bool has_owner = false;
  v1::Attribution attribution = v1::ATTRIBUTION_NONE;
  int organizations = 0;   // that it was chosen among
  int rank = 0;            // Candidate::rank of the one chosen
  std::string where;       // Candidate::where of it
  std::string unit_class;  // figure_frame.h
};

// Constant after Create: any thread may call.
class ConfidenceModel {
 public:
  // INTERNAL if confidence_model.tsv is malformed.
  static absl::StatusOr<std::unique_ptr<ConfidenceModel>> Create();

  // In [0.01, 1].
  double Of(const Certainty& certainty) const;

  // What the model sees.
  static void Describe(const Certainty& certainty, Features* out);

 private:
  explicit ConfidenceModel(std::unique_ptr<LinearModel> model)
      : model_(std::move(model)) {}
  const std::unique_ptr<LinearModel> model_;
};

}  // namespace impactwire::extract
