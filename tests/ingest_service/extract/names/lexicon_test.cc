#include "ingest_service/extract/names/lexicon.h"

#include <gtest/gtest.h>

#include "ingest_service/extract/names/word_hash.h"

namespace impactwire::extract {
namespace {

TEST(LexiconTest, AWordOfTwoLinesHasBothClasses) {
  const Lexicon lexicon =
      Lexicon::Parse("bank\tcompany\nbank fund\tnominal\n").value();
  EXPECT_EQ(lexicon.Find(WordKey("Bank")), kCompanyHead | kNominalOrg);
  EXPECT_EQ(lexicon.Find(WordKey("fund")), kNominalOrg);
  EXPECT_EQ(lexicon.Find(WordKey("river")), 0u);
}

TEST(LexiconTest, AnUnknownClassIsNamedWithItsLine) {
  EXPECT_EQ(Lexicon::Parse("# words\nbank\tshop\n").status(),
            absl::InternalError("word_classes line 2: shop"));
}

TEST(LexiconTest, ALineWithoutClassIsNamed) {
  EXPECT_EQ(Lexicon::Parse("bank\n").status(),
            absl::InternalError("word_classes line 1: no class"));
}

}  // namespace
}  // namespace impactwire::extract
