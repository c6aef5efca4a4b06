// Require: ends a fuzz target where a promise does not hold, so that libFuzzer
// keeps the input.
#pragma once

#include <cstdio>
#include <cstdlib>

#include "absl/strings/string_view.h"

namespace impactwire::fuzz {

// Aborts with the fault on stderr unless it is empty.
inline void RequireNo(absl::string_view fault) {
  if (fault.empty()) return;
  std::fprintf(stderr, "fault: %.*s\n", static_cast<int>(fault.size()),
               fault.data());
  std::abort();
}

inline void Require(bool holds, absl::string_view fault) {
  if (!holds) RequireNo(fault);
}

}  // namespace impactwire::fuzz
