// A country code as a number, for columns and filters.
#pragma once

#include <cstdint>

#include "absl/strings/ascii.h"
#include "absl/strings/string_view.h"

namespace impactwire::query {

// "KE" and "ke" alike; 0 for what is not two letters.
inline uint16_t CountryNumber(absl::string_view code) {
  if (code.size() != 2 || !absl::ascii_isalpha(code[0]) ||
      !absl::ascii_isalpha(code[1])) {
    return 0;
  }
  return static_cast<uint16_t>(absl::ascii_toupper(code[0]) << 8 |
                               absl::ascii_toupper(code[1]));
}

}  // namespace impactwire::query
