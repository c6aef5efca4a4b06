// HashFilter: which hashes may be keys of a table, in 2 KiB that stay in the
// nearest cache. Most words of a text are in none of the tables they are looked
// up in, and one bit tells.
#pragma once

#include <bitset>
#include <cstddef>
#include <cstdint>

namespace impactwire::extract {

// Filled, then constant: any thread may read. For up to about 4,000 keys.
class HashFilter {
 public:
  void Add(uint64_t hash) { bits_.set(Bit(hash)); }
  // False: it was not added.
  bool MayHold(uint64_t hash) const { return bits_.test(Bit(hash)); }

 private:
  static constexpr size_t kBits = 1 << 14;
  static size_t Bit(uint64_t hash) { return (hash ^ hash >> 32) % kBits; }
  std::bitset<kBits> bits_;
};

}  // namespace impactwire::extract
