// JSON as the example tools of the trainers print it: enough for names, numbers
// and features, one article a line.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace impactwire::extract {

// A JSON string; control characters become spaces.
inline std::string Quote(absl::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
  }
  return out + "\"";
}

// A JSON array of what `write` makes of each item.
template <class List, class Write>
std::string Array(const List& list, Write write) {
  std::string out = "[";
  for (const auto& item : list) {
    if (out.size() > 1) out += ",";
    out += write(item);
  }
  return out + "]";
}

inline std::string Strings(const std::vector<std::string>& list) {
  return Array(list, [](const std::string& s) { return Quote(s); });
}

}  // namespace impactwire::extract
