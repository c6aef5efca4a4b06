#include "ingest_service/text/line_rules.h"

#include <gtest/gtest.h>

namespace impactwire::text {
namespace {

const LineRules& Rules() {
  static const LineRules& rules = *new LineRules;
  return rules;
}

class FurnitureTest : public testing::TestWithParam<const char*> {};

TEST_P(FurnitureTest, IsDropped) {
  EXPECT_EQ(Rules().Classify(GetParam()), LineKind::kFurniture);
}

INSTANTIATE_TEST_SUITE_P(
    All, FurnitureTest,
    testing::Values("Print E-mail Bookmark and Share", "Adjust font size:",
                    "Print Mail Large Medium Small 0", "No comments.",
                    "Add your comments...", "\u2022 User Name Required",
                    "Follow Example News on Twitter and Facebook.",
                    "Follow us on WhatsApp, where members get the news first.",
                    "Example App Download", "Share: Facebook 14 \u00b7 X 3",
                    "Tweet 28 | Like 190 | Pin it", "0 / 0",
                    "Visits: 1284   [Print]   [Close]   [Top]",
                    "Copyright \u00a9 1999-2025 Example Times. All rights "
                    "reserved.",
                    "We use cookies to remember your settings.",
                    "Your email address will not be published.",
                    "Sign up for our newsletter. Join 25,000 readers.",
                    "Related: Floods hit the coast | 5 ways to save",
                    "Next post: 6 apps that help you budget", "Advertisement",
                    "Skip to content", "***",
                    "https://news.example.org/2022/05/04/wells-for-kitui.html",
                    "www.example.org/"));

class SentenceTest : public testing::TestWithParam<const char*> {};

TEST_P(SentenceTest, IsKept) {
  EXPECT_EQ(Rules().Classify(GetParam()), LineKind::kText);
}

INSTANTIATE_TEST_SUITE_P(
    All, SentenceTest,
    testing::Values(
        "The firm has trained 6,000 workers.",
        "https://example.org lists 40 schools that the fund has built.",
        "The minister wrote on Facebook and Twitter that 500 families got "
        "help.",
        "For more than a decade, Facebook has trained farmers.",
        "Like Facebook, the firm trains 500 people.",
        "Farmers can download the app free of charge.",
        "The app store gave 3 million dollars.",
        "By 2030, it wants to plant a million trees.",
        "Print shops in the town hired 40 women.",
        "Share prices rose as the bank gave $5 million to schools.",
        "Copyright law cost 300 artists their income.",
        "Related industries created 12,000 jobs.",
        "Read more than 20 books, and the library pays.",
        "Water for 40,000 people", "Updated pledges",
        "May 2019: 5,000 trees planted", "40 houses built, 5 May 2019",
        "December 5, 2017: NAIROBI: 40 wells",
        "Latest figures show that 4,000 homes have power.",
        "Contact with 300 families was lost."));

class BylineTest : public testing::TestWithParam<const char*> {};

TEST_P(BylineTest, IsAByline) {
  EXPECT_EQ(Rules().Classify(GetParam()), LineKind::kByline);
}

INSTANTIATE_TEST_SUITE_P(
    All, BylineTest,
    testing::Values("By Ana Ruiz", "By ANA RUIZ in Lima", "Staff Writer",
                    "Updated: 2009-09-07 08:07", "December 05, 2017",
                    "0 Comment(s)Print E-mail Example.org, December 05, 2017",
                    "Published : Dec 28, 2016",
                    "Updated: 02nd June 2023 09:38 PM | Last Updated: 02nd "
                    "June 2023 09:38 PM",
                    "November 8, 2023 | Farming | 5 min read", "23/02/2016",
                    "Reuters", "Source: Example Daily", "Editor: Li Wei",
                    "By Ana Ruiz (Example Daily)"));

class CaptionTest : public testing::TestWithParam<const char*> {};

TEST_P(CaptionTest, IsACaption) {
  EXPECT_EQ(Rules().Classify(GetParam()), LineKind::kCaption);
}

INSTANTIATE_TEST_SUITE_P(
    All, CaptionTest,
    testing::Values("Ana Ruiz, CEO of Acme [Photo provided to Example.org]",
                    "Ana Ruiz, founder and CEO of Acme",
                    "Farmers bring in cabbages. (Photo/Example Daily)",
                    "Photo: women at work at the Acme plant",
                    "Photo 1/3: The team leader at the depot",
                    "A nurse at work. Photo by Li Wei",
                    "A nurse shows the way. Provided to Example Daily"));

class TeaserTest : public testing::TestWithParam<const char*> {};

TEST_P(TeaserTest, BeginsTeasers) {
  EXPECT_EQ(Rules().Classify(GetParam()), LineKind::kTeaserHead);
}

INSTANTIATE_TEST_SUITE_P(All, TeaserTest,
                         testing::Values("Most read", "RELATED STORIES",
                                         "You may also like", "More from World",
                                         "Latest in politics", "Read Next",
                                         "Editor's Picks"));

TEST(LineRulesTest, AMenuIsAListOfShortNames) {
  EXPECT_TRUE(LineRules::IsMenu("Home | News | Front Page"));
  EXPECT_TRUE(LineRules::IsMenu("News  Sports  Opinion"));
  EXPECT_TRUE(LineRules::IsMenu("Home > News > Group News"));
  EXPECT_FALSE(LineRules::IsMenu("Water for the poor"));
  EXPECT_FALSE(LineRules::IsMenu("Year | 2019 | 2020"));
  EXPECT_FALSE(
      LineRules::IsMenu("The company trains workers | and it pays them well"));
}

TEST(LineRulesTest, AVeryLongLineIsText) {
  std::string line = "Print E-mail Share ";
  while (line.size() < 100000) line += line;
  EXPECT_EQ(Rules().Classify(line), LineKind::kText);
}

}  // namespace
}  // namespace impactwire::text
