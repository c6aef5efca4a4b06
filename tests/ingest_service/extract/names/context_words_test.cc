#include "ingest_service/extract/names/context_words.h"

#include <gtest/gtest.h>

#include "extract_names_data.h"

namespace impactwire::extract {
namespace {

TEST(ContextWordsTest, TheShippedTableIsWellFormed) {
  const auto words = ContextWords::Parse(data::ContextWords());
  ASSERT_TRUE(words.ok()) << words.status();
  EXPECT_EQ(words->Find("brewer") & kCompanyNounWord, kCompanyNounWord);
}

TEST(ContextWordsTest, AWordMayBeOfSeveralClasses) {
  const auto words = ContextWords::Parse("noun\tmill dairy\tx\nof\tmill\ty\n");
  ASSERT_TRUE(words.ok());
  EXPECT_EQ(words->Find("mill"), kNounWord | kOfWord);
  EXPECT_EQ(words->Find("dairy"), kNounWord);
  EXPECT_EQ(words->Find("lake"), 0u);
}

TEST(ContextWordsTest, AnUnknownClassIsNamed) {
  const auto words = ContextWords::Parse("nuon\tmill\tx\n");
  ASSERT_FALSE(words.ok());
  EXPECT_NE(words.status().message().find("nuon"), std::string::npos);
}

TEST(ContextWordsTest, CompoundsEndInTheirHead) {
  EXPECT_TRUE(EndsInCompoundHead("Elisabeth-Berg-Stiftung"));
  EXPECT_TRUE(EndsInCompoundHead("Katastrophenhilfe"));
  EXPECT_FALSE(EndsInCompoundHead("Bank"));
  EXPECT_FALSE(EndsInCompoundHead("Oberdorf"));
}

}  // namespace
}  // namespace impactwire::extract
