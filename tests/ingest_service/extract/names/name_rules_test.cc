// The rules of name_joints.h, name_drops.h and name_evidence.h, on whole texts.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/ingest_service/extract/names/found_names.h"

namespace impactwire::extract {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Not;
using ::testing::UnorderedElementsAre;

constexpr EntityKind kOrganization = EntityKind::kOrganization;

std::vector<std::string> Organizations(absl::string_view text) {
  return FoundNames(text).Names(kOrganization);
}

TEST(NameRulesTest, APossessiveMayBeginAName) {
  EXPECT_THAT(Organizations("The grant went to St Oda's Night Shelter, which "
                            "has 40 beds."),
              ElementsAre("St Oda's Night Shelter"));
  EXPECT_THAT(Organizations("Money was given to the Wexcombe Carers' Centre "
                            "on Friday."),
              ElementsAre("Wexcombe Carers' Centre"));
}

TEST(NameRulesTest, AnOwnerIsNoPartOfTheName) {
  EXPECT_THAT(Organizations("Kenya's Ministry of Health bought 300 beds."),
              ElementsAre("Ministry of Health"));
}

TEST(NameRulesTest, AnAmpersandJoinsNames) {
  EXPECT_THAT(Organizations("A loan by Harcombe & Pellow Bank paid for the "
                            "mill."),
              ElementsAre("Harcombe & Pellow Bank"));
}

TEST(NameRulesTest, ADateLineIsAPlace) {
  const FoundNames found(
      "BRADWICK, Ohio -- The Halden Trust gave $3 million to schools on "
      "Monday, its biggest gift.");
  EXPECT_THAT(found.Names(kOrganization), ElementsAre("Halden Trust"));
  EXPECT_THAT(found.Names(EntityKind::kPlace), Contains("BRADWICK"));
}

TEST(NameRulesTest, AStockSymbolIsNoOrganization) {
  EXPECT_THAT(Organizations("Halden Foods (NYSE: HLDF) said it would plant "
                            "30,000 trees."),
              ElementsAre("Halden Foods"));
}

TEST(NameRulesTest, AnAppositionNamesAnOrganization) {
  EXPECT_THAT(Organizations("Much of the wiring was done by Brightwhistle, a "
                            "nonprofit that trains electricians."),
              ElementsAre("Brightwhistle"));
}

TEST(NameRulesTest, UniversitiesKeepAllTheirSubjects) {
  EXPECT_THAT(Organizations("He teaches at the Velden University of Medicine "
                            "and Pharmacy."),
              ElementsAre("Velden University of Medicine and Pharmacy"));
}

TEST(NameRulesTest, AShortFormIsTheFullNameUnlessItIsASisterBody) {
  EXPECT_THAT(Organizations("Yarrandi Aboriginal Corporation planted 900 "
                            "trees. Yarrandi also trained 40 rangers."),
              ElementsAre("Yarrandi Aboriginal Corporation"));
  EXPECT_THAT(Organizations("Essandor Group built the mill. The Essandor "
                            "Foundation paid for a school."),
              UnorderedElementsAre("Essandor Group", "Essandor Foundation"));
}

TEST(NameRulesTest, APartOfOneLongerNameIsShortForIt) {
  EXPECT_THAT(Organizations("Essandor Footwear Vietnam hired 300 people. Most "
                            "of them had worked for Essandor before."),
              ElementsAre("Essandor Footwear Vietnam"));
  EXPECT_THAT(Organizations("The Tarrin Women's Energy Forum trained 40 women. "
                            "The Forum will train more."),
              ElementsAre("Tarrin Women's Energy Forum"));
  // The group goes before its foundation.
  EXPECT_THAT(
      Organizations("Essandor Foods Inc. hired 300 people. The Essandor "
                    "Family Foundation built a school. Essandor said "
                    "that it would hire more."),
      UnorderedElementsAre("Essandor Foods Inc.",
                           "Essandor Family Foundation"));
  // An acronym lends its name to others.
  EXPECT_THAT(Organizations("QVE Tarrin Cement built the road. The parent "
                            "company QVE paid for it."),
              UnorderedElementsAre("QVE Tarrin Cement", "QVE"));
}

TEST(NameRulesTest, ABrandOfAnInternetCompanyIsACompany) {
  const FoundNames found(
      "The market 77.com opened in 2005. It also runs 77 Home, and Chen Wei, "
      "head of 77 Home, has trained cleaners.");
  ASSERT_NE(found.Named("77 Home"), nullptr);
  EXPECT_EQ(found.Named("77 Home")->organization_kind,
            v1::ORGANIZATION_KIND_COMPANY);
}

TEST(NameRulesTest, InitialsNameTheOrganizationWithoutBrackets) {
  const FoundNames found(
      "The Meridian Fisheries Federation trained 300 crews. \"The MFF will "
      "train more,\" a skipper said.");
  const Entity* federation = found.Named("Meridian Fisheries Federation");
  ASSERT_NE(federation, nullptr);
  EXPECT_THAT(federation->aliases, ElementsAre("MFF"));
}

TEST(NameRulesTest, AnAcronymKeepsTheCapitalsOfTheName) {
  const FoundNames found(
      "BVX Foundation Inc. opened 21 clinics last year. Mario Cruz, president "
      "of BVXF, said that BVXF also built 120 houses.");
  const Entity* foundation = found.Named("BVX Foundation Inc.");
  ASSERT_NE(foundation, nullptr);
  EXPECT_THAT(foundation->aliases, Contains("BVXF"));
}

TEST(NameRulesTest, DistrictsThatServeAreOrganizationsAndOthersPlaces) {
  EXPECT_THAT(Organizations("The Amberton County Health District vaccinated "
                            "2,100 children."),
              ElementsAre("Amberton County Health District"));
  EXPECT_THAT(Organizations("The lorry was found in Amberton District."),
              Not(Contains("Amberton District")));
}

TEST(NameRulesTest, CapitalsInsideAWordMakeAName) {
  const FoundNames found(
      "OpenLarder North gave 300 meals away. OpenLarder was begun in a shed by "
      "Vander Meer.");
  EXPECT_THAT(found.Names(kOrganization), ElementsAre("OpenLarder North"));
}

TEST(NameRulesTest, ASurnameAloneIsThePerson) {
  const FoundNames found(
      "Managing director Chidi Okonkwo of Halden Foods Ltd flew in. Okonkwo "
      "pledged N20 million.");
  EXPECT_THAT(found.Names(kOrganization), ElementsAre("Halden Foods Ltd"));
}

TEST(NameRulesTest, ATitleBeforeABodyIsNoneOfItsName) {
  EXPECT_THAT(Organizations("The Medical Director of the Foundation, Dr Amina "
                            "Sule, said that Halden Trust would help."),
              Not(Contains("Medical Director of the Foundation")));
}

TEST(NameRulesTest, AFoundationIsMeantByItsNameAloneWhenThatComesAfter) {
  EXPECT_THAT(Organizations("The Umoja Wetu Foundation built ten schools in "
                            "Kisumu. Umoja Wetu hired 30 teachers."),
              ElementsAre("Umoja Wetu Foundation"));
}

}  // namespace
}  // namespace impactwire::extract
