// The part of a page that holds its article, told from the shape of the page:
// where paragraphs with commas gather, away from links.
//
// After the scoring that Arc90's Readability made known, on flat tables: every
// paragraph gives points to the elements around it, fewer with distance; names
// of classes add and take; links take; the best element is the root, and
// siblings that score alike come with it. One pass up, one down: linear in
// elements and blocks (five levels of ancestors per block). Tested against
// small pages in main_text_test.cc; measured on whole ones.
#pragma once

#include <cstdint>
#include <vector>

#include "ingest_service/text/html_page.h"

namespace impactwire::text {

// What an element holds, its descendants included.
struct ElementSums {
  int32_t text_bytes = 0;
  int32_t link_bytes = 0;
  int32_t commas = 0;
  int32_t paragraphs = 0;  // blocks of an element p
  int32_t items = 0;       // blocks of an element li
  int32_t long_bytes = 0;  // in blocks that read like prose
  double LinkDensity() const {
    return text_bytes > 0 ? static_cast<double>(link_bytes) / text_bytes : 0;
  }
};

struct ContentRoot {
  // Elements whose blocks are the article's, in document order, none inside
  // another; empty: nothing was found.
  std::vector<int32_t> elements;
  std::vector<ElementSums> sums;  // per element of the page
  // Per element: it or one around it is hidden or a tool of the page.
  std::vector<bool> excluded;
};

// `lenient`: names of classes exclude nothing; for pages where the strict way
// finds too little.
ContentRoot FindContentRoot(const HtmlPage& page, bool lenient);

// +25 or -25 for a good or bad name, 0 for neither or both.
int ClassWeight(uint32_t hints);

}  // namespace impactwire::text
