// FigureZone: what the values of a full segment's rows have in common, so that
// a scan can tell that none or all of them match without reading them (a zone
// map), and that none of them can stand among the first of a list.
#pragma once

#include <cstdint>
#include <vector>

#include "query_service/index/tables/day_range.h"

namespace impactwire::query {

struct FigureSegment;

struct FigureZone {
  // Smallest and largest, both included.
  template <typename T>
  struct Span {
    T least;
    T most;
    void Add(T value) {
      if (value < least) least = value;
      if (value > most) most = value;
    }
  };
  // Days of the rows that have some.
  struct Days {
    Span<int32_t> first;
    Span<int32_t> last;
    bool any = false;
    bool all = true;
  };
  // The rows of one unit that has a code.
  struct Unit {
    double max_value = 0;
    uint16_t rows = 0;
    uint8_t code = 0;
  };

  void Fill(const FigureSegment& segment);
  // Null: no row has the unit.
  const Unit* FindUnit(uint8_t code) const;

  Span<double> value;
  Span<double> confidence;
  Days period;
  Days publish;
  // Of NewestFirst.
  int32_t newest = 0;
  // Bits of the values that occur; bit 32: greater ones.
  uint64_t categories = 0;
  uint64_t statuses = 0;
  uint64_t attributions = 0;
  uint64_t bounds = 0;
  // Some and all rows have an organization, a rate.
  bool any_organization = false;
  bool all_organization = true;
  bool any_rate = false;
  bool all_rate = true;
  // In all rows the unit has a code.
  bool all_coded = true;
  // Goals of any row.
  uint32_t goals = 0;
  // By code.
  std::vector<Unit> units;
};

}  // namespace impactwire::query
