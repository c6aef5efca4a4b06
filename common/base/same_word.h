// SameWord: absl::EqualsIgnoreCase for words that mostly differ, as where each
// word of a text is compared with a list: size and first letter are looked at
// without a call.
#pragma once

#include "absl/strings/match.h"
#include "absl/strings/string_view.h"

namespace impactwire {

inline bool SameWord(absl::string_view a, absl::string_view b) {
  if (a.size() != b.size()) return false;
  if (a.empty()) return true;
  // Upper and lower case of a letter differ in the one bit left out.
  if (((a[0] ^ b[0]) & ~0x20) != 0) return false;
  return absl::EqualsIgnoreCase(a, b);
}

}  // namespace impactwire
