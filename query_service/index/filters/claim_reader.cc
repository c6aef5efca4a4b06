#include "query_service/index/filters/claim_reader.h"

#include <algorithm>

#include "query_service/index/claims/claim_key.h"

namespace impactwire::query {

const std::vector<Telling>& ClaimReader::ClaimOf(uint32_t row) {
  if (buckets_.size() >= kMaxBuckets) buckets_.clear();
  const ClaimGroupName name = claims_.BucketAt(row, at_);
  const auto [it, is_new] = buckets_.try_emplace(name.key);
  Bucket& bucket = it->second;
  if (is_new) {
    for (const uint32_t r : claims_.BucketRows(name, at_)) {
      bucket[Fullest(r)].push_back(r);
    }
  }
  claim_.clear();
  for (const uint32_t r : bucket[Fullest(row)]) {
    claim_.push_back(claims_.TellingOf(r));
  }
  std::sort(claim_.begin(), claim_.end(),
            [](const Telling& a, const Telling& b) { return a.Before(b); });
  return claim_;
}

std::string ClaimReader::ClaimId(uint32_t row) const {
  return IdText(kClaimIdKind,
                claims_.IdNumber(claims_.TellingOf(Fullest(row))));
}

std::pair<uint32_t, uint32_t> ClaimReader::LevelsAround(uint32_t row) {
  if (!claims_.InSeries(row)) return {kNoRow, kNoRow};
  const ClaimGroupName name = claims_.SeriesAt(row, at_);
  const auto [it, is_new] = series_.try_emplace(name.key);
  std::vector<uint32_t>& levels = it->second;
  if (is_new) levels = claims_.SeriesRows(name, at_);
  const auto found = std::lower_bound(
      levels.begin(), levels.end(), row,
      [&](uint32_t a, uint32_t b) { return claims_.LaterLevel(a, b); });
  return {found == levels.begin() ? kNoRow : *(found - 1),
          found + 1 == levels.end() ? kNoRow : *(found + 1)};
}

}  // namespace impactwire::query
