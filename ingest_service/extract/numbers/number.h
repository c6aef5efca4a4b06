// Number: one quantity as the text states it, before anyone asks what it means.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "impactwire/v1/record.pb.h"
#include "ingest_service/text/span.h"

namespace impactwire::extract {

using Disposition = v1::ExtractionTrace::Number::Disposition;

struct ReadAmount {
  double value = 0;
  double value_high = 0;
  std::string unit;
};

// Lexeme ranges are half open, in LexedText::lexemes.
struct Number {
  int32_t sentence = 0;
  // The bare number: digits or words with their scale.
  int32_t core_begin = 0;
  int32_t core_end = 0;
  // With bound words, currency, unit and conversion.
  int32_t first = 0;
  int32_t last = 0;
  text::Span span;  // bytes of [first, last)

  double value = 0;
  double value_high = 0;  // upper end of a range; else 0
  v1::Bound bound = v1::BOUND_EXACT;
  // Percent, money or a unit of units.tsv; empty: a counted noun follows, or
  // nothing does.
  std::string unit;
  bool is_money = false;
  bool attributive = false;  // "a 50-bed hospital"
  bool in_words = false;     // "twenty-five"
  bool fraction = false;     // "a quarter", "one in five": percent
  bool from_to = false;      // the new value in "from 20 to 30"
  std::vector<ReadAmount> converted;
  v1::Rate rate;  // per empty: none

  // UNSPECIFIED: a quantity, for the figures stage to judge.
  Disposition disposition =
      v1::ExtractionTrace::Number::DISPOSITION_UNSPECIFIED;
  std::string reason;
};

}  // namespace impactwire::extract
