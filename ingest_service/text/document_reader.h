// DocumentReader: from the bytes of an article to its Document. The stages, in
// order: charset -> page to blocks (HTML) or lines to blocks (plain text) ->
// furniture dropped -> sentences -> tokens.
#pragma once

#include <cstddef>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "ingest_service/text/document.h"

namespace impactwire::text {

// What the caller knows of the article; each may be empty. Views must outlive
// the call only.
struct DocumentHints {
  absl::string_view title;
  absl::string_view publisher;
  absl::string_view publish_date;
  absl::string_view uri;      // a date may stand in its path
  absl::string_view charset;  // of raw bytes, as the HTTP header gave it
};

// Thread-safe: any thread may call any method.
class DocumentReader {
 public:
  struct Options {
    size_t max_text_bytes =
        1 << 20;               // beyond: a warning and a cut at a paragraph
    int max_html_depth = 512;  // deeper elements are read as flat text
  };

  DocumentReader() : DocumentReader(Options()) {}
  explicit DocumentReader(Options options) : options_(options) {}

  // Plain text, valid UTF-8.
  Document ReadText(absl::string_view text, const DocumentHints& hints) const;

  // An HTML page, valid UTF-8.
  Document ReadHtml(absl::string_view html, const DocumentHints& hints) const;

  // An HTML page in any charset; undecodable bytes become U+FFFD with a
  // warning. INVALID_ARGUMENT (naming article.charset) if the charset hint
  // names none that is known.
  absl::StatusOr<Document> ReadRawHtml(absl::string_view bytes,
                                       const DocumentHints& hints) const;

 private:
  const Options options_;
};

}  // namespace impactwire::text
