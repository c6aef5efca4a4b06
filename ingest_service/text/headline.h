// Headlines: cleaned, and told the same whatever their marks.
#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace impactwire::text {

// Longer titles are cut.
inline constexpr size_t kMaxTitleValueBytes = 2048;

// `text` with white space collapsed to single spaces, none at its ends, and cut
// to `max_bytes` between characters.
std::string CollapseSpace(absl::string_view text,
                          size_t max_bytes = kMaxTitleValueBytes);

// A headline to find again. Letters and digits count; marks, case (of ASCII)
// and space do not.
class Headline {
 public:
  explicit Headline(absl::string_view text);

  bool empty() const { return letters_.empty(); }

  // Linear in `text`; stops at the first difference.
  bool IsSameAs(absl::string_view text) const;

 private:
  std::string letters_;
};

inline bool SameHeadline(absl::string_view a, absl::string_view b) {
  return Headline(a).IsSameAs(b);
}

}  // namespace impactwire::text
