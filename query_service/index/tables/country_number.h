// A country code as a number, for columns and filters.
#pragma once

#include <cstdint>
#include <string>

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

// The code in capitals; "" for 0.
inline std::string CountryText(uint16_t number) {
  if (number == 0) return "";
  return {static_cast<char>(number >> 8), static_cast<char>(number & 255)};
}

}  // namespace impactwire::query
