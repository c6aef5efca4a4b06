// ForEachFigure: FigureMatcher::ForEach for whole columns, without a call per
// row, and without looking at [from, to) where all rows of a segment hold.
#pragma once

#include <algorithm>
#include <cstdint>

#include "query_service/index/figure_filter.h"

namespace impactwire::query {

// Calls `visit(segment, i, row)` for the rows that match and hold, ascending.
template <typename Visit>
void ForEachFigure(const FigureFilter& filter, const FigureMatcher& matcher,
                   const Snapshot& snapshot, const Visit& visit) {
  const FigureTable& figures = snapshot.tables().figures();
  if (!filter.empty()) {
    matcher.ForEach(0, [&](uint32_t row) {
      visit(figures.segment(row), FigureTable::offset(row), row);
      return true;
    });
    return;
  }
  const uint64_t at = snapshot.at();
  const uint32_t size = figures.size();
  for (uint32_t first = 0; first < size; first += FigureSegment::kRows) {
    const FigureSegment& s = figures.segment(first);
    const uint32_t rows = std::min(FigureSegment::kRows, size - first);
    if (s.AllHoldAt(rows, at)) {
      for (uint32_t i = 0; i < rows; ++i) visit(s, i, first + i);
    } else {
      for (uint32_t i = 0; i < rows; ++i) {
        if (s.HoldsAt(i, at)) visit(s, i, first + i);
      }
    }
  }
}

}  // namespace impactwire::query
