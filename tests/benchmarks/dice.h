// Dice: fast, reproducible random numbers (splitmix64).
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace impactwire::bench {

inline uint64_t Mix(uint64_t x) {
  x += 0x9e3779b97f4a7c15u;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
  return x ^ (x >> 31);
}

class Dice {
 public:
  explicit Dice(uint64_t seed, uint64_t a = 0, uint64_t b = 0)
      : state_(Mix(seed ^ Mix(a ^ Mix(b)))) {}

  uint64_t Next() { return Mix(state_ += 0x9e3779b97f4a7c15u); }
  uint32_t Below(size_t n) {
    return static_cast<uint32_t>((Next() >> 32) * uint64_t{n} >> 32);
  }
  // [0, 1).
  double Unit() { return static_cast<double>(Next() >> 11) * 0x1p-53; }
  bool Chance(double p) { return Unit() < p; }
  template <typename T>
  const T& Of(const std::vector<T>& values) {
    return values[Below(values.size())];
  }

  // [0, n): the k-th has a share of about k^-exponent (exponent < 1).
  uint32_t Zipf(uint32_t n, double exponent) {
    const double rest = 1 - exponent;
    const double top = std::pow(static_cast<double>(n) + 1, rest);
    const double rank = std::pow(1 + Unit() * (top - 1), 1 / rest);
    const uint32_t k = static_cast<uint32_t>(rank) - 1;
    return k < n ? k : n - 1;
  }

 private:
  uint64_t state_;
};

}  // namespace impactwire::bench
