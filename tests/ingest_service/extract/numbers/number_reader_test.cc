#include "ingest_service/extract/numbers/number_reader.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/ingest_service/extract/numbers/number_reader_fixture.h"

namespace impactwire::extract {
namespace {

TEST_F(NumberReaderTest, ReadsDigitsInEveryGroupingAndScale) {
  Check({
      {"They planted 6,000 trees", "6000"},
      {"They planted 2,00,000 trees", "200000"},
      {"They moved 816 000 boxes", "816000"},
      {"New Valley\t235\t890", "235; 890"},
      {"It reached 1.2m pupils", "1200000"},
      {"It reached 35k pupils", "35000"},
      {"It reached 3.5 million pupils", "3500000"},
      {"It reached 2 lakh pupils", "200000"},
      {"It reached 1.5 lakh crore pupils", "1500000000000"},
      {"It watered 12 wan mu", "120000 mu"},
      {"It fed 2½ million pupils", "2500000"},
  });
}

TEST_F(NumberReaderTest, ReadsNumberWords) {
  Check({
      {"Thirteen schools opened", "13"},
      {"It trained twenty-five thousand nurses", "25000"},
      {"It trained a million nurses", "1000000"},
      {"It trained half a million nurses", "500000"},
      {"It trained two dozen nurses", "24"},
      {"It trained one and a half million nurses", "1500000"},
      {"It trained two hundred and fifty nurses", "250"},
      {"It trained three hundred thousand nurses", "300000"},
      {"It trained six thousand two hundred nurses", "6200"},
      {"It trained several hundred nurses", "NO_IMPACT_CUE"},
      {"It trained thousands of nurses", "NO_IMPACT_CUE"},
      {"It trained two million and three schools opened", "2000000; 3"},
  });
}

TEST_F(NumberReaderTest, ReadsShares) {
  Check({
      {"A quarter of the pupils passed", "25 percent"},
      {"Two-thirds of the pupils passed", "66.6667 percent"},
      {"One in five pupils passed", "20 percent"},
      {"Three out of every four pupils passed", "75 percent"},
      {"Half of the pupils passed", "50 percent"},
      {"30 per cent of pupils passed", "30 percent"},
      {"Scores rose 4.5 percentage points", "4.5 percent"},
      {"Some 30% of pupils passed", "30 APPROXIMATE percent"},
  });
}

TEST_F(NumberReaderTest, ReadsMoney) {
  Check({
      {"It gave US$2,720.3 to them", "2720.3 USD"},
      {"It gave USD34.6 million to them", "34600000 USD"},
      {"In Delhi it gave Rs 2 crore to them", "20000000 INR"},
      {"In Lahore it gave Rs. 2.5 lakh to them", "250000 PKR"},
      {"It gave ₹1.5 lakh to them", "150000 INR"},
      {"It gave €42,000 to them", "42000 EUR"},
      {"It gave £1.5m to them", "1500000 GBP"},
      {"It gave N3.9bn to them", "3900000000 NGN"},
      {"It gave KSh 5,000 to them", "5000 KES"},
      {"It gave R$ 200 million to them", "200000000 BRL"},
      {"In Toronto it gave $5 million to them", "5000000 CAD"},
      {"It gave $5 million to them", "5000000 USD"},
      {"It gave 4,000 francs to them", "UNREADABLE"},
      {"In Kigali it gave 4,000 francs to them", "4000 RWF"},
      {"It gave a $20-million loan", "20000000 USD"},
      {"It gave 18,000 yuan (US$2,720.3) a month",
       "18000 CNY = 2720.3 USD / month"},
      {"It gave Rs 2 crore, or about $240,000, to Pune",
       "20000000 INR = 240000 USD"},
      {"He wore an N95 mask", "NAME_PART"},
  });
}

TEST_F(NumberReaderTest, ReadsUnits) {
  Check({
      {"It saved 3,000 metric tons of CO2", "3000 tCO2e"},
      {"It built a 500MW plant", "500 MW"},
      {"It built a 100-kilowatt plant", "100 kW"},
      {"It restored 20 hectares (49 acres)", "20 hectare = 49 acre"},
      {"It dug 40 km of canals", "40 km"},
      {"It shared 582 million pounds of food", "582000000 pound"},
      {"In Leeds it shared 582 pounds", "582 GBP"},
      {"Sales grew five times", "5 times"},
  });
}

TEST_F(NumberReaderTest, ReadsBoundsInEveryWording) {
  Check({
      {"More than 40 schools", "40 MORE_THAN"},
      {"no fewer than 40 schools", "40 MORE_THAN"},
      {"No more than 40 schools", "40 LESS_THAN"},
      {"north of 40 schools", "40 MORE_THAN"},
      {"upwards of $40 was paid", "40 MORE_THAN USD"},
      {"well over 400 homes", "400 MORE_THAN"},
      {"as many as 40 schools", "40 LESS_THAN"},
      {"almost a million workers", "1000000 APPROXIMATE"},
      {"just shy of 40 schools", "40 APPROXIMATE"},
      {"an estimated 40 schools", "40 APPROXIMATE"},
      {"more than another 40 schools", "40 MORE_THAN"},
      {"They handed over 54 classrooms", "54"},
      {"They gave over 54 classrooms", "54 MORE_THAN"},
      {"200+ schools", "200 MORE_THAN"},
      {"$65 million-plus was paid", "65000000 MORE_THAN USD"},
      {"$50 million or more was paid", "50000000 MORE_THAN USD"},
      {"20-odd schools", "20 APPROXIMATE"},
      {"exactly 40 schools", "40"},
  });
}

TEST_F(NumberReaderTest, ReadsRanges) {
  Check({
      {"It gave 10-15 cows", "10-15 RANGE"},
      {"It gave between 20 and 30 cows", "20-30 RANGE"},
      {"It gave 20 to 30 cows", "20-30 RANGE"},
      {"It gave 10 to 15 million cows", "10000000-15000000 RANGE"},
      {"It gave $10-15 million", "10000000-15000000 RANGE USD"},
      {"It gave from $5 to $10 each", "5-10 RANGE USD"},
      {"Output rose from 20 to 30 cows", "20; 30"},
      {"Grain fell 9 cents to $14.48", "0.09 USD; 14.48 USD"},
      {"It gave $500 to 20 schools", "500 USD; 20"},
      {"It grew 25-50 per cent", "25-50 RANGE percent"},
  });
}

TEST_F(NumberReaderTest, SaysWhatIsNoQuantity) {
  Check({
      {"The 4th World Forum met", "ORDINAL"},
      {"The second of the first 260 jobs", "ORDINAL; 260"},
      {"It opens at 2.15pm today", "TIME"},
      {"It opens at 10:30 today", "TIME"},
      {"The 58.com founder spoke", "NAME_PART"},
      {"The COVID-19 crisis hit", "NAME_PART"},
      {"A Boeing 737, they said", "NAME_PART"},
      {"The 18-year-old spoke", "AGE"},
      {"Ana Reyes, 45, spoke", "AGE"},
      {"The charity turned 40 last year", "AGE"},
      {"The library turns ten.", "AGE"},
      {"It lasted five years", "TIME"},
      {"They met in 2019 again", "DATE"},
      {"Call +91 98765 43210 now", "NAME_PART"},
      {"1. Wash your hands", "LIST_MARKER"},
      {"They won 3-1 at home", "NO_IMPACT_CUE"},
      {"It serves phase 2 now", "NAME_PART"},
      {"It spoke at COP 27 of SDG 15 there", "NAME_PART; NAME_PART"},
      {"It paid COP 27 million there", "27000000 COP"},
      {"This one is new", "NO_IMPACT_CUE"},
      {"A ratio of 3:1 held", "NO_IMPACT_CUE"},
  });
}

TEST_F(NumberReaderTest, RefusesWhatHasNoCertainReading) {
  Check({
      {"It gave 1,5 tonnes", "UNREADABLE"},
      {"It runs 1.2.3 now", "UNREADABLE"},
      {"The pole of 50m", "UNREADABLE"},
      {"It took 12 m", "UNREADABLE"},
      {"It took 5 k", "UNREADABLE"},
      {"The price of 1,5 fell", "UNREADABLE"},
      {"A mass of 2.5×10⁶ kg", "UNREADABLE"},
      {"A factor of 3^2 more", "UNREADABLE"},
      {"Twenty-three fifths of them", "UNREADABLE"},
      {"12 34 567 of them", "UNREADABLE"},
  });
}

TEST_F(NumberReaderTest, AHundredThousandNumbersInARowAreRead) {
  std::string text;
  for (int i = 0; i < 100000; ++i) text += "7, ";
  EXPECT_EQ(Read(OneSentence(text)).size(), 100000);
}

TEST_F(NumberReaderTest, EndlessSharesAreReadInOrder) {
  std::string text;
  for (int i = 0; i < 100000; ++i) text += "1 in one in ";
  EXPECT_GE(Read(OneSentence(text)).size(), 100000);
}

TEST_F(NumberReaderTest, SpansAreOrderedAndNeverOverlap) {
  const text::Document document = OneSentence(
      "About 5 to 10 of the 300, $2bn (€1.8bn) and one in 3 or 4-5 more, 7th");
  int32_t end = 0;
  for (const Number& number : Read(document)) {
    EXPECT_GE(number.span.begin, end);
    end = number.span.end;
  }
}

TEST_F(NumberReaderTest, CountriesDecideWhatADollarAndATonAre) {
  const auto unit = [](const std::string& text,
                       const std::vector<std::string>& countries) {
    const text::Document document = OneSentence(text);
    return Read(document, countries)[0].unit;
  };
  EXPECT_EQ(unit("It gave $500 to the club", {}), "USD");
  EXPECT_EQ(unit("It gave $500 to the club", {"AU", "US", "AU"}), "AUD");
  EXPECT_EQ(unit("It gave $500 to the club", {"AU", "CA", "SG"}), "USD");
  EXPECT_EQ(unit("It gave Rs 500 to the club", {"PK"}), "PKR");
  EXPECT_EQ(unit("It gave 500 dirhams", {"MA"}), "MAD");
  EXPECT_EQ(unit("It gave CFA 500", {"CM"}), "XAF");
  EXPECT_EQ(unit("It sold 20 tons of rice", {"US", "US", "CA"}), "ton");
  EXPECT_EQ(unit("It sold 20 tons of rice", {"VN", "US"}), "tonne");
}

}  // namespace
}  // namespace impactwire::extract
