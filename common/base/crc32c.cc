#include "common/base/crc32c.h"

#include <array>
#include <cstddef>
#include <cstring>

namespace impactwire {
namespace {

// Bits in reverse order.
constexpr uint32_t kPolynomial = 0x82f63b78u;

constexpr std::array<uint32_t, 256> MakeTable() {
  std::array<uint32_t, 256> table = {};
  for (uint32_t i = 0; i < 256; ++i) {
    uint32_t rest = i;
    for (int bit = 0; bit < 8; ++bit) {
      rest = rest >> 1 ^ ((rest & 1) != 0 ? kPolynomial : 0);
    }
    table[i] = rest;
  }
  return table;
}

constexpr std::array<uint32_t, 256> kTable = MakeTable();

uint32_t ByTable(const char* data, size_t size, uint32_t crc) {
  for (size_t i = 0; i < size; ++i) {
    crc = crc >> 8 ^ kTable[(crc ^ static_cast<uint8_t>(data[i])) & 255];
  }
  return crc;
}

#if defined(__x86_64__)
__attribute__((target("sse4.2"))) uint32_t ByInstruction(const char* data,
                                                         size_t size,
                                                         uint32_t crc) {
  uint64_t wide = crc;
  for (; size >= 8; data += 8, size -= 8) {
    uint64_t word;
    std::memcpy(&word, data, sizeof(word));
    wide = __builtin_ia32_crc32di(wide, word);
  }
  return ByTable(data, size, static_cast<uint32_t>(wide));
}
#endif

}  // namespace

uint32_t Crc32c(absl::string_view bytes, uint32_t before) {
#if defined(__x86_64__)
  static const bool fast = __builtin_cpu_supports("sse4.2");
  if (fast) return ~ByInstruction(bytes.data(), bytes.size(), ~before);
#endif
  return ~ByTable(bytes.data(), bytes.size(), ~before);
}

}  // namespace impactwire
