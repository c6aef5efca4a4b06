// Where names begin and end: the rules of name_boundaries.h, name_joints.h,
// name_compounds.h and name_acronyms.cc.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/ingest_service/extract/names/found_names.h"

namespace impactwire::extract {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> Organizations(absl::string_view text) {
  return FoundNames(text).Names(EntityKind::kOrganization);
}

TEST(NameExtentTest, TwoHeadsAreTwoNames) {
  EXPECT_THAT(Organizations("On Monday the Cooperativa de Lecheros del Valle "
                            "and Banco Sierra presented a fund for farmers."),
              ElementsAre("Cooperativa de Lecheros del Valle", "Banco Sierra"));
}

TEST(NameExtentTest, CommonWordsAfterAndBelongToTheNameBefore) {
  EXPECT_THAT(Organizations("She leads the National Union of Rail and Ferry "
                            "Staff (NURFS) from Leeds."),
              ElementsAre("National Union of Rail and Ferry Staff"));
}

TEST(NameExtentTest, TheLettersInBracketsSayWhereTheNameBegins) {
  const FoundNames found(
      "A grant went to the United Nations Development Programme (UNDP) in "
      "May. UNDP will train 300 clerks.");
  const Entity* body = found.Named("United Nations Development Programme");
  ASSERT_NE(body, nullptr);
  EXPECT_THAT(body->aliases, ElementsAre("UNDP"));
}

TEST(NameExtentTest, LettersReachOverCommasAndOtherLanguages) {
  const FoundNames found(
      "The Aklat, Gabay, Aruga tungo sa Pag-unlad at Pag-asa (AGAPP) "
      "Foundation built 300 rooms. AGAPP trains teachers.");
  const Entity* body = found.Named(
      "Aklat, Gabay, Aruga tungo sa Pag-unlad at Pag-asa (AGAPP) Foundation");
  ASSERT_NE(body, nullptr);
  EXPECT_EQ(found.Referent("AGAPP"), body->name);
}

TEST(NameExtentTest, FoundersFoundBodiesOfCommonWords) {
  EXPECT_THAT(Organizations("\"I have seen it,\" said Theo Marchetti, the "
                            "co-founder of Carbon Watch International."),
              ElementsAre("Carbon Watch International"));
}

TEST(NameExtentTest, BracketsMayHoldTheFullName) {
  EXPECT_THAT(Organizations("Some stand at schools of DepEd (Department of "
                            "Education) in Cebu."),
              ElementsAre("Department of Education"));
}

TEST(NameExtentTest, ANameEndsBeforeTheHyphenOfADescription) {
  const FoundNames found(
      "The Asian Development Bank (ADB) signed in May. The ADB-backed project "
      "brings water to 300 homes.");
  const Entity* bank = found.Named("Asian Development Bank");
  ASSERT_NE(bank, nullptr);
  EXPECT_THAT(bank->aliases, ElementsAre("ADB"));
  EXPECT_EQ(bank->mentions.size(), 3u);
}

TEST(NameExtentTest, WhereABodySitsIsNoBody) {
  EXPECT_THAT(Organizations("The Oslo-based Halden Trust gave 300 beds."),
              ElementsAre("Halden Trust"));
}

TEST(NameExtentTest, WordsOfOtherLanguagesStandInsideNames) {
  EXPECT_THAT(Organizations("The association Ärzte für Lemberg e.V. made 37 "
                            "trips with trucks."),
              ElementsAre("Ärzte für Lemberg e.V."));
}

TEST(NameExtentTest, GroupsOfPeopleAndTitlesAreNoneOfTheName) {
  EXPECT_THAT(Organizations("The Board of Halden Pacific Group today named a "
                            "new chief executive."),
              ElementsAre("Halden Pacific Group"));
  EXPECT_THAT(Organizations("Volunteers of Umoja Wetu Foundation delivered "
                            "the stoves."),
              ElementsAre("Umoja Wetu Foundation"));
}

TEST(NameExtentTest, WhatItIsMayBeWrittenSmall) {
  EXPECT_THAT(Organizations("Grants were given on Monday by the Tran Van Bao "
                            "scholarship fund and Sao Kim Bank."),
              ElementsAre("Tran Van Bao scholarship fund", "Sao Kim Bank"));
}

TEST(NameExtentTest, AQuestionWordIsNoneOfTheName) {
  EXPECT_THAT(Organizations("Q: Why Halden Foods Ltd? It bought the rice."),
              ElementsAre("Halden Foods Ltd"));
}

}  // namespace
}  // namespace impactwire::extract
