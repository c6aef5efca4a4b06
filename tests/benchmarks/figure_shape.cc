#include "tests/benchmarks/figure_shape.h"

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"

namespace impactwire::bench {
namespace {

template <typename Value>
bool ReadEnum(bool (*parse)(const std::string&, Value*), const char* prefix,
              const std::string& cell, Value* value) {
  return cell == "-" || parse(prefix + cell, value);
}

bool ReadShape(const std::vector<std::string>& cells, FigureShape* shape) {
  if (cells.size() != 15) return false;
  v1::ImpactFigure& f = shape->figure;
  v1::ImpactCategory category = {};
  v1::Bound bound = {};
  v1::FigureStatus status = {};
  v1::Measure measure = {};
  v1::Change change = {};
  v1::Attribution attribution = {};
  if (!ReadEnum<v1::ImpactCategory>(v1::ImpactCategory_Parse,
                                    "IMPACT_CATEGORY_", cells[0], &category) ||
      !ReadEnum<v1::Bound>(v1::Bound_Parse, "BOUND_", cells[3], &bound) ||
      !ReadEnum<v1::FigureStatus>(v1::FigureStatus_Parse, "FIGURE_STATUS_",
                                  cells[4], &status) ||
      !ReadEnum<v1::Measure>(v1::Measure_Parse, "MEASURE_", cells[5],
                             &measure) ||
      !ReadEnum<v1::Change>(v1::Change_Parse, "CHANGE_", cells[6], &change) ||
      !ReadEnum<v1::Attribution>(v1::Attribution_Parse, "ATTRIBUTION_",
                                 cells[7], &attribution)) {
    return false;
  }
  f.set_category(category);
  if (cells[1] != "-") f.set_unit(cells[1]);
  f.set_what(cells[2] == "-" ? "" : cells[2]);
  f.set_bound(bound);
  f.set_status(status);
  f.set_measure(measure);
  f.set_change(change);
  f.set_attribution(attribution);
  shape->has_place = cells[8] != "0";
  shape->has_country = cells[8] == "2";
  shape->has_start = cells[9].find('S') != std::string::npos;
  shape->has_end = cells[9].find('E') != std::string::npos;
  if (cells[10] != "-") {
    f.mutable_rate()->set_per(cells[10]);
    f.mutable_rate()->set_count(1);
  }
  if (cells[11] != "-") f.set_beneficiary(cells[11]);
  if (!absl::SimpleAtod(cells[12], &shape->magnitude)) return false;
  if (cells[13] != "-") {
    for (const absl::string_view goal : absl::StrSplit(cells[13], ',')) {
      int number = 0;
      if (absl::SimpleAtoi(goal, &number)) f.add_sdg_goals(number);
    }
  }
  if (cells[14] != "-") {
    for (const absl::string_view code : absl::StrSplit(cells[14], ',')) {
      v1::IrisMetric* const metric = f.add_iris_metrics();
      metric->set_code(std::string(code));
      metric->set_name("Client Individuals: Total");
      metric->set_fit(v1::IrisMetric::FIT_PROXY);
    }
  }
  f.mutable_claimant()->set_kind(v1::Claimant::KIND_ARTICLE);
  return true;
}

}  // namespace

std::vector<FigureShape> ReadFigureShapes() {
  std::vector<FigureShape> shapes;
  const std::string path = std::string(IMPACTWIRE_SOURCE_DIR) +
                           "/tests/benchmarks/figure_shapes.tsv";
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line[0] == '#') continue;
    FigureShape shape;
    if (!ReadShape(absl::StrSplit(line, '\t'), &shape)) {
      std::fprintf(stderr, "%s: cannot be read: %s\n", path.c_str(),
                   line.c_str());
      std::exit(1);
    }
    shapes.push_back(std::move(shape));
  }
  if (shapes.empty()) {
    std::fprintf(stderr, "%s: cannot be read\n", path.c_str());
    std::exit(1);
  }
  return shapes;
}

}  // namespace impactwire::bench
