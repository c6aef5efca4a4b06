// FigureShape: what a figure looks like apart from its organization, place and
// text, one for each row of figure_shapes.tsv.
#pragma once

#include <vector>

#include "impactwire/v1/record.pb.h"

namespace impactwire::bench {

struct FigureShape {
  // Without value, ids, place, period and texts.
  v1::ImpactFigure figure;
  bool has_place = false;
  bool has_country = false;
  bool has_start = false;
  bool has_end = false;
  // Base-10 logarithm of the value.
  double magnitude = 0;
};

// Ends the process where the file cannot be read.
std::vector<FigureShape> ReadFigureShapes();

}  // namespace impactwire::bench
