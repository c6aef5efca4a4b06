#include "ingest_service/extract/figures/figure_lexicon.h"

#include "gtest/gtest.h"
#include "ingest_service/extract/numbers/lexeme.h"

namespace impactwire::extract {
namespace {

TEST(FigureLexiconTest, SingularsFollowTheRulesAndTheExceptions) {
  const char* const kCases[][2] = {
      {"schools", "school"},  {"Cities", "city"},   {"women", "woman"},
      {"branches", "branch"}, {"houses", "house"},  {"classes", "class"},
      {"people", "person"},   {"sheep", "sheep"},   {"boxes", "box"},
      {"campus", "campus"},   {"crisis", "crisis"}, {"bases", "base"},
  };
  for (const auto& c : kCases) EXPECT_EQ(Singular(c[0]), c[1]);
}

TEST(FigureLexiconTest, FormsOfOneWordShareAStem) {
  for (const char* form : {"donate", "donated", "donates", "donating"}) {
    EXPECT_EQ(Stem(form), "donat") << form;
  }
}

TEST(FigureLexiconTest, PeopleOfAnySortCountAsPersons) {
  const auto lexicon = FigureLexicon::Create();
  ASSERT_TRUE(lexicon.ok()) << lexicon.status();
  for (const char* noun : {"farmers", "students", "refugees", "women", "mums",
                           "secretaries", "postmen"}) {
    EXPECT_EQ((*lexicon)->UnitOf(HashWord(noun)), "person") << noun;
  }
  EXPECT_EQ((*lexicon)->UnitOf(HashWord("families")), "household");
  EXPECT_EQ((*lexicon)->UnitOf(HashWord("bridges")), "");
}

TEST(FigureLexiconTest, NounsOfUnknownPeopleAreKnownByTheirForm) {
  const auto lexicon = FigureLexicon::Create();
  ASSERT_TRUE(lexicon.ok()) << lexicon.status();
  for (const char* noun : {"vaccinator", "peeler", "grandmother", "evacuee",
                           "herdsman", "classmate", "activist"}) {
    EXPECT_TRUE((*lexicon)->NamesPerson(noun)) << noun;
  }
  for (const char* noun : {"generator", "watchtower", "committee", "climate",
                           "plant", "newsletter", "school", "or", "supplier"}) {
    EXPECT_FALSE((*lexicon)->NamesPerson(noun)) << noun;
  }
}

}  // namespace
}  // namespace impactwire::extract
