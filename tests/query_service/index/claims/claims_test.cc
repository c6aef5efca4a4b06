// What is one claim and what is not, in examples; and what the histories of the
// property test hardly reach: large buckets, long series, many levels.
#include <algorithm>
#include <map>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "common/base/stable_id.h"
#include "common/status/errors.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "query_service/index/claims/claim_group.h"
#include "query_service/index/claims/claim_key.h"
#include "query_service/index/claims/newest_rows.h"
#include "query_service/index/index.h"
#include "query_service/index/queries/claim_queries.h"
#include "query_service/index/queries/figure_queries.h"
#include "query_service/index/queries/figure_watch.h"
#include "tests/query_service/index/testing/history.h"
#include "tests/query_service/index/testing/oracle.h"
#include "tests/query_service/index/testing/oracle_claims.h"

namespace impactwire::query {
namespace {

using testing::ElementsAre;

std::string Org(const std::string& name) {
  return StableId(kOrganizationIdKind, {name});
}

// A log of articles with one figure each.
class ClaimsTest : public testing::Test {
 protected:
  // "6,012 persons trained by Acme", in an article of its own.
  v1::ImpactFigure* Tell(double value, v1::Bound bound = v1::BOUND_EXACT) {
    v1::LogEntry& entry = entries_.emplace_back();
    entry.set_sequence(entries_.size());
    v1::ArticleRecord* const record = entry.mutable_record();
    record->set_article_id(absl::StrCat("article ", entries_.size()));
    record->set_publisher(absl::StrCat("Paper ", entries_.size()));
    v1::ImpactFigure* const figure = record->add_impact_figures();
    figure->set_figure_id(
        StableId(kFigureIdKind, {absl::StrCat(entries_.size())}));
    figure->set_value(value);
    figure->set_bound(bound);
    figure->set_unit("person");
    figure->set_what("people trained");
    figure->set_category(v1::IMPACT_CATEGORY_PEOPLE_TRAINED);
    figure->set_status(v1::FIGURE_STATUS_ACHIEVED);
    figure->set_organization_id(Org("Acme"));
    return figure;
  }
  v1::ArticleRecord* record() { return entries_.back().mutable_record(); }
  void Merge(const std::string& from, const std::string& into) {
    v1::LogEntry& entry = entries_.emplace_back();
    entry.set_sequence(entries_.size());
    entry.mutable_override()->set_override_id(from);
    entry.mutable_override()->mutable_merge()->set_from_id(Org(from));
    entry.mutable_override()->mutable_merge()->set_into_id(Org(into));
  }

  Snapshot Now() {
    index_ = std::make_unique<Index>();
    // The first one by itself: what is replayed as a whole has no past.
    const uint64_t last = entries_.size();
    for (const auto& [after, through] :
         {std::pair(uint64_t{0}, uint64_t{1}), std::pair(uint64_t{1}, last)}) {
      EXPECT_TRUE(index_->Apply(Batch(entries_, after, through, through)).ok());
    }
    return index_->Pin();
  }
  // How many figures each claim has; largest first.
  std::vector<int> Claims() {
    std::vector<int> sizes;
    const auto answer = ListClaims(Now(), {});
    for (const auto& claim : answer->claims()) {
      sizes.push_back(claim.figure_count());
    }
    std::sort(sizes.rbegin(), sizes.rend());
    return sizes;
  }
  // The claim of figure `number`, counted from 1.
  v1::GetClaimResponse Claim(int number) {
    v1::GetClaimRequest request;
    request.set_figure_id(StableId(kFigureIdKind, {absl::StrCat(number)}));
    return *GetClaim(Now(), request);
  }

