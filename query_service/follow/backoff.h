// Backoff: how long to wait before trying again: doubling up to a cap, each
// time a random share between a half and all of it, so that many followers do
// not come back at once. Not thread-safe.
#pragma once

#include <algorithm>
#include <random>

#include "absl/time/time.h"

namespace impactwire::query {

class Backoff {
 public:
  Backoff(absl::Duration initial, absl::Duration cap, uint64_t seed)
      : initial_(initial), cap_(cap), next_(initial), random_(seed) {}

  absl::Duration Next() {
    const absl::Duration full = next_;
    next_ = std::min(next_ * 2, cap_);
    return full * std::uniform_real_distribution<>(0.5, 1.0)(random_);
  }
  void Reset() { next_ = initial_; }

 private:
  const absl::Duration initial_;
  const absl::Duration cap_;
  absl::Duration next_;
  std::mt19937_64 random_;
};

}  // namespace impactwire::query
