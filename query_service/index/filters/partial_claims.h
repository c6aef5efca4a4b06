// PartialClaims: claims of which a filter selects some tellings, but not the
// fullest. The fullest telling that it does select stands for the claim. Which
// one that is is known when all are there. Use from one thread.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "query_service/index/generation/snapshot.h"

namespace impactwire::query {

class PartialClaims {
 public:
  // Another telling, which matches; `fullest`, which does not, stands for its
  // claim. Each once.
  void Add(uint32_t row, uint32_t fullest) { rows_.push_back({fullest, row}); }
  void Add(const PartialClaims& other) {
    rows_.insert(rows_.end(), other.rows_.begin(), other.rows_.end());
  }

  // Calls `visit(row, fullest, stands)` for all that were added: in the order
  // of the rows that stand for the claims, then of their own. `stands`: it is
  // the fullest of its claim that was added. The order of adding changes
  // nothing.
  template <typename Visit>
  void ForEach(const Snapshot& snapshot, const Visit& visit) {
    Sort();
    for (size_t begin = 0; begin < rows_.size();) {
      const size_t end = EndOfClaim(begin);
      const uint32_t first = FullestOf(snapshot, begin, end);
      for (; begin < end; ++begin) {
        const auto& [fullest, row] = rows_[begin];
        visit(row, fullest, row == first);
      }
    }
  }

 private:
  void Sort();
  size_t EndOfClaim(size_t begin) const;
  // Of rows_[begin, end), which are one claim's.
  uint32_t FullestOf(const Snapshot& snapshot, size_t begin, size_t end) const;

  // The row that stands for the claim, and one of its tellings.
  std::vector<std::pair<uint32_t, uint32_t>> rows_;
};

}  // namespace impactwire::query
