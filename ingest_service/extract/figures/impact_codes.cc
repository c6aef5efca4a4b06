#include "ingest_service/extract/figures/impact_codes.h"

#include <algorithm>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "extract_figures_data.h"
#include "ingest_service/extract/figures/figure_details.h"
#include "ingest_service/extract/numbers/phrase_table.h"

namespace impactwire::extract {

absl::StatusOr<std::unique_ptr<ImpactCodes>> ImpactCodes::Create() {
  auto codes = std::make_unique<ImpactCodes>();
  for (const auto& row : ReadTsv(data::ImpactCodes())) {
    Rule rule;
    bool good = row.size() == 7;
    if (good) {
      rule.category = std::string(row[0]);
      rule.unit = std::string(row[1]);
      if (row[2] != "*") rule.word = HashWord(row[2]);
      for (const absl::string_view goal :
           absl::StrSplit(row[3], ',', absl::SkipEmpty())) {
        int value = 0;
        if (goal == "-") continue;
        good &= absl::SimpleAtoi(goal, &value) && value >= 1 && value <= 17;
        rule.goals.push_back(value);
      }
      if (row[4] != "-") {
        rule.code = std::string(row[4]);
        rule.name = std::string(row[5]);
        good &=
            v1::IrisMetric::Fit_Parse(absl::StrCat("FIT_", row[6]), &rule.fit);
      }
    }
    if (!good) {
      return absl::InternalError(
          absl::StrCat("impact_codes.tsv: malformed row \"", row[0], "\""));
    }
    codes->rules_.push_back(std::move(rule));
  }
  return codes;
}

void ImpactCodes::Fill(const LexedText& lexed, const FigureFrame& frame,
                       Figure* figure) const {
  if (figure->status == v1::FIGURE_STATUS_CONTEXT) return;
  const absl::string_view category =
      FigureDetails::CategoryName(figure->category);
  const auto has = [&](uint64_t word) {
    const int32_t begin =
        std::max(lexed.First(frame.sentence), frame.first - 8);
    const int32_t end = std::min(lexed.End(frame.sentence), frame.last + 8);
    for (int32_t i = begin; i < end; ++i) {
      if (lexed.lexemes[i].hash == word) return true;
    }
    return false;
  };
  bool goals = false, metric = false;
  for (const Rule& rule : rules_) {
    if (rule.category != category) continue;
    if (rule.unit != "*" && rule.unit != figure->unit &&
        !(rule.unit == "money" && figure->unit.size() == 3 &&
          figure->unit[0] >= 'A' && figure->unit[0] <= 'Z')) {
      continue;
    }
    if (rule.word != 0 && !has(rule.word)) continue;
    if (!goals && !rule.goals.empty()) {
      figure->sdg_goals = rule.goals;
      goals = true;
    }
    if (!metric && !rule.code.empty()) {
      v1::IrisMetric iris;
      iris.set_code(rule.code);
      iris.set_name(rule.name);
      iris.set_fit(rule.fit);
      figure->iris_metrics.push_back(std::move(iris));
      metric = true;
    }
  }
}

}  // namespace impactwire::extract
