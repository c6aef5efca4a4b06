// Numerals: the value of digits as written, or a reason why it is not certain.
#pragma once

#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace impactwire::extract {

struct Numeral {
  double value = 0;
  bool grouped = false;  // "6,000"
  bool decimal = false;  // "1.5"
  int digits = 0;
  // Non-empty: refused, and why; `value` means nothing.
  std::string refusal;
};

// `digits`: digits with "," and "." between them. Western ("1,234,567.8") and
// Indian ("12,34,567") grouping; "1.234.567" has only one reading and is taken;
// "1,5" and "1.2.3" are refused.
Numeral ReadNumeral(absl::string_view digits);

}  // namespace impactwire::extract
