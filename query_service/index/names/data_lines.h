// The lines of an embedded data file (TSV with comments).
#pragma once

#include <vector>

#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"

namespace impactwire::query {

// The fields of each line that is neither empty nor a comment; views into
// `text`.
inline std::vector<std::vector<absl::string_view>> DataLines(
    absl::string_view text) {
  std::vector<std::vector<absl::string_view>> lines;
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    if (line.empty() || line[0] == '#') continue;
    lines.push_back(absl::StrSplit(line, '\t'));
  }
  return lines;
}

}  // namespace impactwire::query
