#include "ingest_service/extract/numbers/numeral.h"

#include "gtest/gtest.h"

namespace impactwire::extract {
namespace {

TEST(NumeralTest, ReadsEveryKnownGrouping) {
  const struct {
    const char* digits;
    double value;
  } kCases[] = {
      {"7", 7},
      {"6,000", 6000},
      {"1,234,567", 1234567},
      {"2,00,000", 200000},
      {"12,34,56,789", 123456789},
      {"2,720.3", 2720.3},
      {"0.5", 0.5},
      {"1.234.567", 1234567},
      {"4,016,886.25", 4016886.25},
  };
  for (const auto& c : kCases) {
    const Numeral numeral = ReadNumeral(c.digits);
    EXPECT_EQ(numeral.refusal, "") << c.digits;
    EXPECT_DOUBLE_EQ(numeral.value, c.value) << c.digits;
  }
}

TEST(NumeralTest, RefusesWhatHasNoCertainReading) {
  for (const char* digits : {"1,5", "1.2.3", "12,3456", "1,23,45", "1,234.5,6",
                             "6,0000", "1234567890123456", "1,234,56"}) {
    EXPECT_NE(ReadNumeral(digits).refusal, "") << digits;
  }
}

TEST(NumeralTest, AVeryLongRunOfDigitsIsRefusedWithAShortReason) {
  const Numeral numeral = ReadNumeral(std::string(100000, '9'));
  EXPECT_LT(numeral.refusal.size(), 100);
  EXPECT_NE(numeral.refusal, "");
}

}  // namespace
}  // namespace impactwire::extract
