// ImpactCodes: Sustainable Development Goals and IRIS+ metrics of a figure, by
// category, unit and noun; nothing rather than a guess.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "ingest_service/extract/figures/figure.h"
#include "ingest_service/extract/figures/figure_frame.h"

namespace impactwire::extract {

// Constant after Create: any thread may call.
class ImpactCodes {
 public:
  struct Rule {
    std::string category, unit;
    uint64_t word = 0;  // 0: any
    std::vector<int32_t> goals;
    std::string code, name;  // empty: no metric
    v1::IrisMetric::Fit fit = v1::IrisMetric::FIT_UNSPECIFIED;
  };

  static absl::StatusOr<std::unique_ptr<ImpactCodes>> Create();

  // The first rule that fits, for goals and metric each.
  void Fill(const LexedText& lexed, const FigureFrame& frame,
            Figure* figure) const;

  const std::vector<Rule>& rules() const { return rules_; }

 private:
  std::vector<Rule> rules_;
};

}  // namespace impactwire::extract
