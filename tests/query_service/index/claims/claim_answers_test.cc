// What is answered of claims: sources, levels, disagreement, sums, events.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/stable_id.h"
#include "common/status/errors.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "query_service/index/queries/claim_queries.h"
#include "query_service/index/queries/figure_queries.h"
#include "query_service/index/queries/figure_watch.h"
#include "tests/query_service/index/claims/claims_fixture.h"

namespace impactwire::query {
namespace {

using testing::ElementsAre;

TEST_F(ClaimsTest, CopiesAndFurtherArticlesOfAPublisherAreNoSources) {
  for (int i = 1; i <= 5; ++i) {
    Tell(6000);
    record()->set_publish_date(absl::StrCat("2020-01-0", 6 - i));
  }
  const auto shingles = [&](int article, int equal) {
    for (int i = 0; i < 16; ++i) {
      entries_[article - 1].mutable_record()->add_shingle_signature(
          i < equal ? i : 100 * article + i);
    }
  };
  shingles(5, 16);
  shingles(4, 8);
  shingles(3, 7);
  entries_[1].mutable_record()->set_publisher("PAPER 3");
  const v1::GetClaimResponse answer = Claim(1);
  EXPECT_EQ(answer.claim().article_count(), 5);
  EXPECT_EQ(answer.claim().independent_source_count(), 3);
  EXPECT_EQ(answer.claim().first_publish_date(), "2020-01-01");
  EXPECT_EQ(answer.claim().last_publish_date(), "2020-01-05");
  std::vector<std::string> copies;
  for (const auto& mention : answer.mentions()) {
    copies.push_back(mention.copy_of_article_id());
  }
  EXPECT_THAT(copies, ElementsAre("", "article 5", "", "article 3", ""));

  v1::ListClaimsRequest request;
  request.set_min_independent_source_count(3);
  EXPECT_EQ(ListClaims(Now(), request)->total_count(), 1);
  request.set_min_independent_source_count(4);
  EXPECT_EQ(ListClaims(Now(), request)->total_count(), 0);
}

// Of few figures, of so many that who asks counts, and of a large bucket.
TEST_F(ClaimsTest, SourcesAreListedByTheirNumberAtEveryPosition) {
  for (int i = 1; i <= 300; ++i) {
    Tell(6000);
    if (i % 3 == 0) record()->set_publisher("Paper 1");
  }
  index_ = std::make_unique<Index>();
  for (uint64_t i = 0; i < entries_.size(); ++i) {
    ASSERT_TRUE(index_->Apply(Batch(entries_, i, i + 1, i + 1)).ok());
  }
  for (const uint64_t at : {1, 2, 3, 24, 26, 200}) {
    const Snapshot then = *index_->Pin().At(at);
    const int sources = static_cast<int>(at - at / 3);
    v1::ListClaimsRequest request;
    request.set_min_independent_source_count(sources);
    EXPECT_EQ(ListClaims(then, request)->total_count(), 1) << at;
    request.set_min_independent_source_count(sources + 1);
    EXPECT_EQ(ListClaims(then, request)->total_count(), 0) << at;
  }
}

TEST_F(ClaimsTest, ALaterLevelSupersedesAnEarlierOne) {
  const auto level = [&](double value, const char* date) {
    Tell(value)->set_measure(v1::MEASURE_CUMULATIVE);
    record()->set_publish_date(date);
  };
  level(8000, "2019");
  level(6000, "2018");
  level(9000, "2020");
  level(6000, "2021");  // The old one, printed again.
  Tell(4000);           // Not cumulative.
  const v1::Claim middle = Claim(1).claim();
  EXPECT_EQ(middle.supersedes_claim_id(), Claim(2).claim().claim_id());
  EXPECT_EQ(middle.superseded_by_claim_id(), Claim(3).claim().claim_id());
  EXPECT_EQ(Claim(3).claim().superseded_by_claim_id(), "");
  EXPECT_EQ(Claim(2).claim().supersedes_claim_id(), "");
  const auto answer = AggregateImpactFigures(Now(), {});
  ASSERT_EQ(answer->groups_size(), 1);
  EXPECT_EQ(answer->groups(0).sum(), 9000 + 4000);
  EXPECT_EQ(answer->groups(0).count(), 2);
  EXPECT_EQ(answer->groups(0).figure_count(), 3);
  EXPECT_EQ(answer->groups(0).latest(), 9000);
  EXPECT_EQ(answer->groups(0).latest_publish_date(), "2020");
}

TEST_F(ClaimsTest, DisagreeingClaimsAreThoseOfOtherSources) {
  Tell(6000)->mutable_place()->set_name("Puyang");
  Tell(8000)->mutable_place()->set_name("Puyang");
  Tell(9000)->mutable_place()->set_name("Anyang");
  Tell(7000)->mutable_place()->set_name("Puyang");
  record()->set_publisher("Paper 1");
  EXPECT_THAT(Claim(1).claim().disagreeing_claim_ids(),
              ElementsAre(Claim(2).claim().claim_id()));
}

TEST_F(ClaimsTest, AggregatesCountTheFullestTellingThatMatches) {
  Tell(6012);
  record()->set_publish_date("2020");
  Tell(6000, v1::BOUND_MORE_THAN);
  record()->set_publish_date("2019");
  Tell(6000, v1::BOUND_MORE_THAN);
  record()->set_publish_date("2019-05");
  v1::AggregateImpactFiguresRequest request;
  request.add_group_by(
      v1::AggregateImpactFiguresRequest::GROUP_BY_PUBLISH_YEAR);
  const auto whole = AggregateImpactFigures(Now(), request);
  ASSERT_EQ(whole->groups_size(), 2);
  EXPECT_EQ(whole->groups(0).publish_year(), "2020");
  EXPECT_EQ(whole->groups(0).sum(), 6012);
  EXPECT_EQ(whole->groups(0).sum_bound(), v1::BOUND_EXACT);
  EXPECT_EQ(whole->groups(1).count(), 0);
  EXPECT_EQ(whole->left_out(0).count(), 2);
  request.mutable_filter()->mutable_publish_date()->set_end("2019");
  const auto part = AggregateImpactFigures(Now(), request);
  ASSERT_EQ(part->groups_size(), 1);
  EXPECT_EQ(part->groups(0).count(), 1);
  EXPECT_EQ(part->groups(0).sum(), 6000);
  EXPECT_EQ(part->groups(0).sum_bound(), v1::BOUND_MORE_THAN);
}

TEST_F(ClaimsTest, AnotherArticleCorroborates) {
  Tell(6000);
  const Snapshot start = Now();
  Tell(6012);
  v1::ImpactFigure again = *Tell(7);
  again.set_figure_id(StableId(kFigureIdKind, {"again"}));
  *record()->add_impact_figures() = again;
  auto watch = *FigureWatch::Make(start, {});
  std::vector<v1::WatchImpactFiguresResponse> events;
  ASSERT_FALSE(*watch.Poll(Now(), 100, &events));
  ASSERT_EQ(events.size(), 3);
  EXPECT_EQ(events[0].kind(),
            v1::WatchImpactFiguresResponse::KIND_CORROBORATED);
  EXPECT_EQ(events[0].claim_id(), Claim(1).claim().claim_id());
  // The same again in its own article is no corroboration.
  EXPECT_EQ(events[1].kind(), v1::WatchImpactFiguresResponse::KIND_NEW);
  EXPECT_EQ(events[2].kind(), v1::WatchImpactFiguresResponse::KIND_NEW);
  EXPECT_EQ(events[1].claim_id(), events[2].claim_id());
}

TEST_F(ClaimsTest, AnyTellingsOwnIdLeadsToTheClaim) {
  Tell(6000);
  v1::GetClaimRequest request;
  request.set_claim_id(Claim(1).claim().claim_id());
  Tell(6012);
  EXPECT_NE(Claim(1).claim().claim_id(), request.claim_id());
  EXPECT_EQ(GetClaim(Now(), request)->claim().claim_id(),
            Claim(1).claim().claim_id());
}

TEST_F(ClaimsTest, WrongRequestsAreRefused) {
  Tell(6000);
  const Snapshot now = Now();
  const auto wrong = [&](const std::string& claim, const std::string& figure) {
    v1::GetClaimRequest request;
    request.set_claim_id(claim);
    request.set_figure_id(figure);
    return GetClaim(now, request).status();
  };
  const std::string unknown = "-0123456789abcdef";
  EXPECT_EQ(InvalidFields(wrong("", "")), "claim_id");
  EXPECT_EQ(InvalidFields(wrong("clm-1", "")), "claim_id");
  EXPECT_EQ(InvalidFields(wrong("", "fig-1")), "figure_id");
  EXPECT_EQ(InvalidFields(wrong("clm" + unknown, "fig" + unknown)),
            "figure_id");
  EXPECT_EQ(wrong("clm" + unknown, "").code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(wrong("", "fig" + unknown).code(), absl::StatusCode::kNotFound);

  v1::ListClaimsRequest list;
  list.set_order(v1::ListImpactFiguresRequest::ORDER_VALUE);
  EXPECT_EQ(InvalidFields(ListClaims(now, list).status()), "order");
  list.clear_order();
  list.set_min_independent_source_count(-1);
  EXPECT_EQ(InvalidFields(ListClaims(now, list).status()),
            "min_independent_source_count");
}

}  // namespace
}  // namespace impactwire::query
