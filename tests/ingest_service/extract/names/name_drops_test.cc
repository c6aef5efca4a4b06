// What is no organization (name_drops.h), and what is one by the words beside
// it (name_neighbours.h, kind_evidence.h).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/ingest_service/extract/names/found_names.h"

namespace impactwire::extract {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

std::vector<std::string> Organizations(absl::string_view text) {
  return FoundNames(text).Names(EntityKind::kOrganization);
}

TEST(NameDropsTest, ACurrencyIsNoOrganization) {
  EXPECT_THAT(Organizations("The Halden Trust paid PLN 480,000 for beds and "
                            "another PLN 3 million for a ward."),
              ElementsAre("Halden Trust"));
}

TEST(NameDropsTest, AnAgencyInADateLineTakesNoPart) {
  EXPECT_THAT(Organizations("NAIROBI, June 9 (Xinhua) -- The Halden Trust "
                            "trained 300 nurses last year, it said."),
              ElementsAre("Halden Trust"));
}

TEST(NameDropsTest, AnAbstractNounIsNoName) {
  EXPECT_THAT(Organizations("The Halden Trust runs ten schools. Enrolment has "
                            "reached 11,700 children."),
              ElementsAre("Halden Trust"));
}

TEST(NameDropsTest, AProgrammeIsNoOrganizationNorAreItsLetters) {
  EXPECT_THAT(
      Organizations("Halden Foods Ltd brought its Gerakan Tanam Baru (GTB) "
                    "programme to Pinrang. Under GTB 300 farmers get help."),
      ElementsAre("Halden Foods Ltd"));
}

TEST(NameDropsTest, ABodyThatReportsIsNoWork) {
  EXPECT_THAT(Organizations("The Ministry of Gender, Labour and Social "
                            "Development report counted 300 homes."),
              Contains("Ministry of Gender, Labour and Social Development"));
}

TEST(NameDropsTest, ASlumIsAPlace) {
  EXPECT_THAT(Organizations("The Halden Trust opened a clinic in the Tata "
                            "Nagar slum of the city."),
              ElementsAre("Halden Trust"));
}

TEST(NameNeighboursTest, WhatBelongsToABodyNamesIt) {
  EXPECT_THAT(Organizations("The money came from Norvatek employees, who gave "
                            "214,300 euros."),
              ElementsAre("Norvatek"));
  EXPECT_THAT(Organizations("Nothing moved without the help of Scotmerid, and "
                            "212 kg of bread came."),
              ElementsAre("Scotmerid"));
  EXPECT_THAT(Organizations("Online marketplace Dalurra collected 34 million "
                            "rupees from its customers."),
              ElementsAre("Dalurra"));
}

TEST(NameNeighboursTest, ANounBehindACommaTellsABodyFromAPerson) {
  const FoundNames found(
      "A grant will help the regional utility, Suvtamin Zarafshur, to hire 60 "
      "women. Salura Cercanda, whose chief executive is Ann Marsh, paid.");
  EXPECT_THAT(found.Names(EntityKind::kOrganization),
              UnorderedElementsAre("Suvtamin Zarafshur", "Salura Cercanda"));
}

TEST(NameNeighboursTest, APersonWhoFoundedACompanyStaysOne) {
  EXPECT_THAT(Organizations("It was created by Peder Lauge Jensen, who "
                            "founded the company in a garage."),
              IsEmpty());
}

}  // namespace
}  // namespace impactwire::extract
