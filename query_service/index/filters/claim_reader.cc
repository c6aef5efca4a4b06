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
    std::vector<Telling> tellings;
    for (const uint32_t r : claims_.BucketRows(name, at_)) {
      tellings.push_back(claims_.TellingOf(r));
    }
    bucket.group = GroupTellings(std::move(tellings));
    for (uint32_t c = 0; c < bucket.group.claims.size(); ++c) {
      for (const Telling& telling : bucket.group.claims[c]) {
        bucket.claim_of.push_back({telling.row, c});
      }
    }
    std::sort(bucket.claim_of.begin(), bucket.claim_of.end());
  }
  const auto found =
      std::lower_bound(bucket.claim_of.begin(), bucket.claim_of.end(),
                       std::make_pair(row, uint32_t{0}));
  return bucket.group.claims[found->second];
}

std::string ClaimReader::ClaimId(uint32_t row) {
  const Telling fullest = claims_.StateAt(row, at_) == ClaimState::kSameClaim
                              ? ClaimOf(row).front()
                              : claims_.TellingOf(row);
  return IdText(kClaimIdKind, claims_.IdNumber(fullest));
}

void ClaimReader::Prefetch(const std::vector<uint32_t>& rows) const {
  for (const uint32_t row : rows) claims_.PrefetchSlot(newest_, row);
  for (const uint32_t row : rows) claims_.PrefetchNewest(newest_, row);
}

std::optional<uint32_t> ClaimReader::OnlyClaimOf(uint32_t row) {
  rows_.clear();
  if (!claims_.AddBucketRows(newest_, claims_.BucketAt(row, at_), at_, kFewRows,
                             &rows_)) {
    return std::nullopt;
  }
  // As many claims as rows that stand for one.
  uint32_t fullest = kNoRow;
  for (const uint32_t r : rows_) {
    if (claims_.StateAt(r, at_) == ClaimState::kSameClaim) continue;
    if (fullest != kNoRow) return std::nullopt;
    fullest = r;
  }
  return fullest;
}

std::optional<uint32_t> ClaimReader::ClaimMetBy(uint32_t row,
                                                const FigureMatcher& matcher) {
  if (claims_.StateAt(row, at_) != ClaimState::kSameClaim) return row;
  // So it is of most, and nothing has to be grouped.
  if (const auto fullest = OnlyClaimOf(row)) {
    if (matcher.Matches(*fullest)) return std::nullopt;
    if (rows_.size() == 2) return fullest;
    const Telling telling = claims_.TellingOf(row);
    for (const uint32_t other : rows_) {
      if (other != row && other != *fullest &&
          claims_.TellingOf(other).Before(telling) && matcher.Matches(other)) {
        return std::nullopt;
      }
    }
    return fullest;
  }
  const std::vector<Telling>& claim = ClaimOf(row);
  for (const Telling& telling : claim) {
    if (telling.row == row) return claim.front().row;
    if (matcher.Matches(telling.row)) break;
  }
  return std::nullopt;
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
