#include "ingest_service/extract/figures/word_senses.h"

#include <string>

#include "gtest/gtest.h"

namespace impactwire::extract {
namespace {

const WordSenses& Words() {
  static const auto* const words = new auto(WordSenses::Create());
  return ***words;
}

bool Means(absl::string_view word, absl::string_view sense) {
  return (Words().Of(word) & Words().Named(sense)) != 0;
}

TEST(WordSensesTest, FormsOfOneWordShareTheirSenses) {
  for (const char* word : {"vaccinate", "vaccinated", "Vaccinating"}) {
    EXPECT_TRUE(Means(word, "Treat")) << word;
  }
  EXPECT_TRUE(Means("midwives", "medical") || Means("midwife", "medical"));
  EXPECT_FALSE(Means("vaccinated", "Plant"));
}

TEST(WordSensesTest, PluralsThatAreNoStemOfTheirSingularAreFound) {
  EXPECT_TRUE(Means("children", "beneficiary"));
  EXPECT_TRUE(Means("seedlings", "tree"));
  EXPECT_TRUE(Means("employees", "worker"));
}

TEST(WordSensesTest, AWordMayHaveSeveral) {
  EXPECT_TRUE(Means("fund", "moneygift"));
  EXPECT_TRUE(Means("fund", "Invest"));
}

TEST(WordSensesTest, AnUnknownWordHasNone) {
  EXPECT_EQ(Words().Of("qwertz"), 0u);
  EXPECT_EQ(Words().Named("nosuchsense"), 0u);
}

TEST(WordSensesTest, VerbsAreTheCapitalizedSenses) {
  EXPECT_NE(Words().Named("Give") & Words().verbs(), 0u);
  EXPECT_EQ(Words().Named("tree") & Words().verbs(), 0u);
}

}  // namespace
}  // namespace impactwire::extract
