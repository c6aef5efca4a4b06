#include "ingest_service/extract/names/name_words.h"

#include <gtest/gtest.h>

#include "tests/ingest_service/extract/names/found_names.h"

namespace impactwire::extract {
namespace {

TEST(NameWordsTest, TheFoundationMayBeNamedInAnotherLanguage) {
  const FoundNames found(
      "Halden Foods Ltd and Yayasan Teratai signed in Jakarta. The foundation "
      "will build schools.");
  EXPECT_EQ(found.Referent("The foundation"), "Yayasan Teratai");
}

TEST(NameWordsTest, ADescriptionTakesUpAWordOfTheName) {
  const FoundNames found(
      "Nirmaan Cements Ltd gave land and Kaveri Pharma Ltd gave medicine. "
      "The cement maker will also train masons.");
  EXPECT_EQ(found.Referent("The cement maker"), "Nirmaan Cements Ltd");
}

TEST(NameWordsTest, ADescriptionBeforeANameIsNoReference) {
  const FoundNames found(
      "Halden Foods Ltd opened a plant. The lender Everest Bank financed it.");
  EXPECT_EQ(found.Referent("The lender"), "?");
}

}  // namespace
}  // namespace impactwire::extract
