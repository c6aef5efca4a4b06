// MainText: which blocks of a page are the article, and what each is.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "ingest_service/text/content_root.h"
#include "ingest_service/text/document.h"
#include "ingest_service/text/html_page.h"
#include "ingest_service/text/line_rules.h"

namespace impactwire::text {

struct MainBlock {
  int32_t block = 0;  // in HtmlPage::blocks
  ParagraphKind kind = ParagraphKind::kBody;
};

struct MainText {
  std::vector<MainBlock> blocks;
  std::string byline;        // of a block left out; may be empty
  std::string publish_date;  // as shown beside the headline; may be empty
};

// Drops menus, share bars, teasers, forms, notices; keeps headings, paragraphs,
// lists, captions, rows of tables. The block that repeats `title` is left out.
// Linear in the page.
MainText SelectMainText(const HtmlPage& page, absl::string_view title,
                        const LineRules& rules);

}  // namespace impactwire::text
