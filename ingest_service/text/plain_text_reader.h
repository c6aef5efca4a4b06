// PlainTextReader: an article as plain text, page furniture included, to
// blocks: lines -> what each is (line_rules.h) -> teaser lists -> hard-wrapped
// lines joined -> title found.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "ingest_service/text/document_builder.h"
#include "ingest_service/text/line_rules.h"

namespace impactwire::text {

struct PlainText {
  std::string title;
  std::string byline;
  std::string publish_date;  // from a date line; empty if there is none
  // Views into the text that was read (the title, where the text lacks it,
  // into the hint).
  std::vector<TextBlock> blocks;
};

// Constant after construction: any thread may call. `rules` must outlive it.
class PlainTextReader {
 public:
  explicit PlainTextReader(const LineRules& rules) : rules_(rules) {}

  // Linear in the text. `title_hint` may be empty; else it is one line and
  // must outlive the result.
  PlainText Read(absl::string_view text, absl::string_view title_hint) const;

 private:
  const LineRules& rules_;
};

}  // namespace impactwire::text
