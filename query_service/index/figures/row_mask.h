// RowMask: a set of the rows of one segment.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>

#include "query_service/index/figures/figure_table.h"

namespace impactwire::query {

struct RowMask {
  static constexpr uint32_t kWords = FigureSegment::kRows / 64;
  std::array<uint64_t, kWords> words{};

  // Rows [first, end).
  static RowMask Range(uint32_t first, uint32_t end) {
    RowMask mask;
    for (uint32_t w = first / 64; w * 64 < end; ++w) {
      uint64_t word = ~uint64_t{0};
      if (w == first / 64) word &= ~uint64_t{0} << (first % 64);
      if (end - w * 64 < 64) word &= (uint64_t{1} << (end - w * 64)) - 1;
      mask.words[w] = word;
    }
    return mask;
  }

  uint32_t Count() const {
    uint32_t count = 0;
    for (const uint64_t word : words) {
      count += static_cast<uint32_t>(std::popcount(word));
    }
    return count;
  }
  bool None() const {
    uint64_t any = 0;
    for (const uint64_t word : words) any |= word;
    return any == 0;
  }
  void AndNot(const RowMask& other) {
    for (uint32_t w = 0; w < kWords; ++w) words[w] &= ~other.words[w];
  }
  void Or(const RowMask& other) {
    for (uint32_t w = 0; w < kWords; ++w) words[w] |= other.words[w];
  }

  // Ascending, until `visit(i)` says false; whether it never did.
  template <typename Visit>
  bool ForEach(const Visit& visit) const {
    for (uint32_t w = 0; w < kWords; ++w) {
      for (uint64_t word = words[w]; word != 0; word &= word - 1) {
        if (!visit(w * 64 + static_cast<uint32_t>(std::countr_zero(word)))) {
          return false;
        }
      }
    }
    return true;
  }

  // Keeps the rows i with `test(i)`, which may be asked of no others.
  template <typename Test>
  void KeepEach(const Test& test) {
    for (uint32_t w = 0; w < kWords; ++w) {
      for (uint64_t word = words[w]; word != 0; word &= word - 1) {
        const auto bit = static_cast<uint32_t>(std::countr_zero(word));
        if (!test(w * 64 + bit)) words[w] &= ~(uint64_t{1} << bit);
      }
    }
  }

  // The same for a test without branches that may be asked of every row of the
  // segment: 64 rows at a time, which compilers turn into vector code.
  template <typename Test>
  void KeepAll(const Test& test) {
#if defined(__x86_64__) && !defined(__AVX2__)
    static const bool has_avx2 = __builtin_cpu_supports("avx2") != 0;
    if (has_avx2) return KeepAllAvx2(test);
#endif
    KeepAllWith(test);
  }

 private:
  template <typename Test>
  [[gnu::always_inline]] inline void KeepAllWith(const Test& test) {
    for (uint32_t w = 0; w < kWords; ++w) {
      if (words[w] == 0) continue;
      // Bytes of 0 and 1, then eight of them at a time to bits.
      alignas(32) uint8_t hits[64];
      for (uint32_t j = 0; j < 64; ++j) {
        hits[j] = static_cast<uint8_t>(test(w * 64 + j));
      }
      uint64_t bits = 0;
      for (uint32_t b = 0; b < 8; ++b) {
        uint64_t eight;
        std::memcpy(&eight, hits + 8 * b, 8);
        bits |= (eight * 0x0102040810204080u >> 56) << (8 * b);
      }
      words[w] &= bits;
    }
  }

#if defined(__x86_64__) && !defined(__AVX2__)
  // The program is built for any x86-64; this part for what most have.
  template <typename Test>
  [[gnu::target("avx2"), gnu::noinline]] void KeepAllAvx2(const Test& test) {
    KeepAllWith(test);
  }
#endif
};

}  // namespace impactwire::query
