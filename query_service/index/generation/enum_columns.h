// Enumerations as columns hold them. Values that this version does not know yet
// are not filtered by.
#pragma once

#include <cstdint>

#include "google/protobuf/repeated_field.h"

namespace impactwire::query {

inline uint8_t EnumByte(int value, int limit = 256) {
  return value >= 0 && value < limit ? static_cast<uint8_t>(value) : 0;
}

// Bit n: number n is there.
inline uint32_t EnumBits(const google::protobuf::RepeatedField<int>& numbers) {
  uint32_t bits = 0;
  for (const int number : numbers) {
    if (number >= 0 && number < 32) bits |= uint32_t{1} << number;
  }
  return bits;
}

}  // namespace impactwire::query
