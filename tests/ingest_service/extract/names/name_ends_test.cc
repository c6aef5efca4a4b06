// Words at the ends of names that are none of them (name_ends.h), funds
// written small (name_funds.h), and capitals that headlines give.
#include "ingest_service/extract/names/name_ends.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/ingest_service/extract/names/found_names.h"

namespace impactwire::extract {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

std::vector<std::string> Organizations(absl::string_view text) {
  return FoundNames(text).Names(EntityKind::kOrganization);
}

std::vector<std::string> Persons(absl::string_view text) {
  return FoundNames(text).Names(EntityKind::kPerson);
}

TEST(NameEndsTest, ANumberWordThatCountsIsNoneOfTheName) {
  EXPECT_THAT(Organizations("Tata Steel gave more. Two Tata trusts gave 3 "
                            "crore rupees to schools."),
              ElementsAre("Tata Steel", "Tata trusts"));
}

TEST(NameEndsTest, AWeekdayBehindABodyIsNoneOfIt) {
  EXPECT_THAT(Organizations("She told the Halden City Council Monday that 300 "
                            "homes were ready."),
              ElementsAre("Halden City Council"));
}

TEST(NameEndsTest, WhatAMinisterLooksAfterIsNoBody) {
  EXPECT_THAT(Organizations("He met the Minister of Industry, Trade and "
                            "Advanced Technology and praised the Halden "
                            "Trust."),
              ElementsAre("Halden Trust"));
  EXPECT_THAT(Organizations("He met the minister at the Ministry of Industry "
                            "and Trade on Monday."),
              ElementsAre("Ministry of Industry and Trade"));
}

TEST(NameEndsTest, APronounAndAVerbAreNoName) {
  EXPECT_TRUE(IsContraction("I'd"));
  EXPECT_TRUE(IsContraction("They\u2019ve"));
  EXPECT_FALSE(IsContraction("It"));
  EXPECT_FALSE(IsContraction("Iv"));
  EXPECT_FALSE(IsContraction("D'Arcy"));
}

TEST(NameEndsTest, AGivenNameAndASurnameAreAPerson) {
  EXPECT_THAT(Persons("She will take over on March 1 from David Miller."),
              ElementsAre("David Miller"));
  EXPECT_THAT(Persons("She will come back on March 1 from San Jose."),
              IsEmpty());
}

TEST(NameEndsTest, ACountryIsNoOrganizationWhateverItDoes) {
  EXPECT_THAT(Organizations("Costa Rica, which pledged 3 million dollars, "
                            "opened ten schools. Costa Rica's president "
                            "thanked the Halden Trust."),
              ElementsAre("Halden Trust"));
}

TEST(NameEndsTest, TheHeadBeforeOfOutweighsTheLastWord) {
  EXPECT_THAT(Organizations("The National Council of Provinces approved it."),
              ElementsAre("National Council of Provinces"));
  EXPECT_THAT(Organizations("He was named by the Council of Ministers."),
              ElementsAre("Council of Ministers"));
}

TEST(NameEndsTest, AuthorsOfAReferenceAreNoBodies) {
  EXPECT_THAT(Organizations("Halloran ME, Monto AS, Jena AB and Tasker SA. "
                            "Strategy for the distribution of vaccines."),
              IsEmpty());
}

TEST(NameFundsTest, AFundMayBeWrittenSmall) {
  EXPECT_THAT(Organizations("Vu A Dinh scholarship fund was set up in 1999. "
                            "The Vu A Dinh scholarship fund gave 300 grants."),
              ElementsAre("Vu A Dinh scholarship fund"));
  // No name stands before it.
  EXPECT_THAT(Organizations("The village set up a scholarship fund in 1999."),
              IsEmpty());
}

TEST(HeadlineTest, CommonWordsInTitleCaseNameNothing) {
  const std::vector<std::string> found = Organizations(
      "African Swine Fever Hits Small Farms in Two Districts\n\n"
      "Indigenous Peoples Key to Saving Forests\n\n"
      "African swine fever has hit 300 farms, the Halden Trust said. It said "
      "that indigenous peoples were key to saving forests.");
  EXPECT_THAT(found, ElementsAre("Halden Trust"));
}

TEST(HeadlineTest, ABodyInTitleCaseIsFound) {
  EXPECT_THAT(
      Organizations("Halden Trust Opens Ten New Clinics in the North\n\n"
                    "Ten clinics opened on Monday, which the Halden "
                    "Trust paid for."),
      ElementsAre("Halden Trust"));
}

TEST(PressTest, AnAddressOfThePressIsMedia) {
  const FoundNames found("Lanqiaonews.com reported it on Monday.");
  const Entity* const press = found.Named("Lanqiaonews.com");
  ASSERT_NE(press, nullptr);
  EXPECT_EQ(press->organization_kind, v1::ORGANIZATION_KIND_MEDIA);
}

TEST(AliasTest, APossessiveIsNotCutFromItsOwner) {
  const FoundNames found(
      "Officials from the State Council's Office of Poverty Alleviation came.");
  ASSERT_FALSE(found.entities.entities.empty());
  for (const Entity& entity : found.entities.entities) {
    EXPECT_THAT(entity.aliases,
                Not(Contains("Council's Office of Poverty Alleviation")))
        << entity.name;
  }
}

}  // namespace
}  // namespace impactwire::extract
