// What numbers without a noun of their own count, on whole texts: frames and
// ranker together.
#include "ingest_service/extract/figures/unit_ranker.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "ingest_service/extract/figures/figure_frame.h"
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
};

// "600 person, 40 school": value and unit of every number.
std::string Units(const std::string& text,
                  std::vector<UnitExample>* examples = nullptr) {
  static const Tools* const tools = new Tools;
  const text::Document document = OneSentence(text);
  const LexedText lexed = Lex(document);
  const std::vector<uint8_t> taken(lexed.lexemes.size(), 0);
  std::vector<Number> numbers = tools->reader->Read(lexed, taken, {});
  const auto frames =
      MakeFrames(*tools->lexicon, lexed, *tools->reader, *tools->ranker,
                 tools->words->Of(lexed), &numbers, examples);
  std::string out;
  for (const FigureFrame& frame : frames) {
    if (!out.empty()) out += ", ";
    out += std::to_string(static_cast<int64_t>(numbers[frame.number].value));
    out += ' ';
    out += frame.unit;
  }
  return out;
}

TEST(UnitRankerTest, AnotherHasTheUnitOfTheOneBefore) {
  EXPECT_EQ(Units("It built 40 schools last year and will build another 30"),
            "40 school, 30 school");
}

TEST(UnitRankerTest, AVerbInTheThirdPersonIsNothingCounted) {
  EXPECT_EQ(Units("The charity fed 900 children and hopes to reach 1,200"),
            "900 person, 1200 person");
}

TEST(UnitRankerTest, PeopleAreWhatIsCountedWhereNothingElseIs) {
  EXPECT_EQ(Units("The trust has trained 3,200 since the spring"),
            "3200 person");
}

TEST(UnitRankerTest, APartHasTheNounOfTheWhole) {
  EXPECT_EQ(Units("Work is done in nine of its 14 buildings"),
            "9 building, 14 building");
  EXPECT_EQ(Units("They planted 38 of the 212 hectares"),
            "38 hectare, 212 hectare");
}

TEST(UnitRankerTest, ANumberBeforeAMeasureCountsTheThing) {
  EXPECT_EQ(Units("It runs two 32 MW plants in the desert").substr(0, 7),
            "2 plant");
}

TEST(UnitRankerTest, EveryCandidateIsSeenInTraining) {
  std::vector<UnitExample> examples;
  Units("It built 40 schools and 7 wells and will build another 30", &examples);
  ASSERT_EQ(examples.size(), 1);
  std::vector<std::string> units;
  for (const auto& candidate : examples[0].candidates) {
    units.push_back(candidate.unit);
    EXPECT_FALSE(candidate.features.empty());
  }
  EXPECT_EQ(units, (std::vector<std::string>{"well", "school", "person"}));
}

}  // namespace
}  // namespace impactwire::extract
