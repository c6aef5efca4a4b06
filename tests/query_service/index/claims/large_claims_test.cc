// What the histories of the property test hardly reach: large buckets, long
// series, many levels; and what of claims they do reach.
#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/stable_id.h"
#include "gtest/gtest.h"
#include "query_service/index/claims/claim_group.h"
#include "query_service/index/queries/claim_queries.h"
#include "query_service/index/queries/figure_queries.h"
#include "tests/query_service/index/claims/claims_fixture.h"
#include "tests/query_service/index/testing/history.h"
#include "tests/query_service/index/testing/oracle.h"
#include "tests/query_service/index/testing/oracle_claims.h"

namespace impactwire::query {
namespace {

void ExpectOracles(const Snapshot& at,
                   const std::vector<v1::LogEntry>& entries) {
  SCOPED_TRACE(at.position());
  const OracleState state(entries, at.at());
  const OracleClaims claims(state);
  EXPECT_EQ(at.tables().CountsAt(at.at()).claims, claims.claims().size());
  v1::ListClaimsRequest list;
  list.set_page_size(1000);
  const auto got = ListClaims(at, list);
  const auto expected = claims.List(list);
  ASSERT_EQ(got->claims_size(), static_cast<int>(expected.size()));
  for (int i = 0; i < got->claims_size() && !testing::Test::HasFailure(); ++i) {
    ASSERT_EQ(got->claims(i).ShortDebugString(),
              expected[i].ShortDebugString());
  }
  v1::AggregateImpactFiguresRequest all;
  // Of a claim some tellings only, seldom the fullest.
  v1::AggregateImpactFiguresRequest some;
  some.mutable_filter()->mutable_publish_date()->set_start("2013");
  for (const auto& request : {all, some}) {
    auto sums = *AggregateImpactFigures(at, request);
    sums.clear_position();
    EXPECT_EQ(sums.ShortDebugString(),
              claims.Aggregate(request).ShortDebugString());
  }
  for (const int sources : {2, 5}) {
    list.set_min_independent_source_count(sources);
    EXPECT_EQ(ListClaims(at, list)->total_count(),
              static_cast<int>(claims.List(list).size()));
  }
  list.clear_min_independent_source_count();
  *list.mutable_filter() = some.filter();
  EXPECT_EQ(ListClaims(at, list)->total_count(),
            static_cast<int>(claims.List(list).size()));
}

TEST_F(ClaimsTest, LargeBucketsAndLongSeriesAreTheOracles) {
  World random(11);
  Index index;
  const auto apply = [&] {
    const uint64_t last = entries_.size();
    ASSERT_TRUE(index.Apply(Batch(entries_, last - 1, last, last)).ok());
  };
  const char* const kPlaces[] = {"", "", "A", "B", "C"};
  std::vector<uint64_t> checked;
  int largest = 0;
  int fullest = 0;
  // Grows beyond what is resolved, and shrinks again.
  for (int step = 0; step < 2400 && !HasFailure(); ++step) {
    const bool growing = step < 1200;
    const int article = 1 + random.Below(600);
    if (random.OneIn(growing ? 20 : 2)) {
      entries_.emplace_back().set_sequence(entries_.size());
      entries_.back().mutable_tombstone()->set_article_id(
          absl::StrCat("article ", article));
    } else if (random.OneIn(100)) {
      Merge(random.OneIn(2) ? "Acme" : "ACME Ltd",
            random.OneIn(2) ? "Acme" : "other");
    } else {
      v1::ImpactFigure* const figure =
          Tell(random.OneIn(4) ? 6001 + random.Below(3) : 6000);
      record()->set_article_id(absl::StrCat("article ", article));
      record()->set_publish_date(
          absl::StrCat("20", 10 + random.Below(growing ? 10 : 3)));
      figure->mutable_place()->set_name(kPlaces[random.Below(5)]);
      if (random.OneIn(8)) figure->set_organization_id(Org("ACME Ltd"));
      if (random.OneIn(4)) {
        figure->set_measure(v1::MEASURE_CUMULATIVE);
        figure->set_value(100 * random.Below(300));
        figure->mutable_place()->clear_name();
      }
    }
    apply();
    if (step % 300 == 299) {
      ExpectOracles(index.Pin(), entries_);
      checked.push_back(index.Pin().at());
      const auto answer = ListClaims(index.Pin(), {});
      for (const auto& claim : answer->claims()) {
        largest = std::max(largest, claim.figure_count());
      }
      v1::ListImpactFiguresRequest bucket;
      bucket.mutable_filter()->add_organization_ids(Org("Acme"));
      bucket.mutable_filter()->set_min_value(6000);
      bucket.mutable_filter()->set_max_value(6003);
      fullest = std::max(fullest,
                         ListImpactFigures(index.Pin(), bucket)->total_count());
    }
  }
  EXPECT_GT(largest, 50);
  EXPECT_GT(fullest, static_cast<int>(kMaxResolved) + 20);
  for (const uint64_t position : checked) {
    ExpectOracles(*index.Pin().At(position), entries_);
  }
}

TEST_F(ClaimsTest, AnArticleSentManyTimesIsStillOneTelling) {
  Tell(6012);
  for (int i = 0; i < 600; ++i) {
    Tell(6000 + (i % 2));
    record()->set_article_id("again");
    record()->mutable_impact_figures(0)->set_figure_id(
        StableId(kFigureIdKind, {"again"}));
  }
  Index index;
  for (uint64_t last = 1; last <= entries_.size(); ++last) {
    ASSERT_TRUE(index.Apply(Batch(entries_, last - 1, last, last)).ok());
    if (last % 100 < 2 && last > 1) ExpectOracles(index.Pin(), entries_);
  }
}

TEST(ClaimHistoriesTest, HoldWhatThePropertyTestsAreAbout) {
  int told_twice = 0, superseded = 0, disagreeing = 0, corroborated = 0;
  for (uint32_t seed = 1; seed <= 10; ++seed) {
    World world(seed);
    const auto entries = world.History(60, 4);
    const uint64_t last = entries.back().sequence();
    for (uint64_t at = 10; at <= last; at += 10) {
      const OracleState state(entries, at);
      for (const v1::Claim& claim : OracleClaims(state).List({})) {
        told_twice += claim.figure_count() > 1;
        superseded += !claim.superseded_by_claim_id().empty();
        disagreeing += claim.disagreeing_claim_ids_size() > 0;
      }
    }
    for (const auto& event : OracleEvents(entries, 0, last, {})) {
      corroborated +=
          event.kind() == v1::WatchImpactFiguresResponse::KIND_CORROBORATED;
    }
  }
  EXPECT_GT(told_twice, 10);
  EXPECT_GT(superseded, 10);
  EXPECT_GT(disagreeing, 10);
  EXPECT_GT(corroborated, 10);
}

}  // namespace
}  // namespace impactwire::query
