// FigureDetector: which numbers of an article are impact figures, by the words
// around each and by how many of the others are: one number that sounds like
// impact amid an article of votes or prices is hardly ever a figure.
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "absl/status/statusor.h"
#include "ingest_service/extract/figures/figure_context.h"
#include "ingest_service/extract/figures/figure_features.h"
#include "ingest_service/extract/linear/linear_model.h"

namespace impactwire::extract {

// A number that is one.
struct Detection {
  size_t frame = 0;         // index in FigureContext::frames
  bool background = false;  // of society, not of what an organization did
  double certainty = 0;     // 0 to 1
  Features features;
};

// Constant after Create: any thread may call.
class FigureDetector {
 public:
  // INTERNAL if the "detect" rows of figure_model.tsv are malformed.
  static absl::StatusOr<std::unique_ptr<FigureDetector>> Create();

  // In the order of the frames. `numbers` are those of `context`; each that is
  // no figure gets its disposition and the reason. Linear.
  std::vector<Detection> Detect(const FigureContext& context,
                                const FigureFeatures& features,
                                std::vector<Number>* numbers) const;

 private:
  std::unique_ptr<LinearModel> model_;
};

}  // namespace impactwire::extract
