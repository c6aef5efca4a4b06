// AggregateScan: counts and sums of impact figures per group, over a part of
// the table or all of it. Parts are scanned side by side and merged in their
// order, so that the answer does not depend on how many threads there were.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "query_service/index/aggregates/aggregate_grouping.h"
#include "query_service/index/aggregates/aggregate_groups.h"
#include "query_service/index/filters/figure_filter.h"
#include "query_service/index/filters/partial_claims.h"
#include "query_service/index/generation/snapshot.h"

namespace impactwire::query {

// Use from one thread.
class AggregateScan {
 public:
  // All must outlive it.
  AggregateScan(const Snapshot& now, const Grouping& by,
                const FigureFilter& filter);

  // Adds the matches in segments [first, end), or until the snapshot's stop
  // says so.
  void AddSegments(uint32_t first, uint32_t end);
  // Adds all matches, by the shortest way to them.
  void AddAll();
  // Adds what a scan of later rows found.
  void Merge(const AggregateScan& later);
  // Once, when all is added: what stands in for tellings that do not match.
  void Finish();

  const FigureMatcher& matcher() const { return matcher_; }
  const AggregateGroups& groups() const { return groups_; }
  uint32_t total() const { return total_; }
  uint32_t figures(FigurePart part) const {
    return parts_[static_cast<size_t>(part)];
  }

 private:
  // A row to be added.
  struct Place {
    const FigureSegment* segment;
    const ClaimSegment* claims;
    uint32_t offset;
    uint32_t row;
  };
  // Rows are added so many at a time, step by step, so that what each step
  // reads from memory is on its way for all of them.
  static constexpr size_t kBatch = 256;

  void Put(const Place& place) {
    places_[size_++] = place;
    if (size_ == kBatch) Flush();
  }
  void Flush();
  // Adds the batch, whose parts are known.
  void AddBatch();
  void FindParts();
  // Takes those out that Finish adds.
  void TakePartialClaims();
  void NumberByYear();
  void NumberByKey();
  GroupKey KeyOf(const Place& place);
  void AddSums();
  void AddValue(const Place& place, GroupSums* group) const;
  // Of two of the same day and value.
  bool HasSmallerId(uint32_t row, uint32_t than) const;
  uint32_t RootOf(uint32_t organization);

  const Snapshot snapshot_;
  const Generation& tables_;
  const uint64_t at_;
  const Grouping by_;
  const FigureMatcher matcher_;
  // With one figure of a claim all others match, too.
  const bool whole_claims_;
  const bool by_year_only_;
  AggregateGroups groups_;
  Place places_[kBatch];
  FigurePart part_[kBatch];
  size_t size_ = 0;
  // What the batch adds: to this group, this place.
  std::vector<uint32_t> numbers_;
  std::vector<uint16_t> of_;
  std::vector<GroupKey> keys_;
  std::vector<uint32_t> rows_;
  std::vector<uint16_t> counted_;
  absl::flat_hash_map<uint32_t, uint32_t> roots_;
  PartialClaims partial_claims_;
  uint32_t total_ = 0;
  uint32_t parts_[kFigureParts] = {};
};

// Scans all: in `parts` parts, or, if that is 0, in as many as are worth it.
std::unique_ptr<AggregateScan> ScanAll(const Snapshot& now, const Grouping& by,
                                       const FigureFilter& filter,
                                       uint32_t parts = 0);

}  // namespace impactwire::query
