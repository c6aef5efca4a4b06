// Lists that are answered at once; what of all figures is summed up.
#include "query_service/index/queries/figure_queries.h"

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/stable_id.h"
#include "gtest/gtest.h"
#include "query_service/index/index.h"
#include "tests/query_service/index/testing/history.h"

namespace impactwire::query {
namespace {

// Article `sequence` with `figures` figures of the organization.
v1::LogEntry FiguresOf(const std::string& organization, uint64_t sequence,
                       int figures) {
  v1::LogEntry entry;
  entry.set_sequence(sequence);
  v1::ArticleRecord* const record = entry.mutable_record();
  record->set_article_id(absl::StrCat(sequence));
  for (int i = 0; i < figures; ++i) {
    v1::ImpactFigure* const figure = record->add_impact_figures();
    figure->set_figure_id(
        StableId(kFigureIdKind, {absl::StrCat(sequence), absl::StrCat(i)}));
    figure->set_organization_id(organization);
  }
  return entry;
}

TEST(CheapListTest, CountsWhatIsMergedWithTheOrganization) {
  const std::string large = StableId(kOrganizationIdKind, {"large"});
  const std::string small = StableId(kOrganizationIdKind, {"small"});
  std::vector<v1::LogEntry> entries = {FiguresOf(large, 1, 5000),
                                       FiguresOf(small, 2, 1)};
  Index index;
  ApplyAll(entries, &index);
  v1::ListImpactFiguresRequest request;
  EXPECT_FALSE(IsCheapList(index.Pin(), request));
  request.mutable_filter()->add_organization_ids(small);
  const Snapshot apart = index.Pin();
  EXPECT_TRUE(IsCheapList(apart, request));

  // Whichever of the two stands for both.
  for (const auto& [from, into] : {std::pair(large, small), {small, large}}) {
    v1::LogEntry merge;
    merge.set_sequence(entries.back().sequence() + 1);
    merge.mutable_override()->set_override_id("o");
    merge.mutable_override()->mutable_merge()->set_from_id(from);
    merge.mutable_override()->mutable_merge()->set_into_id(into);
    RecordBatch batch;
    batch.after = At(entries.back().sequence());
    batch.through = batch.high_watermark = At(merge.sequence());
    *batch.entries.Add() = merge;
    entries.push_back(merge);
    ASSERT_TRUE(index.Apply(std::move(batch)).ok());
    EXPECT_FALSE(IsCheapList(index.Pin(), request)) << from << " " << into;
  }
  EXPECT_TRUE(IsCheapList(apart, request));
}

TEST(AggregateTest, NeverMixesUnitsOrStatuses) {
  World world(7);
  Index index;
  ApplyAll(world.History(80, 0), &index);
  const auto answer = AggregateImpactFigures(index.Pin(), {});
  ASSERT_TRUE(answer.ok());
  std::set<std::pair<std::string, int>> seen;
  int counted = 0;
  for (const auto& group : answer->groups()) {
    EXPECT_TRUE(seen.insert({group.unit(), group.status()}).second);
    counted += group.count();
    for (const auto& left_out : group.left_out()) counted += left_out.count();
    if (group.unit() == "percent") {
      EXPECT_FALSE(group.sum_is_meaningful());
      EXPECT_EQ(group.sum(), 0);
    }
  }
  EXPECT_GT(seen.size(), 5);
  EXPECT_EQ(counted, answer->total_count());
}

}  // namespace
}  // namespace impactwire::query
