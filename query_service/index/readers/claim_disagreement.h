// DisagreementFinder: claims that tell another value of what seems to be the
// same thing. Use from one thread, for one answer.
#pragma once

#include <cstdint>
#include <tuple>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "query_service/index/generation/snapshot.h"

namespace impactwire::query {

class DisagreementFinder {
 public:
  // `snapshot` must outlive it.
  explicit DisagreementFinder(const Snapshot& snapshot)
      : tables_(snapshot.tables()), at_(snapshot.at()) {}

  // Rows that stand for claims about the same organization, category, unit,
  // status, rate, change, period and place as the one `row` stands for, in
  // another bucket (claim_key.h), from another source, and no other level of
  // the same count. As ingested, oldest first; at most 10, of the first 10,000
  // figures of the organization. None if the row has no organization.
  std::vector<uint32_t> Find(uint32_t row);

 private:
  static constexpr size_t kMaxFound = 10;
  static constexpr size_t kMaxScanned = 10000;

  // Unit, category, status, rate, period and place.
  using Subject =
      std::tuple<uint32_t, uint8_t, uint8_t, bool, int32_t, int32_t, uint32_t>;

  Subject SubjectOf(uint32_t row) const;
  uint32_t RootOf(uint32_t row) const;
  // The first rows of the organization that hold.
  const std::vector<uint32_t>& RowsOf(uint32_t root);
  bool Disagree(uint32_t row, uint32_t other) const;

  const Generation& tables_;
  const uint64_t at_;
  absl::flat_hash_map<uint32_t, std::vector<uint32_t>> organizations_;
};

}  // namespace impactwire::query
