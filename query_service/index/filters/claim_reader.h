// ClaimReader: claims as a snapshot shows them. Use from one thread, for one
// answer: what was worked out once is kept.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "query_service/index/generation/snapshot.h"

namespace impactwire::query {

class ClaimReader {
 public:
  // `snapshot` must outlive it.
  explicit ClaimReader(const Snapshot& snapshot)
      : claims_(snapshot.tables().claims()), at_(snapshot.at()) {}

  // The row that stands for the row's claim. The row must hold.
  uint32_t Fullest(uint32_t row) const { return claims_.Fullest(row, at_); }

  // All tellings of the row's claim, the fullest first. The row must hold. Good
  // until the next call.
  const std::vector<Telling>& ClaimOf(uint32_t row);

  // Of the row's claim.
  std::string ClaimId(uint32_t row) const;

  // The claims, by the rows that stand for them, before and after the one that
  // `row` stands for in its series; kNoRow where there is none.
  std::pair<uint32_t, uint32_t> LevelsAround(uint32_t row);

 private:
  // The rows of each claim, by the one that stands for it.
  using Bucket = absl::flat_hash_map<uint32_t, std::vector<uint32_t>>;
  // Bounds the memory.
  static constexpr size_t kMaxBuckets = 100000;

  const ClaimTable& claims_;
  const uint64_t at_;
  absl::flat_hash_map<uint64_t, Bucket> buckets_;
  std::vector<Telling> claim_;
  absl::flat_hash_map<uint64_t, std::vector<uint32_t>> series_;
};

}  // namespace impactwire::query
