// FigureFilter: an ImpactFigureFilter that was checked. FigureMatcher: the same
// bound to a snapshot, finding the rows.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "impactwire/v1/query.pb.h"
#include "query_service/index/filters/figure_predicate.h"
#include "query_service/index/filters/figure_test.h"
#include "query_service/index/generation/snapshot.h"
#include "query_service/index/tables/posting_list.h"

namespace impactwire::query {

struct FigureFilter {
  // INVALID_ARGUMENT naming "filter.<field>".
  static absl::StatusOr<FigureFilter> Make(const v1::ImpactFigureFilter& proto);

  // All of these hold. Typed fields and the expression are the same here.
  std::vector<FigureCondition> conditions;

  // Whether nothing is filtered.
  bool empty() const { return conditions.empty(); }
  // Whether the field is asked about anywhere.
  bool Asks(FigureField field) const;
  // Whether all that match have the same unit.
  bool HasOneUnit() const;
  // Whether with one figure of a claim all others match, too.
  bool SelectsWholeClaims() const;
};

// Use from one thread.
class FigureMatcher {
 public:
  // `filter` must outlive the matcher.
  FigureMatcher(const FigureFilter& filter, const Snapshot& snapshot);

  // Whether the row's values match, held or not.
  bool Matches(uint32_t row) const {
    return predicate_.Matches(figures_.segment(row), FigureTable::offset(row),
                              row);
  }

  // Matches will be asked soon.
  void Prefetch(uint32_t row) const {
    predicate_.Prefetch(figures_.segment(row), FigureTable::offset(row));
  }

  // Calls `visit(row)` for the rows that match and hold, ascending, from
  // `first_row` on, until it says false or the snapshot's stop does. Reads the
  // shortest posting lists that cover the filter, or all columns.
  void ForEach(uint32_t first_row,
               const std::function<bool(uint32_t)>& visit) const;

  // -- Segment by segment -----------------------------------------------------
  // For those who need not see the rows one by one, or not in this order.

  // False: few rows are to be looked at, by ForEach.
  bool scans_segments() const { return !lists_ && !ranges_; }
  // Of the rows that begin at or before the position.
  uint32_t segments() const {
    return (end_row_ + FigureSegment::kRows - 1) / FigureSegment::kRows;
  }
  // The segment's zone and what it tells; null and kSome while it is filled.
  const FigureZone* zone(uint32_t segment) const {
    return figures_.zone(segment);
  }
  Verdict Judge(uint32_t segment) const;
  // Its rows from `first_row` on that hold; that hold and match.
  RowMask Held(uint32_t segment, uint32_t first_row) const;
  RowMask Matching(uint32_t segment, uint32_t first_row) const;
  // How many those are, without reading rows where that is possible.
  uint32_t CountMatching(uint32_t segment) const;
  // Whether the scan is to end; ask every few segments.
  bool Stopped() const {
    return snapshot_.stop() != nullptr && snapshot_.stop()->Stopped();
  }

  const FigurePredicate& predicate() const { return predicate_; }
  const FigureTable& figures() const { return figures_; }

 private:
  using Lists = std::vector<const PostingList*>;

  // Rows that pass `tests`.
  void Offer(Lists lists, std::vector<const FigureTest*> tests);
  void OfferLists(const FigureFilter& filter);
  void OfferOrganizations(const FigureFilter& filter, const FigureTest& test);
  void FindRanges(const FigureTest& test);
  void ForEachListed(uint32_t first_row,
                     const std::function<bool(uint32_t)>& visit) const;
  // Of a row before end_row_.
  bool Holds(const FigureSegment& segment, uint32_t i) const;

  const Snapshot snapshot_;
  const Generation& tables_;
  const FigureTable& figures_;
  const uint32_t end_row_;
  FigurePredicate predicate_;
  // Set: only these lists; each row in one of them at least, and each passes
  // these tests.
  std::optional<Lists> lists_;
  std::vector<const FigureTest*> listed_;
  uint64_t lists_size_ = 0;
  // Set: only these ranges of rows, ascending.
  std::optional<std::vector<RowRange>> ranges_;
};

}  // namespace impactwire::query
