#include "ingest_service/extract/figures/noun_phrase.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "ingest_service/extract/numbers/number_reader.h"
#include "tests/ingest_service/extract/one_sentence.h"

namespace impactwire::extract {
namespace {

// "<phrase> -> <unit>" of the first number.
std::string Phrase(const std::string& text) {
  static const auto* const reader = new auto(NumberReader::Create());
  static const auto* const lexicon = new auto(FigureLexicon::Create());
  const text::Document document = OneSentence(text);
  const LexedText lexed = Lex(document);
  const std::vector<uint8_t> taken(lexed.lexemes.size(), 0);
  const std::vector<Number> numbers = (***reader).Read(lexed, taken, {});
  if (numbers.empty()) return "no number";
  const NounPhrase phrase = ReadNounPhrase(***lexicon, lexed, numbers[0]);
  if (phrase.pronoun) return "pronoun";
  if (phrase.empty()) return "none";
  const text::Span span = {lexed.lexemes[phrase.begin].span.begin,
                           lexed.lexemes[phrase.end - 1].span.end};
  return std::string(document.Surface(span)) + " -> " +
         UnitOfPhrase(***lexicon, lexed, phrase);
}

TEST(NounPhraseTest, FindsWhatANumberCounts) {
  const char* const kCases[][2] = {
      {"It trained 600 rural workers in Oyo", "rural workers -> person"},
      {"It opened 16 training bases there", "training bases -> training base"},
      {"It fed 40 poor families daily", "poor families -> household"},
      {"It reached 35 of the villages", "villages -> village"},
      {"It hired 12 of them in May", "pronoun"},
      {"It fitted 900 low-income and cold homes",
       "low-income and cold homes -> home"},
      {"It runs a 50-bed hospital", "bed -> bed"},
      {"It paid 300 teachers' salaries on time",
       "teachers' salaries -> salary"},
      {"It trained 500 women farmers there", "women farmers -> person"},
      {"It gave 20 tonnes of rice away", "rice -> rice"},
      {"The 500 received support", "none"},
      {"It bought 14 ceiling fans", "ceiling fans -> ceiling fan"},
      {"It helped 12,000 registered poor people there",
       "registered poor people -> person"},
      {"It lit 55 mini-grids in May", "mini-grids -> mini-grid"},
      {"It gave 300 pairs of work gloves", "pairs -> pair of gloves"},
      {"It made 70 permanent jobs", "permanent jobs -> job"},
      {"It buys from 27 local suppliers", "local suppliers -> supplier"},
      {"It burnt 90 fewer litres", "litres -> litre"},
  };
  for (const auto& c : kCases) EXPECT_EQ(Phrase(c[0]), c[1]) << c[0];
}

}  // namespace
}  // namespace impactwire::extract
