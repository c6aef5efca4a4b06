// HtmlPage: an HTML page as flat tables: its elements (those that make blocks;
// no inline ones), its blocks of text, and its metadata. What of it is the
// article is main_text.h's business.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "ingest_service/text/class_hints.h"
#include "ingest_service/text/html_tag.h"
#include "ingest_service/text/page_metadata.h"
#include "ingest_service/text/span.h"

namespace impactwire::text {

// Elements stand in document order: parents before their children.
struct HtmlElement {
  Tag tag = Tag::kUnknown;
  bool hidden = false;    // by its attributes, or inside one that is
  bool noscript = false;  // for readers without scripts: said twice, mostly
  uint16_t depth = 0;
  uint32_t hints = 0;  // ClassHint bits
  int32_t parent = -1;
  // Half-open range of blocks inside it, its children's included.
  int32_t first_block = 0;
  int32_t last_block = 0;
  // The element after its last descendant.
  int32_t next = 0;
};

// A run of text between two borders of block elements, white space collapsed,
// references decoded.
struct HtmlBlock {
  Span span;               // in HtmlPage::text
  int32_t element = -1;    // the innermost
  int32_t link_bytes = 0;  // without spaces; links into the page for a third
  int32_t bold_bytes = 0;
  int32_t links = 0;
};

struct HtmlPage {
  std::string text;
  std::vector<HtmlElement> elements;  // [0] stands for the page
  std::vector<HtmlBlock> blocks;
  MetadataCollector metadata;
  bool flattened = false;  // elements beyond the bounds were read as flat text

  absl::string_view Text(const HtmlBlock& block) const {
    return block.span.In(text);
  }
};

struct HtmlLimits {
  int max_depth = 512;
  size_t max_elements = 200000;
};

// `html` must be UTF-8. One pass, linear; memory at most a few times the page.
HtmlPage ReadHtmlPage(absl::string_view html, const ClassHints& hints,
                      const HtmlLimits& limits);

}  // namespace impactwire::text
