#include "ingest_service/extract/names/word_hash.h"

#include <gtest/gtest.h>

namespace impactwire::extract {
namespace {

TEST(WordHashTest, FoldsCaseAndAccentsOfLatinLetters) {
  EXPECT_EQ(FoldWord("Médecins"), "medecins");
  EXPECT_EQ(FoldWord("Łódź"), "lodz");
  EXPECT_EQ(FoldWord("ØRSTED"), "orsted");
}

TEST(WordHashTest, KeepsOtherScriptsInLowerCase) {
  EXPECT_EQ(FoldWord("МОСКВА"), "москва");
  EXPECT_EQ(FoldWord("郭台銘"), "郭台銘");
}

TEST(WordHashTest, KeyIsThatOfTheFoldedWord) {
  for (const char* word : {"Banco", "São", "O\u2019Brien", "58.com", "", "É"}) {
    EXPECT_EQ(WordKey(word), WordKey(FoldWord(word))) << word;
  }
}

TEST(WordHashTest, PhraseKeyIsFoldedFromItsWords) {
  uint64_t phrase = ExtendPhrase(kEmptyPhrase, WordKey("New"));
  phrase = ExtendPhrase(phrase, WordKey("York"));
  EXPECT_EQ(PhraseKey("new york"), phrase);
  EXPECT_NE(PhraseKey("york new"), phrase);
}

TEST(WordHashTest, InvalidBytesAreHashedWithoutHarm) {
  EXPECT_NE(WordKey("\xff\xfe"), WordKey("\xff"));
}

}  // namespace
}  // namespace impactwire::extract
