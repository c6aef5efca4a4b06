// ShapeFilter: which words or phrases may be keys of a table, by three of their
// letters and their size. Most words of a text are in none of the tables they
// are looked up in; this tells without hashing them.
#pragma once

#include <bitset>
#include <cstddef>

#include "absl/strings/string_view.h"

namespace impactwire::text {

// Filled, then constant: any thread may read. For up to about 1,000 keys.
class ShapeFilter {
 public:
  void Add(absl::string_view key) { bits_.set(Bit(key)); }
  // False: it was not added.
  bool MayHold(absl::string_view key) const { return bits_.test(Bit(key)); }

 private:
  static constexpr size_t kBits = 1 << 12;
  static size_t Bit(absl::string_view key) {
    const size_t size = key.size();
    if (size == 0) return 0;
    const auto at = [&](size_t i) {
      return static_cast<size_t>(static_cast<unsigned char>(key[i]));
    };
    return (at(0) * 37 + at(size / 2) * 11 + at(size - 1) * 131 + size * 641) %
           kBits;
  }
  std::bitset<kBits> bits_;
};

}  // namespace impactwire::text
