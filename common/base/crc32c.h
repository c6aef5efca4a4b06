// CRC-32C (Castagnoli's polynomial, as in RFC 3720 appendix B.4): finds damage
// in files, not deceit.
#pragma once

#include <cstdint>

#include "absl/strings/string_view.h"

namespace impactwire {

// Of `bytes`, going on from the checksum of what stands before them.
uint32_t Crc32c(absl::string_view bytes, uint32_t before = 0);

}  // namespace impactwire
