#include "ingest_service/text/plain_text_reader.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"

namespace impactwire::text {
namespace {

PlainText Read(absl::string_view text, absl::string_view title = "") {
  static const LineRules& rules = *new LineRules;
  static const PlainTextReader& reader = *new PlainTextReader(rules);
  return reader.Read(text, title);
}

// One line per block: a letter for the kind and the text; line ends as "$".
std::string Shown(const PlainText& text) {
  std::string out;
  for (const TextBlock& block : text.blocks) {
    std::string line(block.text);
    for (char& c : line) c = c == '\n' ? '$' : c;
    absl::StrAppend(&out,
                    std::string(1, "THBLCRYF"[static_cast<int>(block.kind)]),
                    " ", line, "\n");
  }
  return out;
}

constexpr absl::string_view kBody =
    "The company has trained over 6,000 rural workers in the north.";

TEST(PlainTextReaderTest, APageIsTakenApart) {
  const PlainText text = Read(
      "Home | News | Business\n\n"
      "Acme trains the villages of the north\n\n"
      "By Ana Ruiz\n"
      "0 Comment(s)Print E-mail Example.org, December 05, 2017\n"
      "Adjust font size:\n\n"
      "The company has trained over 6,000 rural workers in the north.\n\n"
      "Li Wei, CEO of Acme [Photo provided to Example.org]\n\n"
      "How it began\n\n"
      "\u2022 It gave 40 villages a school and a well for all the people.\n"
      "Follow Example on Twitter and Facebook to join the conversation.\n"
      "Print E-mail Bookmark and Share\n\n"
      "Most read\n1. Ten ways to cook rice\n2. Cup final in pictures\n");
  EXPECT_EQ(Shown(text),
            "T Acme trains the villages of the north\n"
            "Y By Ana Ruiz\n"
            "Y 0 Comment(s)Print E-mail Example.org, December 05, 2017\n"
            "B The company has trained over 6,000 rural workers in the north.\n"
            "C Li Wei, CEO of Acme [Photo provided to Example.org]\n"
            "H How it began\n"
            "L \u2022 It gave 40 villages a school and a well for all the "
            "people.\n");
  EXPECT_EQ(text.title, "Acme trains the villages of the north");
  EXPECT_EQ(text.byline, "Ana Ruiz");
  EXPECT_EQ(text.publish_date, "2017-12-05");
}

TEST(PlainTextReaderTest, TheHintedTitleIsFoundAmongOtherLines) {
  const std::string page =
      absl::StrCat("The Example Daily\n\nAcme Trains!\n\n", kBody);
  const PlainText text = Read(page, "Acme trains");
  EXPECT_EQ(Shown(text), absl::StrCat("T Acme Trains!\nF The Example Daily\nB ",
                                      kBody, "\n"));
}

TEST(PlainTextReaderTest, AHintedTitleThatTheTextLacksIsPutBefore) {
  EXPECT_EQ(Shown(Read(kBody, "Acme trains")),
            absl::StrCat("T Acme trains\nB ", kBody, "\n"));
}

TEST(PlainTextReaderTest, ATextThatStartsWithASentenceHasNoTitle) {
  const PlainText text = Read(kBody);
  EXPECT_EQ(text.title, "");
  EXPECT_EQ(Shown(text), absl::StrCat("B ", kBody, "\n"));
}

TEST(PlainTextReaderTest, TheHeadlineIsToldFromNamesAboveIt) {
  for (const absl::string_view above :
       {"The Example Daily of the North", "Home \u203a World \u203a Asia 2",
        "Example 10,407 Up 220 (2.16%)", "ONLINE", "Asia / Business"}) {
    const std::string page =
        absl::StrCat(above, "\n\nAcme trains the northern villages\n\n",
                     "What it does for them there\n\n", kBody);
    EXPECT_EQ(Read(page).title, "Acme trains the northern villages") << above;
  }
}

TEST(PlainTextReaderTest, AnAddressAboveIsNoHeadline) {
  const std::string page =
      absl::StrCat("https://news.example.org/acme-trains.html\n\n", kBody);
  const PlainText text = Read(page);
  EXPECT_EQ(text.title, "");
  EXPECT_EQ(Shown(text), absl::StrCat("B ", kBody, "\n"));
  const std::string titled =
      absl::StrCat("www.example.org/1\nAcme trains the north\n\n", kBody);
  EXPECT_EQ(Read(titled).title, "Acme trains the north");
}

TEST(PlainTextReaderTest, HeadingsWithNothingBelowAreFurniture) {
  const std::string page =
      absl::StrCat("Acme trains\n\n", kBody, "\n\nA station near you\n");
  EXPECT_EQ(Shown(Read(page)), absl::StrCat("T Acme trains\nB ", kBody,
                                            "\nF A station near you\n"));
}

TEST(PlainTextReaderTest, ASignatureBelowALetterIsKept) {
  const std::string page = absl::StrCat(
      kBody, "\n\nMaria Gonzalez\nDirector, Acme\n\nA station near you\n");
  EXPECT_EQ(Shown(Read(page)),
            absl::StrCat("B ", kBody,
                         "\nH Maria Gonzalez\nH Director, Acme\nF A station "
                         "near you\n"));
}

TEST(PlainTextReaderTest, HardWrappedLinesAreOneParagraph) {
  const PlainText text = Read(
      "Acme trains\n\n"
      "The company has trained over six thousand rural workers in\n"
      "the north of the country since April, and it wants to train\n"
      "another thousand in the south before the end of the year.\n"
      "Its founder says that each of them has found paid work now.\n\n"
      "The bank gave the money for it.\n");
  EXPECT_EQ(text.blocks.size(), 3u);
  EXPECT_EQ(text.blocks[1].kind, ParagraphKind::kBody);
}

TEST(PlainTextReaderTest, LinesOfTheirOwnAreNotJoined) {
  const PlainText text = Read(
      "Acme trains\n\n"
      "Water for forty villages of the northern hills and plains\n"
      "Schools for the children of ten towns along the great river\n");
  EXPECT_EQ(text.blocks.size(), 3u);
}

TEST(PlainTextReaderTest, TeasersEndWhereSentencesBegin) {
  const std::string page = absl::StrCat(
      "Acme trains\n\nRelated stories\nTen ways to cook rice\n\n", kBody);
  const PlainText text = Read(page);
  EXPECT_EQ(Shown(text), absl::StrCat("T Acme trains\nB ", kBody, "\n"));
}

TEST(PlainTextReaderTest, CarriageReturnsEndLinesToo) {
  EXPECT_EQ(Read(absl::StrCat("Acme trains\r\n\r\n", kBody, "\r\n")).title,
            "Acme trains");
}

TEST(PlainTextReaderTest, EmptyTextsGiveNothing) {
  EXPECT_TRUE(Read("").blocks.empty());
  EXPECT_TRUE(Read(" \n\t\n\u200b").blocks.empty());
}

}  // namespace
}  // namespace impactwire::text
