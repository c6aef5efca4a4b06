// How much room text takes on a terminal.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace impactwire::cli {

// Columns of one character: 0 for combining marks and controls, 2 for East
// Asian wide ones and most emoji, else 1.
int CharacterWidth(uint32_t code_point);

// Columns of a line of UTF-8.
int DisplayWidth(absl::string_view text);

// `text` on one line, safe for a terminal: white space becomes one space,
// controls and bidi overrides are dropped.
std::string OneLine(absl::string_view text);

// The first characters that fit into `width` columns; cut ones end in "…".
std::string CutToWidth(absl::string_view text, int width);

// `text` (of OneLine) in lines of at most `width` columns, broken at spaces
// where there are any. What does not fit into `max_lines` is cut with "…".
// At least one line.
std::vector<std::string> WrapToWidth(absl::string_view text, int width,
                                     int max_lines);

}  // namespace impactwire::cli
