// FigurePredicate: the conditions of a filter, bound to a snapshot's numbers.
// One row at a time, or a segment's rows at once, column by column.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "query_service/index/figures/row_mask.h"
#include "query_service/index/filters/figure_test.h"
#include "query_service/index/generation/snapshot.h"

namespace impactwire::query {

// Of the rows of a segment.
enum class Verdict : uint8_t { kNone, kSome, kAll };

// Use from one thread. Whether rows hold at the snapshot's position is not
// looked at.
class FigurePredicate {
 public:
  // Rows that match all of `conditions`, which must outlive the predicate.
  FigurePredicate(const std::vector<FigureCondition>& conditions,
                  const Snapshot& snapshot);
  FigurePredicate(const FigurePredicate&) = delete;
  FigurePredicate& operator=(const FigurePredicate&) = delete;

  // Row i of `segment`, which is `row` of the table.
  bool Matches(const FigureSegment& segment, uint32_t i, uint32_t row) const;

  // As the zone tells.
  Verdict Judge(const FigureZone& zone) const;

  // Takes the rows that do not match out of `mask`. `full`: no row of the
  // segment is still to be written. `first_row`: number of its row 0.
  void Keep(const FigureSegment& segment, uint32_t first_row, bool full,
            RowMask* mask) const;

  // For rows that are known to pass some of the tests, as they come from lists
  // made of them: Assume says which, before; MatchesRest looks at the others,
  // for which Prefetch fetches what it will read.
  void Assume(const FigureTest* test);
  bool MatchesRest(const FigureSegment& segment, uint32_t i,
                   uint32_t row) const;
  void Prefetch(const FigureSegment& segment, uint32_t i) const;

  // The code of the unit, if all conditions together ask for one unit and
  // nothing else.
  std::optional<uint8_t> only_unit_code() const { return only_unit_code_; }
  // The code of the one unit that every match has, if that is known.
  std::optional<uint8_t> unit_code() const { return unit_code_; }

 private:
  struct Test {
    const FigureTest* test = nullptr;
    // Units, places, publishers, countries, organizations (all members of the
    // groups): their numbers; article: its rows.
    absl::flat_hash_set<uint32_t> numbers;
    // The only one of `numbers`.
    std::optional<uint32_t> number;
    // kUnit: the code of the only one; 0: none.
    uint8_t code = 0;
    // What was found out already, by string or organization.
    mutable absl::flat_hash_map<uint32_t, bool> known;
  };
  struct Node {
    FigureCondition::Kind kind = FigureCondition::Kind::kTest;
    Test test;
    std::vector<Node> parts;
  };

  // Of kCategory, kStatus, kAttribution, kBound.
  static const uint8_t* EnumColumn(FigureField field, const FigureSegment& s);
  // A day that is stated, of a period that is one, within `days`.
  static bool HasDay(const DayRange& of, int32_t day, const DayRange& days) {
    return (of.first <= of.last) & (day != DayRange::kOpenStart) &
           (day != DayRange::kOpenEnd) & (day >= days.first) &
           (day <= days.last);
  }

  Node Bind(const FigureCondition& condition) const;
  void BindTest(const FigureTest& test, Test* bound) const;

  bool MatchesNode(const Node& node, const FigureSegment& s, uint32_t i,
                   uint32_t row) const;
  // These three leave `negated` out.
  bool MatchesTest(const Test& test, const FigureSegment& s, uint32_t i,
                   uint32_t row) const;
  Verdict JudgeTest(const Test& test, const FigureZone& zone) const;
  void KeepTest(const Test& test, const FigureSegment& s, uint32_t first_row,
                bool full, RowMask* mask) const;

  Verdict JudgeNode(const Node& node, const FigureZone& zone) const;
  void KeepNode(const Node& node, const FigureSegment& s, uint32_t first_row,
                bool full, RowMask* mask) const;

  bool TextMatches(const Test& test, uint32_t text) const;
  bool KindMatches(const Test& test, uint32_t organization) const;
  bool OrganizationMatches(const Test& test, const FigureSegment& s, uint32_t i,
                           uint32_t row) const;

  const Snapshot snapshot_;
  const Generation& tables_;
  Node root_;
  // Parts of the root that are not assumed.
  std::vector<const Node*> rest_;
  std::optional<uint8_t> only_unit_code_;
  std::optional<uint8_t> unit_code_;
};

}  // namespace impactwire::query
