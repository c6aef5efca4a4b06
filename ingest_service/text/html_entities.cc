#include "ingest_service/text/html_entities.h"

#include <cstdint>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "common/base/utf8.h"
#include "ingest_text_data.h"

namespace impactwire::text {
namespace {

constexpr size_t kMaxNameBytes = 16;

struct Entity {
  uint32_t code_point;
  bool legacy;  // the semicolon may be missing
};

using Table = absl::flat_hash_map<absl::string_view, Entity>;

const Table& Entities() {
  static const Table& table = *[] {
    auto* result = new Table;
    for (absl::string_view line : absl::StrSplit(data::HtmlEntities(), '\n')) {
      if (line.empty() || line[0] == '#') continue;
      const size_t tab = line.find('\t');
      uint32_t code_point = 0;
      for (size_t i = tab + 1; i < line.size() && absl::ascii_isxdigit(line[i]);
           ++i) {
        code_point =
            code_point * 16 + (absl::ascii_isdigit(line[i])
                                   ? line[i] - '0'
                                   : absl::ascii_tolower(line[i]) - 'a' + 10);
      }
      (*result)[line.substr(0, tab)] = {code_point,
                                        absl::EndsWith(line, "\tlegacy")};
    }
    return result;
  }();
  return table;
}

// windows-1252, 0x80 to 0x9F.
constexpr uint16_t kWindows1252[32] = {
    0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
    0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D,   0x017D, 0x8F,
    0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
    0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};

size_t DecodeNumber(absl::string_view text, size_t at, std::string* out) {
  size_t i = at + 2;
  const bool hex = i < text.size() && (text[i] == 'x' || text[i] == 'X');
  if (hex) ++i;
  const size_t digits = i;
  uint32_t value = 0;
  while (i < text.size() &&
         (hex ? absl::ascii_isxdigit(text[i]) : absl::ascii_isdigit(text[i]))) {
    const char c = absl::ascii_tolower(text[i]);
    const uint32_t digit = c >= 'a' ? c - 'a' + 10 : c - '0';
    if (value <= 0x10FFFF) value = value * (hex ? 16 : 10) + digit;
    ++i;
  }
  if (i == digits) return 0;
  if (i < text.size() && text[i] == ';') ++i;
  if (value >= 0x80 && value < 0xA0) value = kWindows1252[value - 0x80];
  if (value == 0 || value > 0x10FFFF || (value >= 0xD800 && value < 0xE000)) {
    value = 0xFFFD;
  }
  AppendUtf8(value, out);
  return i - at;
}

}  // namespace

size_t DecodeEntity(absl::string_view text, size_t at, std::string* out) {
  if (at + 2 >= text.size()) return 0;
  if (text[at + 1] == '#') return DecodeNumber(text, at, out);
  size_t end = at + 1;
  while (end < text.size() && end - at <= kMaxNameBytes &&
         absl::ascii_isalnum(text[end])) {
    ++end;
  }
  const auto found = Entities().find(text.substr(at + 1, end - at - 1));
  if (found == Entities().end()) return 0;
  const bool closed = end < text.size() && text[end] == ';';
  if (!closed && !found->second.legacy) return 0;
  AppendUtf8(found->second.code_point, out);
  return end - at + (closed ? 1 : 0);
}

std::string DecodeEntities(absl::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (size_t i = 0; i < text.size();) {
    if (text[i] == '&') {
      const size_t read = DecodeEntity(text, i, &out);
      if (read > 0) {
        i += read;
        continue;
      }
    }
    out.push_back(text[i++]);
  }
  return out;
}

}  // namespace impactwire::text
