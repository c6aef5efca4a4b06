// NumberReader: every number of a text: digits in all groupings, number words,
// shares, ranges, with bound, money or unit, the text's own conversion and
// rate. What is no quantity (a time, an age, part of a name) says so; what
// cannot be read with certainty ("1,5", "12 m") is refused with the reason,
// never guessed. Amounts without a number ("thousands", "several hundred") and
// negative ones have their own reason, so that every digit and number word of a
// text is in the span of some number.
//
// Dates are not found here: spans in `taken` (periods/time_finder.h) are.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "ingest_service/extract/numbers/lexeme.h"
#include "ingest_service/extract/numbers/number.h"

namespace impactwire::extract {

// Constant after Create: any thread may call.
class NumberReader {
 public:
  // INTERNAL if a compiled-in table is malformed.
  static absl::StatusOr<std::unique_ptr<NumberReader>> Create();
  ~NumberReader();

  // In text order, never overlapping. `taken[i]` != 0: lexeme i belongs to a
  // date (1) or to a duration (2). `countries`: ISO 3166-1 codes of those the
  // article speaks of, one for each time; with words of the text they decide
  // what "$" means. Linear.
  std::vector<Number> Read(const LexedText& lexed,
                           const std::vector<uint8_t>& taken,
                           const std::vector<std::string>& countries) const;

  // The length in lexemes of a rate that starts at `at` ("a month", "per
  // farmer") and ends before `end`; 0: none.
  int32_t ReadRate(const LexedText& lexed, int32_t at, int32_t end,
                   v1::Rate* rate) const;

  // The bound that a phrase at `at` gives what stands before it ("or more");
  // UNSPECIFIED: none.
  v1::Bound BoundAfter(const LexedText& lexed, int32_t at, int32_t end,
                       int32_t* length) const;

  struct Tables;

 private:
  explicit NumberReader(std::unique_ptr<const Tables> tables);
  const std::unique_ptr<const Tables> tables_;
};

}  // namespace impactwire::extract
