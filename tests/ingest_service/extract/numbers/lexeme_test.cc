#include "ingest_service/extract/numbers/lexeme.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/ingest_service/extract/one_sentence.h"

namespace impactwire::extract {
namespace {

std::vector<std::string> Surfaces(const std::string& text) {
  const text::Document document = OneSentence(text);
  const LexedText lexed = Lex(document);
  std::vector<std::string> out;
  for (const Lexeme& lexeme : lexed.lexemes) {
    out.emplace_back(lexed.Surface(lexeme));
  }
  return out;
}

TEST(LexemeTest, GluedLettersAndDigitsAreTakenApart) {
  EXPECT_THAT(Surfaces("USD34.6m, ₹2,00,000"),
              testing::ElementsAre("USD", "34.6", "m", ",", "₹", "2,00,000"));
}

TEST(LexemeTest, ASeparatorBelongsToDigitsOnlyBeforeADigit) {
  EXPECT_THAT(Surfaces("In 2020, 6,000."),
              testing::ElementsAre("In", "2020", ",", "6,000", "."));
}

TEST(LexemeTest, LettersOfOtherScriptsMakeWords) {
  EXPECT_THAT(Surfaces("São Tomé–Lomé 5"),
              testing::ElementsAre("São", "Tomé", "–", "Lomé", "5"));
}

TEST(LexemeTest, HashesIgnoreTheCaseOfLetters) {
  const text::Document document = OneSentence("Million million");
  const LexedText lexed = Lex(document);
  EXPECT_EQ(lexed.lexemes[0].hash, lexed.lexemes[1].hash);
  EXPECT_EQ(lexed.lexemes[0].hash, HashWord("MILLION"));
}

}  // namespace
}  // namespace impactwire::extract
