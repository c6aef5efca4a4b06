// Character references of HTML: "&amp;", "&#8217;", "&#x2019;".
#pragma once

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"

namespace impactwire::text {

// Decodes the reference at text[at] == '&' and appends it to `out`. Returns the
// bytes read; 0, and nothing appended, if none stands there. Numbers that are
// no character become U+FFFD; 128 to 159 are read as windows-1252. What is
// appended is never longer than what was read, so references cannot blow a page
// up. Thread-safe.
size_t DecodeEntity(absl::string_view text, size_t at, std::string* out);

// `text` with its references decoded.
std::string DecodeEntities(absl::string_view text);

}  // namespace impactwire::text
