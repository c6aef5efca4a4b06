// PatternSet: finds which of many short patterns occur in a string, in one pass
// (Aho and Corasick, 1975, as a table of transitions). Letters and digits are
// matched without case; everything else, and both ends of the string, is a
// boundary, written "_" in a pattern: "_ad_" matches "top-ad" and not "head".
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "absl/strings/string_view.h"

namespace impactwire::text {

// Built first, then constant: any thread may call Match.
class PatternSet {
 public:
  // `bit` is set in Match's result where `pattern` occurs; 0 to 31.
  void Add(absl::string_view pattern, int bit);

  // Call once, after the last Add.
  void Build();

  uint32_t Match(absl::string_view text) const;

 private:
  static constexpr int kSymbols = 37;  // boundary, a-z, 0-9
  static int Symbol(char c);

  struct State {
    std::array<int16_t, kSymbols> next;
    uint32_t bits = 0;
    State() { next.fill(-1); }
  };
  std::vector<State> states_ = std::vector<State>(1);
};

}  // namespace impactwire::text
