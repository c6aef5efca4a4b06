// ClaimReader: claims as a snapshot shows them. Use from one thread, for one
// answer: what was worked out once is kept.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "query_service/index/filters/figure_filter.h"
#include "query_service/index/generation/snapshot.h"

namespace impactwire::query {

class ClaimReader {
 public:
  // `snapshot` must outlive it.
  explicit ClaimReader(const Snapshot& snapshot)
      : claims_(snapshot.tables().claims()),
        at_(snapshot.at()),
        newest_(claims_.PinNewest()) {}

  // All tellings of the row's claim, the one that stands for it first. The row
  // must hold. Good until the next call.
  const std::vector<Telling>& ClaimOf(uint32_t row);

  // Of the row's claim.
  std::string ClaimId(uint32_t row);

  // If the row, which matches, is the fullest telling of its claim that does:
  // the row that stands for the claim. So each claim is met once.
  std::optional<uint32_t> ClaimMetBy(uint32_t row,
                                     const FigureMatcher& matcher);
  // For these rows soon, if another row stands for their claims.
  void Prefetch(const std::vector<uint32_t>& rows) const;

  // The claims, by the rows that stand for them, before and after the one that
  // `row` stands for in its series; kNoRow where there is none.
  std::pair<uint32_t, uint32_t> LevelsAround(uint32_t row);

 private:
  struct Bucket {
    ClaimGroup group;
    // Row and index of its claim, ascending.
    std::vector<std::pair<uint32_t, uint32_t>> claim_of;
  };
  // Bounds the memory.
  static constexpr size_t kMaxBuckets = 100000;

  // Of larger buckets it pays to keep what was worked out.
  static constexpr size_t kFewRows = 8;

  // The row that stands for the claim, if the row's bucket is small and all of
  // it one claim; its rows are in `rows_` then.
  std::optional<uint32_t> OnlyClaimOf(uint32_t row);

  const ClaimTable& claims_;
  const uint64_t at_;
  const NewestRows::Pinned newest_;
  std::vector<uint32_t> rows_;
  absl::flat_hash_map<uint64_t, Bucket> buckets_;
  absl::flat_hash_map<uint64_t, std::vector<uint32_t>> series_;
};

}  // namespace impactwire::query
