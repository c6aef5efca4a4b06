#include "query_service/index/filters/partial_claims.h"

#include <algorithm>

namespace impactwire::query {

void PartialClaims::Sort() { std::sort(rows_.begin(), rows_.end()); }

size_t PartialClaims::EndOfClaim(size_t begin) const {
  size_t end = begin + 1;
  while (end < rows_.size() && rows_[end].first == rows_[begin].first) ++end;
  return end;
}

uint32_t PartialClaims::FullestOf(const Snapshot& snapshot, size_t begin,
                                  size_t end) const {
  uint32_t best = rows_[begin].second;
  if (end - begin == 1) return best;
  const ClaimTable& claims = snapshot.tables().claims();
  Telling telling = claims.TellingOf(best);
  for (size_t i = begin + 1; i < end; ++i) {
    const Telling other = claims.TellingOf(rows_[i].second);
    if (!other.Before(telling)) continue;
    telling = other;
    best = other.row;
  }
  return best;
}

}  // namespace impactwire::query
