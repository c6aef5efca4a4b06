#include "ingest_service/text/page_metadata.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "ingest_service/text/class_hints.h"
#include "ingest_service/text/html_page.h"
#include "ingest_service/text/json_ld.h"

namespace impactwire::text {
namespace {

PageMetadata Read(absl::string_view html, absl::string_view uri = "") {
  static const ClassHints& hints = *new ClassHints;
  return ReadHtmlPage(html, hints, {}).metadata.Resolve(uri);
}

struct Case {
  const char* html;
  const char* value;
};

class TitleTest : public testing::TestWithParam<Case> {};

TEST_P(TitleTest, IsTheHeadline) {
  EXPECT_EQ(Read(GetParam().html).title, GetParam().value);
}

INSTANTIATE_TEST_SUITE_P(
    All, TitleTest,
    testing::Values(
        Case{"<title>Acme plants trees | Example News</title>",
             "Acme plants trees"},
        Case{"<title>Acme plants 500 trees - Asia - Example News</title>",
             "Acme plants 500 trees - Asia"},
        Case{"<title>Example | Acme plants many trees</title>",
             "Acme plants many trees"},
        Case{"<title>Acme &amp; Co plant   trees</title>",
             "Acme & Co plant trees"},
        Case{"<title>Site</title><h1>Acme plants many trees</h1>",
             "Acme plants many trees"},
        Case{"<meta property=og:title content='Acme plants trees'><title>x",
             "Acme plants trees"},
        Case{"<meta property=og:title content='Acme to plant trees'>"
             "<h1>Acme to plant 500 trees</h1>",
             "Acme to plant 500 trees"},
        Case{"<meta property=og:title content='Acme plants trees'>"
             "<h1>Example News Daily Online</h1><h1>More</h1>",
             "Acme plants trees"},
        Case{"<meta property=og:title content='Acme - a story'>"
             "<h1>Acme - a story</h1>",
             "Acme - a story"},
        Case{"<meta property=og:site_name content='The Long Named Daily "
             "Example'><title>Acme plants - The Long Named Daily Example",
             "Acme plants"},
        Case{"<script type='application/ld+json'>{\"@type\":\"NewsArticle\","
             "\"headline\":\"Acme plants trees\"}</script>",
             "Acme plants trees"},
        Case{"<p>nothing</p>", ""}));

class DateTest : public testing::TestWithParam<Case> {};

TEST_P(DateTest, IsThePublicationsDay) {
  EXPECT_EQ(Read(GetParam().html).publish_date, GetParam().value);
}

INSTANTIATE_TEST_SUITE_P(
    All, DateTest,
    testing::Values(
        Case{"<meta property='article:published_time' "
             "content='2017-12-05T08:00:00+08:00'>",
             "2017-12-05"},
        Case{"<meta name=pubdate content=20171205>", "2017-12-05"},
        Case{"<meta itemprop=datePublished content='Dec 5, 2017'>",
             "2017-12-05"},
        Case{"<meta property='article:modified_time' content='2018-01-01'>",
             ""},
        Case{"<script type='application/ld+json'>{\"@type\":\"NewsArticle\","
             "\"datePublished\":\"2017-12-05T01:00Z\"}</script>",
             "2017-12-05"},
        Case{"<time datetime='2017-12-05'>x</time>", "2017-12-05"},
        Case{"<time datetime='2017-12-01'>old</time><h1>A</h1>"
             "<time datetime='2017-12-05'>x</time>",
             "2017-12-05"},
        Case{"<time class=modified datetime='2018-01-01'>x</time>", ""},
        Case{"<meta property='article:published_time' content='soon'>", ""}));

TEST(PageMetadataTest, TheAddressSettlesTheDay) {
  const absl::string_view html =
      "<meta property='article:published_time' content='2017-12-06T01:00Z'>";
  EXPECT_EQ(Read(html, "https://a.org/2017/12/05/x").publish_date,
            "2017-12-05");
  EXPECT_EQ(Read(html, "https://a.org/2016/01/01/x").publish_date,
            "2017-12-06");
}

TEST(PageMetadataTest, AuthorAndPublisherAreRead) {
  const PageMetadata metadata = Read(
      "<meta name=author content='Ana Ruiz'>"
      "<meta property=og:site_name content='Example News'>");
  EXPECT_EQ(metadata.byline, "Ana Ruiz");
  EXPECT_EQ(metadata.publisher, "Example News");
}

TEST(PageMetadataTest, ValuesAreBounded) {
  const std::string html = absl::StrCat("<meta property=og:title content='",
                                        std::string(1000000, 'x'), "'>");
  EXPECT_LE(Read(html).title.size(), 2048u);
}

TEST(JsonLdTest, TheArticleIsFoundInAGraph) {
  const JsonLdArticle article = ReadJsonLd(
      R"({"@graph":[{"@type":"WebSite","name":"S"},)"
      R"({"@type":["Thing","NewsArticle"],"headline":"A \u0026 \"B\"",)"
      R"("author":[{"@type":"Person","name":"Ana"},{"name":"Li"}],)"
      R"("publisher":{"@type":"Organization","name":"Daily"},)"
      R"("datePublished":"2017-12-05"}]})");
  EXPECT_EQ(article.headline, "A & \"B\"");
  EXPECT_EQ(article.author, "Ana, Li");
  EXPECT_EQ(article.publisher, "Daily");
  EXPECT_EQ(article.date_published, "2017-12-05");
}

TEST(JsonLdTest, TheTypeMayComeLast) {
  EXPECT_EQ(ReadJsonLd(R"({"headline":"A","@type":"Article"})").headline, "A");
}

TEST(JsonLdTest, OtherThingsAreNoArticle) {
  EXPECT_TRUE(ReadJsonLd(R"({"@type":"Product","headline":"A"})").empty());
}

TEST(JsonLdTest, BrokenJsonGivesWhatCameBefore) {
  EXPECT_EQ(
      ReadJsonLd(R"({"@type":"Article","headline":"A", "x": "y)").headline,
      "A");
  EXPECT_TRUE(ReadJsonLd("]]]}}}").empty());
  EXPECT_TRUE(ReadJsonLd("").empty());
}

TEST(JsonLdTest, SurrogatesAreJoined) {
  EXPECT_EQ(ReadJsonLd(R"({"@type":"Article","headline":"\ud83d\ude00\ud83d"})")
                .headline,
            "\xF0\x9F\x98\x80\uFFFD");
}

TEST(JsonLdTest, WhatIsTooLongEndsWithAWholeCharacter) {
  const std::string fits(2046, 'a');
  for (const auto& [headline, read] :
       {std::pair(fits + "\u20ac", fits), std::pair(fits + "\u20acb", fits),
        std::pair(fits + "\u00e9", fits + "\u00e9"),
        std::pair(fits + "\u00e9b", fits + "\u00e9")}) {
    EXPECT_EQ(ReadJsonLd(absl::StrCat("{\"@type\":\"Article\",\"headline\":\"",
                                      headline, "\"}"))
                  .headline,
              read);
  }
}

TEST(JsonLdTest, DepthAndLengthAreBounded) {
  EXPECT_TRUE(ReadJsonLd(std::string(2000000, '[')).empty());
  const std::string json = absl::StrCat(R"({"@type":"Article","headline":")",
                                        std::string(500000, 'x'), R"("})");
  EXPECT_EQ(ReadJsonLd(json).headline.size(), 2048u);
}

}  // namespace
}  // namespace impactwire::text