  std::vector<v1::LogEntry> entries_;
  std::unique_ptr<Index> index_;
};

TEST_F(ClaimsTest, ARoundedNumberIsThatOfAnyExactOne) {
  Tell(6012);
  Tell(6000, v1::BOUND_APPROXIMATE);
  Tell(6000, v1::BOUND_MORE_THAN);
  EXPECT_THAT(Claims(), ElementsAre(3));
  EXPECT_EQ(Claim(2).claim().entry().figure().value(), 6012);
}

TEST_F(ClaimsTest, TwoExactNumbersAreTwoAndARoundedOneIsNeithers) {
  Tell(6012);
  Tell(6034);
  EXPECT_THAT(Claims(), ElementsAre(1, 1));
  Tell(6000);
  EXPECT_THAT(Claims(), ElementsAre(1, 1, 1));
  Tell(6012);
  EXPECT_THAT(Claims(), ElementsAre(2, 1, 1));
}

TEST_F(ClaimsTest, SmallNumbersAreExact) {
  Tell(12);
  Tell(12);
  Tell(12.2);
  EXPECT_THAT(Claims(), ElementsAre(2, 1));
}

TEST_F(ClaimsTest, WhatIsLeftOutBelongsToTheOnlyFullerTelling) {
  Tell(6000)->mutable_period()->set_start("2017");
  Tell(6000)->mutable_place()->set_name("Puyang");
  Tell(6000);
  EXPECT_THAT(Claims(), ElementsAre(3));
  Tell(6000)->mutable_place()->set_name("Puyáng");
  EXPECT_THAT(Claims(), ElementsAre(4));
  Tell(6000)->mutable_place()->set_name("Anyang");
  // The period and what tells nothing could be of either place.
  EXPECT_THAT(Claims(), ElementsAre(2, 1, 1, 1));
}

TEST_F(ClaimsTest, AdditionsThatContradictEachOtherAreNotChosenFrom) {
  Tell(6012)->mutable_period()->set_start("2017");
  Tell(6000)->mutable_place()->set_name("Puyang");
  EXPECT_THAT(Claims(), ElementsAre(2));
  Tell(6000)->mutable_place()->set_name("Anyang");
  EXPECT_THAT(Claims(), ElementsAre(1, 1, 1));
  Tell(6000)->mutable_period()->set_start("2017");
  EXPECT_THAT(Claims(), ElementsAre(2, 1, 1));
}

TEST_F(ClaimsTest, WhatMustBeEqual) {
  Tell(6000);
  Tell(6000)->set_unit("Person");
  Tell(6000)->set_unit("household");
  Tell(6000)->set_status(v1::FIGURE_STATUS_TARGET);
  Tell(6000)->set_category(v1::IMPACT_CATEGORY_JOBS);
  Tell(6000)->mutable_rate()->set_per("year");
  Tell(6000)->mutable_rate()->set_per("month");
  Tell(6000)->set_change(v1::CHANGE_UP_BY);
  Tell(6000)->set_change(v1::CHANGE_NONE);
  Tell(6000)->set_organization_id(Org("other"));
  Tell(6000)->clear_organization_id();
  Tell(6000, v1::BOUND_RANGE)->set_value_high(9000);
  EXPECT_THAT(Claims(), ElementsAre(3, 1, 1, 1, 1, 1, 1, 1, 1, 1));
}

TEST_F(ClaimsTest, WithoutAnOrganizationTheWordsMustBeEqual) {
  Tell(6000)->clear_organization_id();
  Tell(6000)->clear_organization_id();
  entries_.back().mutable_record()->mutable_impact_figures(0)->set_what(
      "People  trained");
  Tell(6000)->clear_organization_id();
  entries_.back().mutable_record()->mutable_impact_figures(0)->set_what(
      "people who died");
  EXPECT_THAT(Claims(), ElementsAre(2, 1));
}

TEST_F(ClaimsTest, MergedOrganizationsTellOneClaimAndSplitOnesTwo) {
  Tell(6000);
  Tell(6000)->set_organization_id(Org("ACME Ltd"));
  EXPECT_THAT(Claims(), ElementsAre(1, 1));
  Merge("ACME Ltd", "Acme");
  EXPECT_THAT(Claims(), ElementsAre(2));
  const Snapshot before = *Now().At(2);
  EXPECT_EQ(ListClaims(before, {})->claims_size(), 2);
  entries_.emplace_back().set_sequence(4);
  entries_.back().mutable_override()->set_override_id("ACME Ltd");
  entries_.back().mutable_override()->mutable_split()->set_from_id(
      Org("ACME Ltd"));
  EXPECT_THAT(Claims(), ElementsAre(1, 1));
}

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

// -- Large ones ---------------------------------------------------------------

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
  auto sums = *AggregateImpactFigures(at, {});
  sums.clear_position();
  EXPECT_EQ(sums.ShortDebugString(), claims.Aggregate({}).ShortDebugString());
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

// -- Parts --------------------------------------------------------------------

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

TEST(NewestRowsTest, FindsTheNewestOfEachKeyAsItGrows) {
  NewestRows rows;
  std::vector<uint64_t> keys;
  const auto key_of = [&](uint32_t row) { return keys[row]; };
  std::map<uint64_t, uint32_t> newest;
  World random(1);
  for (uint32_t row = 0; row < 5000; ++row) {
    // Crowded, around the ends, too.
    const uint64_t key = OrganizationHash(random.Below(2000)) |
                         (random.OneIn(9) ? ~0ull << 8 : 0);
    keys.push_back(key);
    const auto before = newest.find(key);
    const auto replaced = rows.Replace(key, row, key_of);
    ASSERT_EQ(replaced.has_value(), before != newest.end());
    if (replaced.has_value()) {
      ASSERT_EQ(*replaced, before->second);
    }
    newest[key] = row;
  }
  for (const auto& [key, row] : newest) {
    ASSERT_EQ(rows.Find(key, key_of), row);
    std::set<uint32_t> found;
    rows.ForEachPrefix(key ^ 0xff, kClaimIdKeyBits, key_of,
                       [&](uint32_t r) { found.insert(r); });
    ASSERT_TRUE(found.contains(row));
  }
  EXPECT_FALSE(rows.Find(1, key_of).has_value());
}

TEST(YearOfTest, IsTheCivilOne) {
  for (int32_t day = -800000; day < 2900000; day += 97) {
    ASSERT_EQ(YearOf(day), (absl::CivilDay(1970, 1, 1) + day).year()) << day;
  }
}

}  // namespace
}  // namespace impactwire::query
