#include "ingest_service/text/html_tokenizer.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "ingest_service/text/html_entities.h"

namespace impactwire::text {
namespace {

// Tokens as "<tag attributes>", "</>", "text", "{raw}".
std::string Shown(absl::string_view html) {
  HtmlTokenizer tokenizer(html);
  HtmlToken token;
  std::string out;
  while (tokenizer.Next(&token)) {
    absl::StrAppend(&out, out.empty() ? "" : "|");
    const int tag = static_cast<int>(token.tag);
    switch (token.kind) {
      case HtmlToken::kText:
        absl::StrAppend(&out, token.text);
        break;
      case HtmlToken::kRawText:
        absl::StrAppend(&out, "{", token.text, "}");
        break;
      case HtmlToken::kStart:
        absl::StrAppend(&out, "<", tag == 0 ? "?" : "", token.text, ">");
        break;
      case HtmlToken::kEnd:
        absl::StrAppend(&out, "</", tag == 0 ? "?" : "", ">");
        break;
    }
  }
  return out;
}

struct Case {
  const char* html;
  const char* tokens;
};

class HtmlTokenizerTest : public testing::TestWithParam<Case> {};

TEST_P(HtmlTokenizerTest, GivesTheseTokens) {
  EXPECT_EQ(Shown(GetParam().html), GetParam().tokens);
}

INSTANTIATE_TEST_SUITE_P(
    All, HtmlTokenizerTest,
    testing::Values(Case{"a<p>b</p>c", "a|<>|b|</>|c"},
                    Case{"<P CLASS=x>b", "< CLASS=x>|b"},
                    Case{"<my-tag>b</my-tag>", "<?>|b|</?>"},
                    Case{"a<!-- <p> -->b", "a|b"}, Case{"a<!-- x > b", "a| b"},
                    Case{"a<!---->b", "a|b"}, Case{"a<!-->b", "a|b"},
                    Case{"<!DOCTYPE html>a", "a"}, Case{"a<?xml x?>b", "a|b"},
                    Case{"a<![CDATA[<p>]]>b", "a|{<p>}|b"},
                    Case{"<p title=\"a>b\">c", "< title=\"a>b\">|c"},
                    Case{"<p title='a>b'>c", "< title='a>b'>|c"},
                    Case{"<p title=\"a>b", "< title=\"a>|b"},
                    Case{"<p it's>b", "< it's>|b"}, Case{"1 < 2", "1 |< 2"},
                    Case{"a<", "a|<"}, Case{"a</>b", "a|b"}, Case{"<p", "<>"},
                    Case{"<script>if (a<b) x</script>c",
                         "<>|{if (a<b) x}|</>|c"},
                    Case{"<script>a", "<>|{a}"},
                    Case{"<SCRIPT>a</Script >b", "<>|{a}|</>|b"},
                    Case{"<style>a</styles></style>b", "<>|{a</styles>}|</>|b"},
                    Case{"<title>a<b>c</title>d", "<>|a<b>c|</>|d"},
                    Case{"<title>a<p>b", "<>|a|<>|b"}, Case{"", ""}));

TEST(HtmlAttributesTest, AreReadInOrder) {
  HtmlAttributes attributes(" a=1 b = \"x y\" c d='z' / e");
  std::string out;
  absl::string_view name;
  absl::string_view value;
  while (attributes.Next(&name, &value)) {
    absl::StrAppend(&out, name, "=", value, ";");
  }
  EXPECT_EQ(out, "a=1;b=x y;c=;d=z;e=;");
}

TEST(HtmlAttributesTest, AreAtMost64) {
  std::string text;
  for (int i = 0; i < 100000; ++i) absl::StrAppend(&text, " a", i);
  HtmlAttributes attributes(text);
  absl::string_view name;
  absl::string_view value;
  int count = 0;
  while (attributes.Next(&name, &value)) ++count;
  EXPECT_EQ(count, 64);
}

// Bytes looked at stay within a few times the page, whatever is repeated.
class HostileTokenizerTest : public testing::TestWithParam<const char*> {};

TEST_P(HostileTokenizerTest, WorkIsLinear) {
  std::string html;
  while (html.size() < 1000000) html += GetParam();
  HtmlTokenizer tokenizer(html);
  HtmlToken token;
  while (tokenizer.Next(&token)) {
  }
  EXPECT_LE(tokenizer.work(), 8 * html.size());
}

INSTANTIATE_TEST_SUITE_P(
    All, HostileTokenizerTest,
    testing::Values("<", "</", "<!", "<!--", "<!-- -", "<![CDATA[", "<?", "&",
                    "<a b=\"", "<a b='", "<a b=\"x'", "<title>", "<textarea>",
                    "<iframe>", "<script>", "<style>x</", "<p ", "<p a=", "<p>",
                    "</p>", "<p a=\"b\"c='d'>", "-->", "]]>", "'\"<x="));

TEST(HtmlEntitiesTest, AreDecoded) {
  EXPECT_EQ(DecodeEntities("a &amp; b &lt;c&gt;"), "a & b <c>");
  EXPECT_EQ(DecodeEntities("&#8217;&#x2019;&rsquo;"), "\u2019\u2019\u2019");
  EXPECT_EQ(DecodeEntities("&#146;&#x80;"), "\u2019\u20ac");
  EXPECT_EQ(DecodeEntities("AT&T R&D &nosuch; &"), "AT&T R&D &nosuch; &");
  EXPECT_EQ(DecodeEntities("&copy 2020 &copyright"), "\u00a9 2020 &copyright");
  EXPECT_EQ(DecodeEntities("&mdash no"), "&mdash no");
  EXPECT_EQ(DecodeEntities("&#0;&#xD800;&#99999999999;"), "\uFFFD\uFFFD\uFFFD");
  EXPECT_EQ(DecodeEntities("&amp;lt;"), "&lt;");
}

TEST(HtmlEntitiesTest, NeverGrowAPage) {
  for (const char* one :
       {"&#9;", "&Scaron;", "&#x10FFFF;", "&#0", "&lt", "&aelig;", "&euro;"}) {
    std::string out;
    ASSERT_GT(DecodeEntity(one, 0, &out), 0u) << one;
    EXPECT_LE(out.size(), std::string(one).size()) << one;
  }
}

}  // namespace
}  // namespace impactwire::text
