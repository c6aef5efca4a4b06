// The language of a text, from its script and its commonest words. Made to tell
// English from the rest; the rest is named where that is cheap.
#pragma once

#include <bitset>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"

namespace impactwire::text {

// Constant after construction: any thread may call.
class LanguageGuesser {
 public:
  LanguageGuesser();

  // ISO 639-1, or "und" where it cannot be told. Looks at the first 32 KiB.
  std::string Guess(absl::string_view text) const;

 private:
  std::vector<std::string> codes_;
  // Hash of the word -> bits of codes_.
  absl::flat_hash_map<uint64_t, uint64_t> words_;
  std::bitset<1 << 12> filter_;  // of their hashes
};

}  // namespace impactwire::text
