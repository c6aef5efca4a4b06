// The forms in which texts write numbers, as tables.
#include "tests/ingest_service/extract/numbers/number_reader_fixture.h"

namespace impactwire::extract {
namespace {

TEST_F(NumberReaderTest, ReadsMixedDigitsAndWords) {
  Check({
      {"They sold 4 thousand 3 hundred and 21 bags", "4321"},
      {"They sold 3 hundred and one bags", "301"},
      {"They spent Rs 2 crore 50 lakh in Pune", "25000000 INR"},
      {"They sold 6 crore and two hundred bags", "60000200"},
      {"They sold 3 dozens of bags", "36"},
      {"They sold 5 millions bags", "5000000"},
      {"They sold .5 million bags", "500000"},
      {"They sold 1.234.567,8 bags", "1.23457e+06"},
      {"They sold 16.4 million bags", "16400000"},
      {"They sold 1'250'000 bags", "1250000"},
      {"They sold 92,2 million bags", "92200000"},
      {"They sold 16,7% of the bags", "16.7 percent"},
      {"They sold 3 million and a half bags", "3500000"},
      {"They sold 2mil bags", "2000000"},
      {"They raised $1MM", "1000000 USD"},
      {"They raised $ 12 m", "12000000 USD"},
      {"They raised 12 m euros", "12000000 EUR"},
      {"They sold 5 million and two schools closed", "5000000; 2"},
      {"In 2012 thousands of bags were sold", "DATE; NO_IMPACT_CUE"},
  });
}

TEST_F(NumberReaderTest, ReadsWordsInEveryOrder) {
  Check({
      {"They sold three lakh crore bags", "3000000000000"},
      {"They sold a hundred thousand bags", "100000"},
      {"They sold over hundred bags", "100 MORE_THAN"},
      {"They sold hundred thousand bags", "100000"},
      {"They sold two thousand and two hundred bags", "2200"},
      {"They sold two million and three hundred thousand bags", "2300000"},
      {"They sold three hundred and two dozen bags", "324"},
      {"They sold one million and a half bags", "1500000"},
      {"They sold two-and-a-half million bags", "2500000"},
      {"They sold five and a quarter tonnes", "5.25 tonne"},
      {"They sold two point five million bags", "2500000"},
      {"They sold nine point nought four tonnes", "9.04 tonne"},
      {"At one point three men left", "1; 3"},
      {"They sold a few thousand bags", "NO_IMPACT_CUE"},
      {"They sold tens of thousands of bags", "NO_IMPACT_CUE"},
      {"They sold hundreds of thousands of bags", "NO_IMPACT_CUE"},
      {"A multi-million-dollar plan", "NO_IMPACT_CUE"},
      {"A million-dollar plan", "1000000 USD"},
      {"The twenty-first school", "ORDINAL"},
      {"They sold one hundred and one hundred and one bags", "100; 101"},
      {"The two hundred and fifth school", "ORDINAL"},
  });
}

TEST_F(NumberReaderTest, ReadsFractions) {
  Check({
      {"They dug ½ mile of canal", "0.5 mile"},
      {"They dug 10 1/2 miles of canal", "10.5 mile"},
      {"They dug a 1/4 mile of canal", "0.25 mile"},
      {"They dug half a mile of canal", "0.5 mile"},
      {"They sold a quarter of a million bags", "250000"},
      {"They sold a quarter million bags", "250000"},
      {"They sold three quarters of a billion bags", "750000000"},
      {"They sold half-a-dozen bags", "6"},
      {"It fell by half a percent", "0.5 percent"},
      {"It fell by two tenths of a percentage point", "0.2 percent"},
      {"It was cut by a fifth", "20 percent"},
      {"Nearly half were women", "50 APPROXIMATE percent"},
      {"More than a third said so", "33.3333 MORE_THAN percent"},
      {"One fifth said so", "20 percent"},
      {"1/4 of pupils passed", "25 percent"},
      {"⅗ of pupils passed", "60 percent"},
      {"A third school opened", "ORDINAL"},
      {"The half went well", "NO_IMPACT_CUE"},
      {"It ran for half an hour", "TIME"},
      {"They sat for half a day", "TIME"},
      {"Nearly half way there", "NO_IMPACT_CUE"},
  });
}

TEST_F(NumberReaderTest, ReadsMoneyOfEveryCountry) {
  Check({
      {"It gave 50 cents to them", "0.5 USD"},
      {"In Dublin it gave €5, not 50 cent", "5 EUR; 0.5 EUR"},
      {"It gave 70 pence to them", "0.7 GBP"},
      {"It gave 3 dollars and 50 cents to them", "3.5 USD"},
      {"It gave 75 USD million to them", "75000000 USD"},
      {"It gave 30 MUSD to them", "30000000 USD"},
      {"It gave EUR42,000 to them", "42000 EUR"},
      {"It gave A$2bn to them", "2000000000 AUD"},
      {"It gave Tk 5 crore to them", "50000000 BDT"},
      {"It gave Ksh.5,000 to them", "5000 KES"},
      {"In Kampala it gave Sh5,000 to them", "5000 UGX"},
      {"It gave 2 million birr to them", "2000000 ETB"},
      {"It gave 5.2 billion naira to them", "5200000000 NGN"},
      {"It gave 10 $ and 5 € to them", "10 USD; 5 EUR"},
      {"It gave 100元 to them", "100 CNY"},
      {"It gave one dollar to them", "1 USD"},
      {"It gave Mex$10 million to them", "10000000 MXN"},
      {"It gave half a million dollars to them", "500000 USD"},
      {"It gave $2.5 million-plus to them", "2500000 MORE_THAN USD"},
      {"It gave five rupees a day", "5 INR / day"},
  });
}

TEST_F(NumberReaderTest, ReadsMeasures) {
  Check({
      {"It moved 500m2 of soil", "500 m2"},
      {"It moved 500 m³ of soil", "500 m3"},
      {"It moved 7 cubic feet of soil", "7 cubic foot"},
      {"It moved 20 (kg) of soil", "20 kg"},
      {"It moved 100t of soil", "100 tonne"},
      {"It sold 3 t-shirts", "3"},
      {"It gave 250 mg of it", "250 mg"},
      {"It has a 50m pool", "50 m"},
      {"He is 1.8m tall", "1.8 m"},
      {"The wreck is 50 m (165 ft) down", "50 m = 165 foot"},
      {"He is 5 feet 2 inches tall", "5.16667 foot"},
      {"He is 5 ft 2 in tall", "5.16667 foot"},
      {"It has 8- to 16-metre masts", "8-16 RANGE m"},
      {"It moves 188 miles an hour", "188 mile / hour"},
      {"It pumps 10 litres per person", "10 litre / person"},
      {"It reached -18 °C there", "NO_IMPACT_CUE"},
      {"It lost minus five tonnes", "NO_IMPACT_CUE"},
      {"Emissions: minus 18 percent", "18 percent"},
      {"The water is 2.8 m higher", "2.8 m"},
      {"A tent of 4 m by 5 m stood there", "4 m; 5 m"},
  });
}

TEST_F(NumberReaderTest, ReadsRates) {
  Check({
      {"It pays $5 a month", "5 USD / month"},
      {"It pays $5 every two weeks", "5 USD / week"},
      {"It pays $5 annually", "5 USD / year"},
      {"It pays $5 per farmer", "5 USD / farmer"},
      {"It pays $5 per bed", "5 USD / bed"},
      {"It pays $5 per cubic metre", "5 USD / m3"},
      {"It pays $5 per 1,000 births", "5 USD / births"},
      {"It pays $5 each to them", "5 USD"},
      {"It pays $5 per Patel", "5 USD"},
      {"It pays 5 per cent", "5 percent"},
      {"It grew 5 per cent per annum", "5 percent / year"},
  });
}

TEST_F(NumberReaderTest, ReadsBoundsAroundBounds) {
  Check({
      {"In excess of 40 schools", "40 MORE_THAN"},
      {"not quite 40 schools", "40 APPROXIMATE"},
      {"must not exceed 40 schools", "40 LESS_THAN"},
      {"nigh on 40 schools", "40 APPROXIMATE"},
      {"close to 40 schools", "40 APPROXIMATE"},
      {"as few as 40 schools", "40 MORE_THAN"},
      {"a shade under 40 schools", "40 LESS_THAN"},
      {"about 500 or more", "500 MORE_THAN"},
      {"500 or so", "500 APPROXIMATE"},
      {"fifty-plus schools", "50 MORE_THAN"},
      {"less than or equal to 100 dollars", "100 LESS_THAN USD"},
      {"more than 20 but less than 35 schools", "20-35 RANGE"},
      {"at most 100 and at least 20 schools", "20-100 RANGE"},
      {"more than 40 and less than 10", "40 MORE_THAN; 10 LESS_THAN"},
      {"in six years approximately 40 schools", "DATE; 40 APPROXIMATE"},
      {"5 or more than 10 schools", "5; 10 MORE_THAN"},
      {"20 through 100 schools", "20-100 RANGE"},
      {"up to 10, at least 3", "10 LESS_THAN; 3 MORE_THAN"},
      {"3.5 percentage points to 12 per cent", "3.5 percent; 12 percent"},
      {"between 44 mg and 50 mg", "44-50 RANGE mg"},
  });
}

TEST_F(NumberReaderTest, SaysWhatHalvesPhonesAndListsAre) {
  Check({
      {"Call +1-222-2222 now", "NAME_PART"},
      {"Call +62 31 555 0190 now", "NAME_PART"},
      {"Photo 1/3 shows it", "LIST_MARKER"},
      {"It ran 24/7 there", "LIST_MARKER"},
      {"A 4x4 came at 6-7pm there", "NAME_PART; TIME"},
      {"It serves over 65s and 18-to-24-year-olds", "AGE; AGE"},
      {"See https://example.org/a/3182832/x-20.html now", "NAME_PART"},
      {"It struck at 3 p.m. (1500 GMT) there", "TIME; TIME"},
      {"It opened in 1834 there", "1834"},
      {"It opened in 1834, with 1834 men", "DATE; 1834"},
      {"Ana Reyes (1863-1898) painted", "DATE"},
      {"It dates back to 2012 at least", "DATE"},
      {"It fed 1500 people in 1500 towns", "1500; 1500"},
      {"Under Act 1079 it was banned", "NAME_PART"},
      {"They left at 45min past", "TIME"},
      {"No one was there", "NO_IMPACT_CUE"},
      {"He is more than thirty years old", "AGE"},
      {"It took more than thirty years", "TIME"},
      {"It took one year", "TIME"},
  });
}

}  // namespace
}  // namespace impactwire::extract
