// NumberReaderTest: reads a sentence and says in one line what was read.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gtest/gtest.h"
#include "ingest_service/extract/numbers/number_reader.h"
#include "ingest_service/extract/periods/time_finder.h"
#include "tests/ingest_service/extract/one_sentence.h"

namespace impactwire::extract {

class NumberReaderTest : public testing::Test {
 protected:
  using Trace = v1::ExtractionTrace::Number;

  static std::vector<Number> Read(
      const text::Document& document,
      const std::vector<std::string>& countries = {}) {
    static const auto* const reader = new auto(NumberReader::Create());
    static const auto* const finder = new auto(TimeFinder::Create());
    EXPECT_TRUE(reader->ok()) << reader->status();
    const LexedText lexed = Lex(document);
    std::vector<uint8_t> taken;
    (**finder)->Find(lexed, "2020-06-15", &taken);
    std::vector<Number> numbers = (**reader)->Read(lexed, taken, countries);
    for (size_t i = 1; i < numbers.size(); ++i) {
      EXPECT_LE(numbers[i - 1].last, numbers[i].first) << document.text;
    }
    return numbers;
  }

  static std::string Plain(double value) {
    return value == static_cast<int64_t>(value)
               ? absl::StrCat(static_cast<int64_t>(value))
               : absl::StrCat(value);
  }

  // "6000 MORE_THAN", "10-15 RANGE USD", "TIME": one per number.
  static std::string Describe(const std::string& text) {
    const text::Document document = OneSentence(text);
    std::vector<std::string> out;
    for (const Number& number : Read(document)) {
      if (number.disposition != Trace::DISPOSITION_UNSPECIFIED) {
        out.push_back(Trace::Disposition_Name(number.disposition)
                          .substr(sizeof("DISPOSITION_") - 1));
        continue;
      }
      std::string line = Plain(number.value);
      if (number.value_high != 0) {
        absl::StrAppend(&line, "-", Plain(number.value_high));
      }
      if (number.bound != v1::BOUND_EXACT) {
        absl::StrAppend(
            &line, " ",
            v1::Bound_Name(number.bound).substr(sizeof("BOUND_") - 1));
      }
      if (!number.unit.empty()) absl::StrAppend(&line, " ", number.unit);
      for (const ReadAmount& amount : number.converted) {
        absl::StrAppend(&line, " = ", amount.value, " ", amount.unit);
      }
      if (!number.rate.per().empty()) {
        absl::StrAppend(&line, " / ", number.rate.per());
      }
      out.push_back(line);
    }
    return absl::StrJoin(out, "; ");
  }

  struct Case {
    const char* text;
    const char* numbers;
  };
  template <size_t n>
  static void Check(const Case (&cases)[n]) {
    for (const Case& c : cases)
      EXPECT_EQ(Describe(c.text), c.numbers) << c.text;
  }
};

}  // namespace impactwire::extract
