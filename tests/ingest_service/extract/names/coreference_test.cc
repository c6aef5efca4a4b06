#include "ingest_service/extract/names/coreference.h"

#include <gtest/gtest.h>

#include "tests/ingest_service/extract/names/found_names.h"

namespace impactwire::extract {
namespace {

TEST(CoreferenceTest, TheCompanyIsTheOneLastSpokenOf) {
  const FoundNames found(
      "Halden Foods Ltd opened a plant in Ghana.\n\n"
      "The company has hired 300 people. It plans to hire more.");
  EXPECT_EQ(found.Referent("The company"), "Halden Foods Ltd");
  EXPECT_EQ(found.Referent("It"), "Halden Foods Ltd");
}

TEST(CoreferenceTest, TheFoundationIsTheOneSoNamed) {
  const FoundNames found(
      "Halden Foods Ltd and the Lotus Foundation signed in Accra. "
      "The foundation will build schools; the company pays for them.");
  EXPECT_EQ(found.Referent("The foundation"), "Lotus Foundation");
  EXPECT_EQ(found.Referent("the company"), "Halden Foods Ltd");
}

TEST(CoreferenceTest, APlaceMayStandInsideAReference) {
  const FoundNames found(
      "Halden Foods Ltd opened a plant. The Nairobi company hired 300 people.");
  EXPECT_EQ(found.Referent("The Nairobi company"), "Halden Foods Ltd");
  EXPECT_EQ(found.Referent("Nairobi"), "Nairobi");
}

TEST(CoreferenceTest, ItIsImportantThatRefersToNothing) {
  const FoundNames found(
      "Halden Foods Ltd opened a plant. It is important that farmers sell.");
  EXPECT_EQ(found.Referent("It"), "?");
}

TEST(CoreferenceTest, ItIsWhatTheTextHasJustIntroduced) {
  const FoundNames found(
      "The market 77.com opened in 2005. The company has a business called "
      "\"77 Home\" that is a platform for cleaning, moving and childcare."
      "\n\nIt is available in more than 40 cities. 77 Home opened in 2015. "
      "Chen Wei, CEO of 77 Home, said the company trains its workers.");
  EXPECT_EQ(found.Referent("It"), "77 Home");
}

TEST(CoreferenceTest, WeInAQuotationIsTheSpeakersOrganization) {
  const FoundNames found(
      "Halden Foods Ltd gave the land. David Miller, director of the Lotus "
      "Foundation, said: \"We have built ten schools.\"");
  EXPECT_EQ(found.Referent("We"), "Lotus Foundation");
}

}  // namespace
}  // namespace impactwire::extract
