// What is one claim and what is not, in examples.
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/query_service/index/claims/claims_fixture.h"

namespace impactwire::query {
namespace {

using testing::ElementsAre;

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

}  // namespace
}  // namespace impactwire::query
