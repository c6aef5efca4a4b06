// The phrase of the first number of one sentence, its category given.
#include "ingest_service/extract/figures/figure_phrase.h"

#include <string>

#include "gtest/gtest.h"
#include "ingest_service/extract/numbers/number_reader.h"
#include "tests/ingest_service/extract/one_sentence.h"

namespace impactwire::extract {
namespace {

struct Tools {
  std::unique_ptr<NumberReader> reader = NumberReader::Create().value();
  std::unique_ptr<FigureLexicon> lexicon = FigureLexicon::Create().value();
  std::unique_ptr<WordSenses> words = WordSenses::Create().value();
  std::unique_ptr<UnitRanker> ranker =
      UnitRanker::Create(lexicon.get(), words.get()).value();
  std::unique_ptr<FigurePhrase> phrase =
      FigurePhrase::Create(lexicon.get(), words.get()).value();
};

std::string Phrase(const std::string& text, v1::ImpactCategory category) {
  static const Tools* const tools = new Tools;
  const text::Document document = OneSentence(text);
  const LexedText lexed = Lex(document);
  const std::vector<uint8_t> taken(lexed.lexemes.size(), 0);
  std::vector<Number> numbers = tools->reader->Read(lexed, taken, {});
  const auto frames =
      MakeFrames(*tools->lexicon, lexed, *tools->reader, *tools->ranker,
                 tools->words->Of(lexed), &numbers, nullptr);
  if (frames.empty()) return "no number";
  const Entities entities;
  const std::vector<Role> roles;
  const std::vector<TimeExpression> times;
  return tools->phrase->Write({document, entities, roles, lexed, times},
                              frames[0], numbers[frames[0].number],
                              frames[0].unit, category);
}

TEST(FigurePhraseTest, PeopleAreTheirNounAndWhatIsDone) {
  EXPECT_EQ(Phrase("The firm trained 600 rural workers",
                   v1::IMPACT_CATEGORY_PEOPLE_TRAINED),
            "rural workers trained");
}

TEST(FigurePhraseTest, WhatIsDoneIsAParticiple) {
  EXPECT_EQ(
      Phrase("It wants to lift 70 people", v1::IMPACT_CATEGORY_PEOPLE_REACHED),
      "people lifted");
  // What others in the sentence are is not done with these.
  EXPECT_EQ(Phrase("It is in 40 big cities and has certified workers",
                   v1::IMPACT_CATEGORY_COVERAGE),
            "big cities");
}

TEST(FigurePhraseTest, ASumHasItsNounAndItsPurpose) {
  EXPECT_EQ(Phrase("The bank approved a loan of $9 million for new wells",
                   v1::IMPACT_CATEGORY_MONEY_INVESTED),
            "loan for wells");
  EXPECT_EQ(Phrase("It handed over $9,000 to buy laptops",
                   v1::IMPACT_CATEGORY_MONEY_GIVEN),
            "given for laptops");
}

TEST(FigurePhraseTest, ASumGoesToWhomItSays) {
  EXPECT_EQ(Phrase("It donated $9,000 to the Red Cross, according to Ada Obi",
                   v1::IMPACT_CATEGORY_MONEY_GIVEN),
            "donation to the Red Cross");
}

TEST(FigurePhraseTest, ASumIsNotSaidTwice) {
  EXPECT_EQ(Phrase("It got a donation of $9,000 in donations",
                   v1::IMPACT_CATEGORY_MONEY_GIVEN),
            "donation");
}

TEST(FigurePhraseTest, ASumNothingIsSaidOfIsNamedByItsCategory) {
  EXPECT_EQ(Phrase("It handed over $9,000", v1::IMPACT_CATEGORY_MONEY_GIVEN),
            "donation given");
}

TEST(FigurePhraseTest, WagesSayHowOften) {
  EXPECT_EQ(
      Phrase("A picker earns 900 yuan a month", v1::IMPACT_CATEGORY_INCOME),
      "monthly earnings");
}

TEST(FigurePhraseTest, SharesAndChangesDiffer) {
  EXPECT_EQ(Phrase("Some 40 percent of the pupils walk",
                   v1::IMPACT_CATEGORY_PEOPLE_TRAINED),
            "share of pupils");
  EXPECT_EQ(Phrase("Plant emissions fell by 40 percent",
                   v1::IMPACT_CATEGORY_EMISSIONS),
            "emissions fall");
}

TEST(FigurePhraseTest, AMeasureWithoutANounIsNamedByItsCategory) {
  EXPECT_EQ(Phrase("The group restored 40 hectares last year",
                   v1::IMPACT_CATEGORY_NATURE),
            "land restored");
}

}  // namespace
}  // namespace impactwire::extract
