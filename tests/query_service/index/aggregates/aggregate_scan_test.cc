#include "query_service/index/aggregates/aggregate_scan.h"

#include <atomic>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gtest/gtest.h"
#include "query_service/index/aggregates/scan_threads.h"
#include "query_service/index/filters/figure_filter.h"
#include "tests/query_service/index/testing/figure_scan.h"

namespace impactwire::query {
namespace {

// What each group has, however it is numbered.
using GroupTable =
    std::map<std::string, std::tuple<std::vector<uint32_t>, double, double,
                                     double, double, uint32_t, uint32_t, int>>;
GroupTable TableOf(const AggregateScan& scan) {
  GroupTable table;
  const AggregateGroups& groups = scan.groups();
  for (uint32_t g = 0; g < groups.size(); ++g) {
    const GroupKey& k = groups.key(g);
    const GroupSums& s = groups.sums(g);
    const auto& counts = groups.counts(g).figures;
    table[absl::StrJoin(
        std::make_tuple(k.unit, int{k.status}, int{k.category}, k.country,
                        k.organization, k.place, k.publish_year, k.period_year,
                        int{k.goal}),
        " ")] = {{std::begin(counts), std::end(counts)},
                 s.total(),
                 s.min,
                 s.max,
                 s.latest,
                 s.latest_row,
                 s.inexact,
                 s.bounds};
  }
  EXPECT_EQ(table.size(), groups.size());
  return table;
}

TEST_F(FigureScan, AggregatesAreTheSameInAnyNumberOfParts) {
  Grouping by_year;
  by_year.category = by_year.publish_year = true;
  Grouping by_organization;
  by_organization.organization = true;
  Grouping by_goal;
  by_goal.goal = by_goal.period_year = by_goal.country = true;
  for (const char* const expression :
       {"", "confidence > 0.3", "unit = person", "publish_date < 2021"}) {
    v1::ImpactFigureFilter proto;
    proto.set_expression(expression);
    const FigureFilter filter = *FigureFilter::Make(proto);
    for (const Snapshot& at : snapshots_) {
      for (const Grouping& by :
           {Grouping(), by_year, by_organization, by_goal}) {
        const auto whole = ScanAll(at, by, filter, 1);
        EXPECT_GT(whole->total(), 0u);
        for (const uint32_t parts : {2, 3, 5}) {
          const auto merged = ScanAll(at, by, filter, parts);
          EXPECT_EQ(merged->total(), whole->total());
          EXPECT_EQ(TableOf(*merged), TableOf(*whole)) << expression;
        }
      }
    }
  }
}

TEST_F(FigureScan, AStoppedAggregateAddsAPartOfTheRows) {
  const auto added = [&](int checks) {
    const ScanStop stop([&] {
      return --checks < 0 ? absl::CancelledError("gone") : absl::OkStatus();
    });
    const Snapshot at = snapshots_[0].StoppedBy(&stop);
    const auto scan = ScanAll(at, Grouping(), FigureFilter(), 1);
    EXPECT_EQ(stop.status().ok(), checks >= 0);
    return scan->total();
  };
  EXPECT_EQ(added(0), 0u);
  EXPECT_GT(added(1), 0u);
  EXPECT_EQ(added(1000), states_[0]->figures().size());
}

TEST(RunPartsTest, DoesEachPartOnce) {
  for (const uint32_t parts : {0, 1, 2, 100}) {
    std::vector<std::atomic<int>> done(parts);
    RunParts(parts, [&](uint32_t i) { ++done[i]; });
    for (const auto& times : done) EXPECT_EQ(times, 1);
  }
}

TEST(GroupSumsTest, DoNotDependOnTheOrder) {
  const std::vector<double> values = {1e17, 0.1, -1e17, 3, 0.2, 1e-9};
  GroupSums forth;
  GroupSums back;
  for (const double value : values) forth.Add(value);
  for (auto v = values.rbegin(); v != values.rend(); ++v) back.Add(*v);
  EXPECT_EQ(forth.total(), back.total());
  EXPECT_DOUBLE_EQ(forth.total(), 3.300000001);
}

}  // namespace
}  // namespace impactwire::query
