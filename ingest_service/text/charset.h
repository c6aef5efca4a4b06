// The bytes of a page in any charset, to UTF-8.
//
// The charset is, in this order: a byte order mark; the hint (of the HTTP
// header); the page's own <meta> in its first 4 KiB, unless it names another
// charset and the bytes are valid UTF-8 beyond ASCII; UTF-8 if the bytes are
// valid; windows-1252.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace impactwire::text {

struct DecodedPage {
  std::string text;     // valid UTF-8, without byte order mark
  std::string charset;  // the converter's name: "utf-8", "windows-1252"
  // Characters that became U+FFFD (or were so in the page).
  size_t replaced = 0;
};

// INVALID_ARGUMENT (article.charset) if `hint` is not empty and names no known
// charset. Thread-safe. Linear.
absl::StatusOr<DecodedPage> DecodePage(absl::string_view bytes,
                                       absl::string_view hint);

// The charset a page declares in its first 4 KiB, as written; or empty.
absl::string_view DeclaredCharset(absl::string_view bytes);

}  // namespace impactwire::text
