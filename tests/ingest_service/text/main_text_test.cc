#include "ingest_service/text/main_text.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"

namespace impactwire::text {
namespace {

constexpr absl::string_view kOne =
    "The company has trained over 6,000 rural workers in the north since "
    "April, its founder said, and each of them has found work there.";
constexpr absl::string_view kTwo =
    "It runs 16 training bases across the country, where cooks, cleaners and "
    "drivers learn their trade, and pays for the courses itself.";

// The kept blocks, a letter for the kind before each.
std::string Kept(absl::string_view html, absl::string_view title = "") {
  static const ClassHints& hints = *new ClassHints;
  static const LineRules& rules = *new LineRules;
  const HtmlPage page = ReadHtmlPage(html, hints, {});
  std::string out;
  for (const MainBlock& block : SelectMainText(page, title, rules).blocks) {
    absl::StrAppend(&out,
                    std::string(1, "THBLCRYF"[static_cast<int>(block.kind)]),
                    " ", page.Text(page.blocks[block.block]), "\n");
  }
  return out;
}

std::string Body(absl::string_view before = "", absl::string_view between = "",
                 absl::string_view after = "") {
  return absl::StrCat("<body>", before, "<div class=story><p>", kOne, "</p>",
                      between, "<p>", kTwo, "</p></div>", after, "</body>");
}

std::string Both(absl::string_view between = "") {
  return absl::StrCat("B ", kOne, "\n", between, "B ", kTwo, "\n");
}

struct Case {
  const char* name;
  std::string html;
  std::string kept;
};

class MainTextTest : public testing::TestWithParam<Case> {};

TEST_P(MainTextTest, KeepsTheArticle) {
  EXPECT_EQ(Kept(GetParam().html, "Acme trains the north"), GetParam().kept);
}

INSTANTIATE_TEST_SUITE_P(
    Dropped, MainTextTest,
    testing::Values(
        Case{"Menu", Body("<nav><ul><li><a>Home</a><li><a>News</a></ul></nav>"),
             Both()},
        Case{
            "LinkedMenuWithoutName",
            Body("<div><a>Home</a> <a>World</a> <a>Sports and games</a></div>"),
            Both()},
        Case{"ShareBar",
             Body("", "<div class=share-bar><a>Tweet</a><a>Email</a></div>"),
             Both()},
        Case{"ShareBarWithoutName", Body("", "<p>Share Tweet Email</p>"),
             Both()},
        Case{"Related",
             Body("",
                  "<div><h3>Related stories</h3><ul><li><a>Ten ways to cook "
                  "rice at home</a><li><a>Cup final ends in tears</a></ul>"
                  "</div>"),
             Both()},
        Case{"Cookies",
             Body("<div><p>We use cookies, as all sites do, to remember your "
                  "settings and to count visits to our pages.</p></div>"),
             Both()},
        Case{"Comments",
             Body("", "",
                  "<div id=comments><p>Great story, I liked it very much, and "
                  "so did my mother, who is from there, as you know.</p>"
                  "</div>"),
             Both()},
        Case{"Form",
             Body("",
                  "<form><label>Your name</label><p>Leave a comment</p>"
                  "</form>"),
             Both()},
        Case{"Newsletter",
             Body("",
                  "<div class=newsletter-box><p>The best stories of the "
                  "week, every Friday, in your mailbox.</p></div>"),
             Both()},
        Case{"Footer",
             Body("", "",
                  "<footer><p>Example Daily, 1 Main Road, "
                  "Lima, Peru. All rights reserved.</p>"
                  "</footer>"),
             Both()},
        Case{"Hidden", Body("", "<p style='display:none'>Hidden words.</p>"),
             Both()},
        Case{"Script", Body("", "<script>var a = '<p>x</p>';</script>"),
             Both()},
        Case{"Title", Body("<h1>Acme Trains the North</h1>"), Both()},
        Case{"Byline", Body("", "<p class=byline>By Ana Ruiz</p>"), Both()}),
    [](const auto& info) { return info.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Kept, MainTextTest,
    testing::Values(Case{"Heading", Body("", "<h2>How it began</h2>"),
                         Both("H How it began\n")},
                    Case{"List",
                         Body("", "<ul><li>40 villages<li>16 bases</ul>"),
                         Both("L 40 villages\nL 16 bases\n")},
                    Case{"Caption",
                         Body("",
                              "<figure><img><figcaption>Li Wei, CEO of Acme"
                              "</figcaption></figure>"),
                         Both("C Li Wei, CEO of Acme\n")},
                    Case{"Table",
                         Body("",
                              "<table><tr><td>Lima<td>4,000<tr><td>Cusco<td>300"
                              "</table>"),
                         Both("R Lima\t4,000\nR Cusco\t300\n")},
                    Case{"Quotation",
                         Body("", "<blockquote>We train.</blockquote>"),
                         Both("B We train.\n")}),
    [](const auto& info) { return info.param.name; });

TEST(MainTextTest, PartsBetweenAdvertisementsBelongTogether) {
  const std::string part =
      absl::StrCat("<div><p>", kOne, "</p><p>", kTwo, "</p></div>");
  const std::string html = absl::StrCat("<body><article><div>", part,
                                        "</div><div class=ad>Buy!</div><div>",
                                        part, "</div></article></body>");
  EXPECT_EQ(Kept(html), Both() + Both());
}

TEST(MainTextTest, ANameAloneDoesNotHideAnArticle) {
  const std::string html = absl::StrCat("<body><div class=subscribe-page><p>",
                                        kOne, "</p><p>", kTwo, "</p></div>");
  EXPECT_EQ(Kept(html), Both());
}

TEST(MainTextTest, TextForReadersWithoutScriptsIsTheLastResort) {
  const std::string html = absl::StrCat(
      "<body><div><p>Loading the page.</p></div><noscript><div><p>", kOne,
      "</p><p>", kTwo, "</p></div></noscript></body>");
  EXPECT_EQ(Kept(html), Both());
}

TEST(MainTextTest, AnEmptyPageGivesNothing) {
  EXPECT_EQ(Kept(""), "");
  EXPECT_EQ(Kept("<body><p></p></body>"), "");
}

std::string DateOf(const std::string& beside_headline) {
  const ClassHints hints;
  const LineRules rules;
  const HtmlPage page = ReadHtmlPage(Body(beside_headline.c_str()), hints, {});
  return SelectMainText(page, "Acme trains the north", rules).publish_date;
}

TEST(MainTextTest, ADateBesideTheHeadlineIsFound) {
  EXPECT_EQ(DateOf("<h1>Acme trains the north</h1><div>5 December 2017</div>"),
            "2017-12-05");
}

TEST(MainTextTest, ThePublicationsDateGoesBeforeTodays) {
  EXPECT_EQ(DateOf("<div>6 December 2017</div><h1>Acme trains the north</h1>"
                   "<div>Published on 5 December 2017</div>"),
            "2017-12-05");
}

}  // namespace
}  // namespace impactwire::text
