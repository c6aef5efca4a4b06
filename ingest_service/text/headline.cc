#include "ingest_service/text/headline.h"

#include "absl/strings/ascii.h"
#include "common/base/utf8.h"
#include "ingest_service/text/chars.h"

namespace impactwire::text {
namespace {

bool Counts(const Char& c) { return c.letter() || c.digit(); }

}  // namespace

std::string CollapseSpace(absl::string_view text, size_t max_bytes) {
  std::string out;
  bool space = false;
  for (size_t i = 0; i < text.size() && out.size() < max_bytes;) {
    const Char c = CharAt(text, i);
    if (c.kind == CharClass::kSpace) {
      space = !out.empty();
    } else {
      if (space) out.push_back(' ');
      space = false;
      out.append(text.data() + i, c.size);
    }
    i += c.size;
  }
  out.resize(Utf8Floor(out, max_bytes));
  return out;
}

Headline::Headline(absl::string_view text) {
  for (size_t i = 0; i < text.size();) {
    const Char c = CharAt(text, i);
    if (Counts(c)) {
      for (uint8_t k = 0; k < c.size; ++k) {
        letters_.push_back(absl::ascii_tolower(text[i + k]));
      }
    }
    i += c.size;
  }
}

bool Headline::IsSameAs(absl::string_view text) const {
  size_t at = 0;
  for (size_t i = 0; i < text.size();) {
    const Char c = CharAt(text, i);
    if (Counts(c)) {
      if (letters_.size() - at < c.size) return false;
      for (uint8_t k = 0; k < c.size; ++k) {
        if (letters_[at++] != absl::ascii_tolower(text[i + k])) return false;
      }
    }
    i += c.size;
  }
  return at == letters_.size();
}

}  // namespace impactwire::text
