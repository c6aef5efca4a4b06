#include "ingest_service/text/document_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/status/errors.h"
#include "tests/ingest_service/text/sound_document.h"

namespace impactwire::text {
namespace {

constexpr absl::string_view kText =
    "Acme trains the north\n\n"
    "By Ana Ruiz\nDecember 05, 2017\n\n"
    "The company has trained over 6,000 rural workers in the north. It runs "
    "16 training bases, its founder J. K. Rao said.\n\n"
    "\u2022 Cooks: 400\n\u2022 Drivers: 5,600\n";

constexpr absl::string_view kHtml =
    "<html><head><title>Acme trains the north | Example</title>"
    "<meta property='og:site_name' content='Example'>"
    "<meta property='article:published_time' content='2017-12-05T08:00Z'>"
    "</head><body><nav><a>Home</a></nav><article><h1>Acme trains the north</h1>"
    "<p>The company has trained over 6,000 rural workers in the north, its "
    "founder said, and each of them has found work.</p>"
    "<p>It runs 16 training bases &amp; pays for them, and the villages of the "
    "north send it more people every year.</p></article></body></html>";

void ExpectSound(const Document& document) { EXPECT_EQ(FaultOf(document), ""); }

bool Warns(const Document& document, WarningKind kind) {
  for (const DocumentWarning& warning : document.warnings) {
    if (warning.kind == kind) return true;
  }
  return false;
}

TEST(DocumentReaderTest, PlainTextBecomesADocument) {
  const Document document = DocumentReader().ReadText(kText, {});
  ExpectSound(document);
  EXPECT_EQ(document.title, "Acme trains the north");
  EXPECT_EQ(document.byline, "Ana Ruiz");
  EXPECT_EQ(document.publish_date, "2017-12-05");
  EXPECT_EQ(document.language, "en");
  EXPECT_THAT(document.warnings, testing::IsEmpty());
  EXPECT_EQ(document.sentences.size(), 7u);
  EXPECT_EQ(document.paragraphs[0].kind, ParagraphKind::kTitle);
}

TEST(DocumentReaderTest, AnHtmlPageBecomesADocument) {
  const Document document = DocumentReader().ReadHtml(kHtml, {});
  ExpectSound(document);
  EXPECT_EQ(document.title, "Acme trains the north");
  EXPECT_EQ(document.publisher, "Example");
  EXPECT_EQ(document.publish_date, "2017-12-05");
  EXPECT_EQ(document.paragraphs.size(), 3u);
  EXPECT_TRUE(absl::StartsWith(document.text, "Acme trains the north\n\nThe "));
  EXPECT_TRUE(absl::StrContains(document.text, "bases & pays"));
}

TEST(DocumentReaderTest, HintsGoBeforeThePage) {
  DocumentHints hints;
  hints.title = "A title";
  hints.publisher = "A publisher";
  hints.publish_date = "2001";
  const Document document = DocumentReader().ReadHtml(kHtml, hints);
  EXPECT_EQ(document.title, "A title");
  EXPECT_EQ(document.publisher, "A publisher");
  EXPECT_EQ(document.publish_date, "2001");
  EXPECT_TRUE(absl::StartsWith(document.text, "A title\n\n"));
}

TEST(DocumentReaderTest, TheAddressMayHoldTheDate) {
  DocumentHints hints;
  hints.uri = "https://a.org/2019/02/03/x";
  EXPECT_EQ(DocumentReader().ReadText("Some words.", hints).publish_date,
            "2019-02-03");
}

TEST(DocumentReaderTest, UndecodableBytesWarn) {
  DocumentHints hints;
  hints.charset = "utf-8";
  const auto document =
      DocumentReader().ReadRawHtml(absl::StrCat(kHtml, "\xFF"), hints);
  ASSERT_TRUE(document.ok());
  EXPECT_TRUE(Warns(*document, WarningKind::kCharset));
}

TEST(DocumentReaderTest, AnUnknownCharsetIsRefused) {
  DocumentHints hints;
  hints.charset = "klingon";
  const absl::Status status =
      DocumentReader().ReadRawHtml(kHtml, hints).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(InvalidFields(status), "article.charset");
}

TEST(DocumentReaderTest, AnotherLanguageWarns) {
  const Document document = DocumentReader().ReadText(
      "La empresa ha formado a los trabajadores de la ciudad y del campo.", {});
  EXPECT_EQ(document.language, "es");
  EXPECT_TRUE(Warns(document, WarningKind::kLanguage));
}

TEST(DocumentReaderTest, NothingToReadWarns) {
  EXPECT_TRUE(
      Warns(DocumentReader().ReadText("", {}), WarningKind::kNoContent));
  EXPECT_TRUE(Warns(DocumentReader().ReadHtml("<html><body></body></html>", {}),
                    WarningKind::kNoContent));
}

TEST(DocumentReaderTest, ALongTextIsCutAtAParagraph) {
  DocumentReader::Options options;
  options.max_text_bytes = 1000;
  std::string text;
  for (int i = 0; i < 100; ++i) absl::StrAppend(&text, "Word by word.\n\n");
  const Document document = DocumentReader(options).ReadText(text, {});
  ExpectSound(document);
  EXPECT_LE(document.text.size(), 1000u);
  EXPECT_GE(document.text.size(), 980u);
  EXPECT_TRUE(Warns(document, WarningKind::kTruncated));
}

TEST(DocumentReaderTest, ALongParagraphIsCutAtASentence) {
  DocumentReader::Options options;
  options.max_text_bytes = 1000;
  std::string text;
  for (int i = 0; i < 100; ++i) absl::StrAppend(&text, "Word by word. ");
  const Document document = DocumentReader(options).ReadText(text, {});
  ExpectSound(document);
  EXPECT_GE(document.text.size(), 980u);
  EXPECT_EQ(document.text.back(), '.');
  EXPECT_TRUE(Warns(document, WarningKind::kTruncated));
}

TEST(DocumentReaderTest, ABareRunOfParagraphsIsAPage) {
  const Document document = DocumentReader().ReadHtml(
      "<p>The company has trained 6,000 workers.</p><p>It plans more.</p>", {});
  ExpectSound(document);
  EXPECT_EQ(document.text,
            "The company has trained 6,000 workers.\n\nIt plans more.");
}

TEST(DocumentReaderTest, TextWithoutTagsIsAPage) {
  EXPECT_EQ(DocumentReader()
                .ReadHtml("The company has trained 6,000 workers.", {})
                .text,
            "The company has trained 6,000 workers.");
}

TEST(DocumentReaderTest, AnArticleKeptAsDataIsRead) {
  std::string body;
  for (int i = 0; i < 20; ++i) {
    absl::StrAppend(&body, "The company has trained 6,000 workers. ");
  }
  const Document document = DocumentReader().ReadHtml(
      absl::StrCat("<script type='application/ld+json'>{\"@type\":"
                   "\"NewsArticle\",\"headline\":\"Acme trains\","
                   "\"articleBody\":\"",
                   body, "\\n\\nIt plans more.\"}</script><p>Loading</p>"),
      {});
  ExpectSound(document);
  EXPECT_TRUE(absl::StartsWith(document.text, "Acme trains\n\nThe company"));
  EXPECT_TRUE(absl::EndsWith(document.text, "\n\nIt plans more."));
}

struct Hostile {
  const char* name;
  std::function<std::string()> make;
};

std::string Repeat(absl::string_view text, size_t bytes) {
  std::string out;
  while (out.size() < bytes) absl::StrAppend(&out, text);
  return out;
}

class HostileTest : public testing::TestWithParam<Hostile> {};

TEST_P(HostileTest, GivesASoundDocumentEitherWay) {
  const std::string input = GetParam().make();
  const DocumentReader reader;
  ExpectSound(reader.ReadText(input, {}));
  const Document document = reader.ReadHtml(input, {});
  ExpectSound(document);
  EXPECT_LE(document.text.size(), size_t{1} << 20);
}

INSTANTIATE_TEST_SUITE_P(
    All, HostileTest,
    testing::Values(
        Hostile{"NestedTags", [] { return Repeat("<div>", 500000); }},
        Hostile{"NestedInline", [] { return Repeat("<b><i><a>", 500000); }},
        Hostile{"NestedTables",
                [] { return Repeat("<table><tr><td>", 500000); }},
        Hostile{"NestedLists", [] { return Repeat("<ul><li>x", 500000); }},
        Hostile{"EndTags", [] { return Repeat("</div></p></a>", 500000); }},
        Hostile{"OneLine", [] { return Repeat("word ", 5000000); }},
        Hostile{"OneWord", [] { return std::string(5000000, 'x'); }},
        Hostile{"OneNumber", [] { return Repeat("1,", 2000000); }},
        Hostile{"Numbers", [] { return Repeat("<p>1,000 ", 1000000); }},
        Hostile{"Dots", [] { return Repeat(". ", 1000000); }},
        Hostile{"Capitals", [] { return Repeat("A. ", 1000000); }},
        Hostile{"Quotes", [] { return Repeat("\"(\" ", 1000000); }},
        Hostile{"Lines", [] { return Repeat("a\n", 1000000); }},
        Hostile{"BlankLines", [] { return std::string(2000000, '\n'); }},
        Hostile{"MenuLines", [] { return Repeat("Home | News\n", 500000); }},
        Hostile{"ShareLines", [] { return Repeat("Most read\n\n", 500000); }},
        Hostile{"Entities", [] { return Repeat("&amp;&#x41;&", 1000000); }},
        Hostile{"Attribute",
                [] { return "<p class='" + Repeat("a-", 3000000) + "'>x"; }},
        Hostile{"Attributes", [] { return "<p " + Repeat("a=b ", 3000000); }},
        Hostile{"Nuls", [] { return std::string(500000, '\0'); }},
        Hostile{"Bidi", [] { return Repeat("\u202e\u2066\u200b", 500000); }},
        Hostile{"Apostrophes", [] { return Repeat("a's'", 500000); }},
        Hostile{"Hyphens", [] { return Repeat("a-", 1000000); }},
        Hostile{"Addresses", [] { return Repeat("a@b.c@", 500000); }},
        Hostile{"JsonLd",
                [] {
                  return "<script type='application/ld+json'>" +
                         Repeat("{\"author\":[", 500000);
                }}),
    [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace impactwire::text
