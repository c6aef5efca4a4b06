#include "tools/cli/display_width.h"

#include <unicode/uchar.h>

#include <algorithm>

#include "common/base/utf8.h"

namespace impactwire::cli {
namespace {

constexpr absl::string_view kEllipsis = "…";

// Bytes of the longest prefix that fits into `width` columns, combining marks
// after the last character included.
size_t FittingBytes(absl::string_view text, int width) {
  size_t at = 0;
  int used = 0;
  while (at < text.size()) {
    const Utf8Char c = DecodeUtf8(text, at);
    const int columns = CharacterWidth(c.code_point);
    if (used + columns > width) break;
    used += columns;
    at += c.size;
  }
  return at;
}

bool IsBidiControl(uint32_t c) {
  return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) ||
         c == 0x200E || c == 0x200F || c == 0x061C;
}

}  // namespace

int CharacterWidth(uint32_t c) {
  if (c >= 0x20 && c < 0x7f) return 1;
  switch (u_charType(static_cast<UChar32>(c))) {
    case U_NON_SPACING_MARK:
    case U_ENCLOSING_MARK:
    case U_CONTROL_CHAR:
    case U_FORMAT_CHAR:
    case U_LINE_SEPARATOR:
    case U_PARAGRAPH_SEPARATOR:
      return 0;
    default:
      break;
  }
  // Hangul vowels and final consonants combine with the one before.
  if (c >= 0x1160 && c <= 0x11FF) return 0;
  switch (
      u_getIntPropertyValue(static_cast<UChar32>(c), UCHAR_EAST_ASIAN_WIDTH)) {
    case U_EA_FULLWIDTH:
    case U_EA_WIDE:
      return 2;
    default:
      return 1;
  }
}

int DisplayWidth(absl::string_view text) {
  int width = 0;
  for (size_t at = 0; at < text.size();) {
    const Utf8Char c = DecodeUtf8(text, at);
    width += CharacterWidth(c.code_point);
    at += c.size;
  }
  return width;
}

std::string OneLine(absl::string_view text) {
  std::string result;
  bool space = false;
  for (size_t at = 0; at < text.size();) {
    const Utf8Char c = DecodeUtf8(text, at);
    at += c.size;
    if (u_isUWhiteSpace(static_cast<UChar32>(c.code_point)) &&
        c.code_point != 0xA0) {
      space = !result.empty();
      continue;
    }
    if (u_charType(static_cast<UChar32>(c.code_point)) == U_CONTROL_CHAR ||
        IsBidiControl(c.code_point)) {
      continue;
    }
    if (space) result += ' ';
    space = false;
    AppendUtf8(c.code_point, &result);
  }
  return result;
}

std::string CutToWidth(absl::string_view text, int width) {
  const size_t all = FittingBytes(text, width);
  if (all == text.size()) return std::string(text);
  absl::string_view kept = text.substr(0, FittingBytes(text, width - 1));
  while (!kept.empty() && kept.back() == ' ') kept.remove_suffix(1);
  return std::string(kept) + std::string(kEllipsis);
}

std::vector<std::string> WrapToWidth(absl::string_view text, int width,
                                     int max_lines) {
  width = std::max(width, 2);
  std::vector<std::string> lines;
  while (true) {
    const size_t fits = FittingBytes(text, width);
    if (fits == text.size()) {
      lines.emplace_back(text);
      return lines;
    }
    if (static_cast<int>(lines.size()) + 1 >= max_lines) {
      lines.push_back(CutToWidth(text, width));
      return lines;
    }
    size_t end = fits;
    if (text[fits] != ' ') {
      const size_t space = text.substr(0, fits).rfind(' ');
      if (space != absl::string_view::npos && space > 0) end = space;
    }
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(end);
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    if (text.empty()) return lines;
  }
}

}  // namespace impactwire::cli
