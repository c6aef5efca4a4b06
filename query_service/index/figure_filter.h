// FigureFilter: an ImpactFigureFilter that was checked. FigureMatcher: the same
// bound to a snapshot, finding the rows.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "impactwire/v1/query.pb.h"
#include "query_service/index/snapshot.h"

namespace impactwire::query {

struct FigureFilter {
  // INVALID_ARGUMENT naming "filter.<field>".
  static absl::StatusOr<FigureFilter> Make(const v1::ImpactFigureFilter& proto);

  std::vector<uint64_t> organizations;
  // Sets of enum values as bits; 0: any.
  uint32_t organization_kinds = 0;
  uint32_t categories = 0;
  uint32_t statuses = 0;
  uint32_t attributions = 0;
  uint32_t sdg_goals = 0;
  // Lower case.
  std::vector<std::string> units;
  std::optional<double> min_value;
  std::optional<double> max_value;
  // Unset: any.
  std::optional<DayRange> period;
  std::optional<DayRange> publish_days;
  // Folded.
  std::string place;
  std::vector<uint16_t> countries;
  double min_confidence = 0;
  std::string article_id;
  std::optional<bool> has_organization;

  // Whether nothing is filtered.
  bool empty() const;
};

// Use from one thread.
class FigureMatcher {
 public:
  // `filter` must outlive the matcher.
  FigureMatcher(const FigureFilter& filter, const Snapshot& snapshot);

  // Whether the row's values match, held or not.
  bool Matches(uint32_t row) const {
    return Matches(tables_.figures().segment(row), FigureTable::offset(row),
                   row);
  }

  // Calls `visit(row)` for the rows that match and hold, ascending, from
  // `first_row` on, until it says false. Reads the shortest posting list that
  // covers the filter, or all columns.
  void ForEach(uint32_t first_row,
               const std::function<bool(uint32_t)>& visit) const;

 private:
  using Lists = std::vector<const PostingList*>;

  void Offer(Lists lists);
  // `row` is row i of `segment`.
  bool Matches(const FigureSegment& segment, uint32_t i, uint32_t row) const;
  bool PlaceMatches(uint32_t place) const;
  bool KindMatches(uint32_t organization) const;
  bool OrganizationMatches(uint32_t row, uint32_t organization) const;

  const FigureFilter& filter_;
  const Snapshot snapshot_;
  const Generation& tables_;
  // Members of the groups of the filter's organizations.
  absl::flat_hash_set<uint32_t> organizations_;
  absl::flat_hash_set<uint32_t> units_;
  // Set: only these lists; each row in one of them at least.
  std::optional<Lists> lists_;
  uint64_t lists_size_ = 0;
  // Set: only this range of rows.
  std::optional<RowRange> range_;
  // What was found out already, by string and by organization number.
  mutable absl::flat_hash_map<uint32_t, bool> places_;
  mutable absl::flat_hash_map<uint32_t, bool> kinds_;
};

}  // namespace impactwire::query
