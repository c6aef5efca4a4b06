// Figure: an impact figure as the stages hold it; indices point into the
// article's numbers and entities.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "impactwire/v1/record.pb.h"
#include "ingest_service/extract/figures/confidence.h"
#include "ingest_service/extract/numbers/number.h"
#include "ingest_service/text/span.h"

namespace impactwire::extract {

struct Figure {
  int32_t number = 0;    // index in FigureSet::numbers
  int32_t sentence = 0;  // the evidence
  text::Span surface;
  std::string unit;
  std::string what;
  v1::ImpactCategory category = v1::IMPACT_CATEGORY_OTHER;
  v1::FigureStatus status = v1::FIGURE_STATUS_ACHIEVED;
  int32_t organization = -1;  // index in Entities::entities; -1: none
  std::vector<int32_t> co_organizations;
  v1::Attribution attribution = v1::ATTRIBUTION_NONE;
  int32_t place = -1;     // index in Entities::entities; -1: none
  text::Span place_span;  // as named
  v1::Period period;
  v1::Rate rate;  // per empty: none
  v1::Measure measure = v1::MEASURE_UNSPECIFIED;
  v1::Change change = v1::CHANGE_NONE;
  std::string beneficiary;
  v1::Claimant::Kind claimant_kind = v1::Claimant::KIND_ARTICLE;
  std::string claimant;
  std::vector<int32_t> sdg_goals;
  std::vector<v1::IrisMetric> iris_metrics;
  Certainty certainty;
  double confidence = 0;  // what the certainty comes to
};

struct FigureSet {
  // Every number of the text, each with its disposition.
  std::vector<Number> numbers;
  // In text order.
  std::vector<Figure> figures;
};

}  // namespace impactwire::extract
