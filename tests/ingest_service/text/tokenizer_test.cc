#include "ingest_service/text/tokenizer.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"

namespace impactwire::text {
namespace {

std::vector<Token> Tokens(absl::string_view text) {
  static const Tokenizer& tokenizer = *new Tokenizer;
  std::vector<Token> tokens;
  tokenizer.Append(text, {0, static_cast<int32_t>(text.size())}, 7, &tokens);
  return tokens;
}

// Surfaces joined by "|"; numbers in <>, symbols in {}, marks in ().
std::string Shown(absl::string_view text) {
  std::string out;
  for (const Token& token : Tokens(text)) {
    constexpr const char* kOpen[] = {"", "<", "(", "{"};
    constexpr const char* kClose[] = {"", ">", ")", "}"};
    const int kind = static_cast<int>(token.kind);
    absl::StrAppend(&out, out.empty() ? "" : "|", kOpen[kind],
                    token.span.In(text), kClose[kind]);
  }
  return out;
}

struct Case {
  const char* text;
  const char* tokens;
};

class TokenizerTest : public testing::TestWithParam<Case> {};

TEST_P(TokenizerTest, GivesTheseTokens) {
  EXPECT_EQ(Shown(GetParam().text), GetParam().tokens);
}

INSTANTIATE_TEST_SUITE_P(
    Words, TokenizerTest,
    testing::Values(Case{"the company's plan", "the|company|'s|plan"},
                    Case{"the firm\u2019s plan", "the|firm|\u2019s|plan"},
                    Case{"THE BANK'S", "THE|BANK|'S"},
                    Case{"workers' pay", "workers|(')|pay"},
                    Case{"don't O'Brien it's", "don't|O'Brien|it|'s"},
                    Case{"e-commerce co-op COVID-19",
                         "e-commerce|co-op|COVID-19"},
                    Case{"well\u2010known", "well\u2010known"},
                    Case{"R&D at AT&T & Co", "R&D|at|AT&T|{&}|Co"},
                    Case{"58.com and JD.com grow", "58.com|and|JD.com|grow"},
                    Case{"china.org.cn said", "china.org.cn|said"},
                    Case{"see https://a.org/b?x=1, then",
                         "see|https://a.org/b?x=1|(,)|then"},
                    Case{"www.a-b.org.", "www.a-b.org|(.)"},
                    Case{"mail desk@a.com now", "mail|desk@a.com|now"},
                    Case{"in poverty.The poor", "in|poverty|(.)|The|poor"},
                    Case{"and/or", "and|(/)|or"},
                    Case{"na\u00efve caf\u00e9", "na\u00efve|caf\u00e9"}));

INSTANTIATE_TEST_SUITE_P(
    Abbreviations, TokenizerTest,
    testing::Values(Case{"U.S. aid", "U.S.|aid"},
                    Case{"in the U.S.", "in|the|U.S."},
                    Case{"at 9 a.m. today", "at|<9>|a.m.|today"},
                    Case{"Acme Inc. gave", "Acme|Inc.|gave"},
                    Case{"by Acme Inc.", "by|Acme|Inc|(.)"},
                    Case{"by Acme Inc.\u201d", "by|Acme|Inc|(.)|(\u201d)"},
                    Case{"Mr. J. K. Rao", "Mr.|J.|K.|Rao"},
                    Case{"a Ph.D. holder", "a|Ph.D.|holder"},
                    Case{"Rs.500 each", "Rs.|<500>|each"},
                    Case{"paid Rs. 500", "paid|Rs.|<500>"}));

INSTANTIATE_TEST_SUITE_P(
    Numbers, TokenizerTest,
    testing::Values(Case{"6,000 and 2,00,000", "<6,000>|and|<2,00,000>"},
                    Case{"3.5 million.", "<3.5>|million|(.)"},
                    Case{"1.2m 35k 2bn 4th", "<1.2m>|<35k>|<2bn>|<4th>"},
                    Case{"a 23-year-old", "a|<23-year-old>"},
                    Case{"2012-13 and 2012/13", "<2012-13>|and|<2012/13>"},
                    Case{"2009-10", "<2009-10>"}, Case{"1999-00", "<1999-00>"},
                    Case{"10-15 people", "<10>|(-)|<15>|people"},
                    Case{"2020-07-21", "<2020>|(-)|<07>|(-)|<21>"},
                    Case{"2012\u201313", "<2012>|(\u2013)|<13>"},
                    Case{"10:30", "<10>|(:)|<30>"},
                    Case{"1/3 of", "<1>|(/)|<3>|of"},
                    Case{"2\u00bd hours", "<2\u00bd>|hours"},
                    Case{"20% more", "<20>|{%}|more"}, Case{"50km", "<50km>"},
                    Case{"6,000+ people", "<6,000>|{+}|people"},
                    Case{"in 2017.The", "in|<2017>|(.)|The"},
                    Case{"816 000 t", "<816>|<000>|t"},
                    Case{"90's hits", "<90>|'s|hits"}));

INSTANTIATE_TEST_SUITE_P(
    Money, TokenizerTest,
    testing::Values(Case{"$3.5 million", "{$}|<3.5>|million"},
                    Case{"US$2,720.3", "{US$}|<2,720.3>"},
                    Case{"HK$8m", "{HK$}|<8m>"},
                    Case{"U.S. $72", "U.S.|{$}|<72>"},
                    Case{"\u20b95 crore", "{\u20b9}|<5>|crore"},
                    Case{"\u20ac42,000", "{\u20ac}|<42,000>"},
                    Case{"USD34.6 million", "USD|<34.6>|million"},
                    Case{"Rs500", "Rs|<500>"}, Case{"N3.9bn", "N|<3.9bn>"},
                    Case{"R500 million", "R|<500>|million"},
                    Case{"N95 masks", "N95|masks"},
                    Case{"the G20", "the|G20"}));

INSTANTIATE_TEST_SUITE_P(
    Hostile, TokenizerTest,
    testing::Values(Case{"a\u202eb\u200bc\u2066d", "a|b|c|d"},
                    Case{"...", "(.)|(.)|(.)"}, Case{"''s", "(')|(')|s"},
                    Case{"&&&", "{&}|{&}|{&}"},
                    Case{"-----", "(-)|(-)|(-)|(-)|(-)"}, Case{"", ""},
                    Case{"   ", ""},
                    Case{"\xF0\x9F\x98\x80 ok", "{\xF0\x9F\x98\x80}|ok"}));

TEST(TokenizerFlagsTest, NulIsSpace) {
  EXPECT_EQ(Shown(absl::string_view("a\0b", 3)), "a|b");
}

TEST(TokenizerFlagsTest, SayHowAWordIsWritten) {
  const std::vector<Token> tokens =
      Tokens("Acme gave NGOs 4 of UNDP's COVID-19");
  EXPECT_TRUE(tokens[0].capitalized);
  EXPECT_FALSE(tokens[0].all_caps);
  EXPECT_FALSE(tokens[2].all_caps);
  EXPECT_TRUE(tokens[3].has_digit);
  EXPECT_TRUE(tokens[5].all_caps);
  EXPECT_FALSE(tokens[6].space_before);
  EXPECT_TRUE(tokens[7].all_caps);
  EXPECT_TRUE(tokens[7].has_digit);
  EXPECT_EQ(tokens[0].sentence, 7);
}

TEST(TokenizerFlagsTest, CaseIsKnownBeyondAscii) {
  EXPECT_TRUE(Tokens("\u00c9cole")[0].capitalized);
  EXPECT_FALSE(Tokens("\u00e9cole")[0].capitalized);
}

// Every byte that is no space is in exactly one token.
TEST(TokenizerInvariantTest, TokensCoverAllButSpace) {
  constexpr absl::string_view kPieces[] = {
      "a", "B", "9", ".",      ",",      "'",  "-", "$", " ",
      "&", "@", "s", "\u2019", "\u00e9", "Rs", "%", ":", "/"};
  uint32_t seed = 1;
  for (int round = 0; round < 2000; ++round) {
    std::string text;
    for (int i = 0; i < 12; ++i) {
      seed = seed * 1664525 + 1013904223;
      absl::StrAppend(&text, kPieces[(seed >> 16) % std::size(kPieces)]);
    }
    int32_t at = 0;
    for (const Token& token : Tokens(text)) {
      ASSERT_LT(token.span.begin, token.span.end) << text;
      for (; at < token.span.begin; ++at) ASSERT_EQ(text[at], ' ') << text;
      ASSERT_EQ(at, token.span.begin) << text;
      at = token.span.end;
    }
    for (; at < static_cast<int32_t>(text.size()); ++at) {
      ASSERT_EQ(text[at], ' ') << text;
    }
  }
}

}  // namespace
}  // namespace impactwire::text
