// PositionColumn: an ascending position per row of a segment of kRows, in four
// bytes: what it is more than the first of its 64 rows. The few that are too
// far from it stand beside. Set row by row, each before it is published.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>

#include "query_service/index/tables/sparse_column.h"

namespace impactwire::query {

template <uint32_t kRows>
class PositionColumn {
 public:
  uint64_t operator[](uint32_t i) const {
    return more_[i] != kFar ? first_[i / kBlock] + more_[i] : far_[i];
  }

  void Prefetch(uint32_t i) const { __builtin_prefetch(&more_[i]); }

  // Returns how many bytes of memory were added.
  size_t Set(uint32_t i, uint64_t position) {
    if (i % kBlock == 0) first_[i / kBlock] = position;
    const uint64_t more = position - first_[i / kBlock];
    more_[i] = more < kFar ? static_cast<uint32_t>(more) : kFar;
    return more < kFar ? 0 : far_.Set(i, position);
  }

 private:
  static constexpr uint32_t kBlock = 64;
  static constexpr uint32_t kFar = std::numeric_limits<uint32_t>::max();

  uint64_t first_[kRows / kBlock];
  uint32_t more_[kRows];
  SparseColumn<uint64_t, 0, kRows> far_;
};

}  // namespace impactwire::query
