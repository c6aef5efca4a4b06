#include "ingest_service/text/html_page.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "ingest_service/text/chars.h"

namespace impactwire::text {
namespace {

HtmlPage Read(absl::string_view html, HtmlLimits limits = {}) {
  static const ClassHints& hints = *new ClassHints;
  return ReadHtmlPage(html, hints, limits);
}

// The blocks, joined by "|"; tabs as "^", line ends as "$".
std::string Blocks(absl::string_view html) {
  const HtmlPage page = Read(html);
  std::string out;
  for (const HtmlBlock& block : page.blocks) {
    absl::StrAppend(&out, out.empty() ? "" : "|", page.Text(block));
  }
  for (char& c : out) c = c == '\t' ? '^' : c == '\n' ? '$' : c;
  return out;
}

struct Case {
  const char* html;
  const char* blocks;
};

class HtmlPageTest : public testing::TestWithParam<Case> {};

TEST_P(HtmlPageTest, GivesTheseBlocks) {
  EXPECT_EQ(Blocks(GetParam().html), GetParam().blocks);
}

INSTANTIATE_TEST_SUITE_P(
    All, HtmlPageTest,
    testing::Values(
        Case{"<p>a\n  b</p><p>c</p>", "a b|c"},
        Case{"<p>a<b>b</b> <i>c</i>", "ab c"}, Case{"<p>a<p>b<div>c", "a|b|c"},
        Case{"<ul><li>a<li>b<ul><li>c</ul><li>d</ul>e", "a|b|c|d|e"},
        Case{"a<br>b<br><br>c", "a$b|c"}, Case{"a<br/>b", "a$b"},
        Case{"<table><tr><td>a<td>b<tr><th>c</th><td>d</table>", "a^b|c^d"},
        Case{"<table><tr><td><p>a</p><p>b</p></td><td>c", "a|b|c"},
        Case{"<dl><dt>a<dd>b<dt>c</dl>", "a|b|c"},
        Case{"<p>a<script>x</script>b<style>y</style>c", "abc"},
        Case{"<p>a<template><p>x</template>b", "ab"},
        Case{"<p>a<svg><text>x</text></svg>b", "ab"},
        Case{"<select><option>x</select>b", "b"},
        Case{"<article><select><option>x</article><p>b", "b"},
        Case{"<p>5 &lt; 6 &amp; 7", "5 < 6 & 7"},
        Case{"a&#10;&#10;b&#9;c&NewLine;", "a b c"},
        Case{"a</body></html>b", "ab"}, Case{"<p>a</div>b</p>", "ab"},
        Case{"<td>a</td>b", "a|b"}, Case{"<h1>a</h1>b", "a|b"},
        Case{"<pre>a\n  b</pre>", "a$b"}, Case{"", ""}, Case{"<p> </p>", ""}));

TEST(HtmlPageTest, KnowsHowMuchIsLinked) {
  const HtmlPage page = Read("<p>see <a href=x>the list</a> now</p>");
  ASSERT_EQ(page.blocks.size(), 1u);
  EXPECT_EQ(page.blocks[0].link_bytes, 7);  // without the space
}

TEST(HtmlPageTest, AnUnclosedLinkEndsWithItsElement) {
  const HtmlPage page = Read("<div><a href=x>a</div><p>b</p>");
  ASSERT_EQ(page.blocks.size(), 2u);
  EXPECT_EQ(page.blocks[1].link_bytes, 0);
}

TEST(HtmlPageTest, HiddenElementsAreMarked) {
  const HtmlPage page = Read("<div style='display: none'><p>a</p></div><p>b");
  ASSERT_EQ(page.blocks.size(), 2u);
  EXPECT_TRUE(page.elements[page.blocks[0].element].hidden);
  EXPECT_FALSE(page.elements[page.blocks[1].element].hidden);
}

void ExpectSound(const HtmlPage& page) {
  const int32_t n = static_cast<int32_t>(page.elements.size());
  for (int32_t e = 1; e < n; ++e) {
    const HtmlElement& element = page.elements[e];
    ASSERT_LT(element.parent, e);
    ASSERT_GT(element.next, e);
    ASSERT_LE(element.next, page.elements[element.parent].next);
    ASSERT_LE(element.first_block, element.last_block);
  }
  int32_t at = 0;
  for (const HtmlBlock& block : page.blocks) {
    ASSERT_LE(at, block.span.begin);
    ASSERT_LT(block.span.begin, block.span.end);
    ASSERT_GE(block.element, 0);
    ASSERT_LT(block.element, n);
    at = block.span.end;
  }
}

TEST(HtmlPageTest, TheTableOfElementsIsATree) {
  const char* const kPieces[] = {
      "<div>", "</div>", "<p>",      "</p>", "<table>", "<tr>",
      "<td>",  "</td>",  "</table>", "<ul>", "<li>",    "</ul>",
      "<a>",   "</a>",   "text ",    "<br>", "<svg>",   "</svg>",
      "&lt;",  "<h1>",   "</h1>",    "<b>",  "</b>",    "<form>"};
  uint32_t seed = 9;
  for (int round = 0; round < 3000; ++round) {
    std::string html;
    for (int i = 0; i < 30; ++i) {
      seed = seed * 1664525 + 1013904223;
      html += kPieces[(seed >> 16) % std::size(kPieces)];
    }
    SCOPED_TRACE(html);
    ExpectSound(Read(html));
  }
}

TEST(HtmlPageTest, DeepNestingBecomesFlatText) {
  std::string html;
  for (int i = 0; i < 100000; ++i) html += "<div>";
  html += "deep";
  for (int i = 0; i < 100000; ++i) html += "</div>";
  html += "<p>after</p>";
  const HtmlPage page = Read(html);
  EXPECT_TRUE(page.flattened);
  EXPECT_LE(page.elements.size(), 600u);
  ASSERT_EQ(page.blocks.size(), 2u);
  EXPECT_EQ(page.Text(page.blocks[1]), "after");
  EXPECT_EQ(page.elements[page.blocks[1].element].depth, 1);
}

TEST(HtmlPageTest, ElementsAreBounded) {
  std::string html;
  for (int i = 0; i < 3000; ++i) html += "<p>a";
  HtmlLimits limits;
  limits.max_elements = 1000;
  const HtmlPage page = Read(html, limits);
  EXPECT_TRUE(page.flattened);
  EXPECT_EQ(page.elements.size(), 1000u);
}

}  // namespace
}  // namespace impactwire::text
