#include "ingest_service/text/sentence_splitter.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/base/utf8.h"

namespace impactwire::text {
namespace {

std::vector<Span> Spans(absl::string_view text) {
  static const SentenceSplitter& splitter = *new SentenceSplitter;
  std::vector<Span> spans;
  splitter.Append(text, {0, static_cast<int32_t>(text.size())}, &spans);
  return spans;
}

// `text` with " | " marks where a sentence ends must come back so.
class SplitTest : public testing::TestWithParam<const char*> {};

TEST_P(SplitTest, SplitsAtTheBars) {
  const std::string text =
      absl::StrReplaceAll(GetParam(), {{" | ", " "}, {"|", ""}});
  std::string shown;
  int32_t end = 0;
  for (const Span span : Spans(text)) {
    if (!shown.empty()) {
      absl::StrAppend(&shown, span.begin > end ? " | " : "|");
    }
    absl::StrAppend(&shown, span.In(text));
    end = span.end;
  }
  EXPECT_EQ(shown, GetParam());
}

INSTANTIATE_TEST_SUITE_P(
    Plain, SplitTest,
    testing::Values("It grew. | It grew more. | Why? | Good!",
                    "No stop at the end",
                    "It fell 3.5 per cent in No. 4 works. | Then it rose.",
                    "Yahoo! is a firm. | So is Jumia.",
                    "He left in 2017. | 300 people stayed.",
                    "He said so... | Then he left.", "He wavered... and left.",
                    "The end of poverty.|The start of more.",
                    "Sales of Booking.com and 58.com rose. | They fell.",
                    "The trees (all of them.) | They stand.",
                    "Is it so?! | Yes."));

INSTANTIATE_TEST_SUITE_P(
    Abbreviations, SplitTest,
    testing::Values(
        "Mr. Rao met Dr. Sen. | They spoke.",
        "J. K. Rao of St. Mary gave Rs. 500. | She took it.",
        "Acme Inc. Chief Executive Ana Ruiz spoke.",
        "He joined Acme Ltd. | The firm grew.",
        "They flew from the U.S. Embassy to the U.S. | The trip was long.",
        "It opens at 9 a.m. and shuts at 5 p.m. | Police were there.",
        "On Jan. 5 it opened. | On Dec. 3 it shut.",
        "Goods, e.g. Rice, were given, i.e. Food.",
        "Rice, oil, etc. | The poor got them.",
        "It paid approx. 500 and vs. 600 before.",
        "They chose plan B. | The rest is known.",
        "UNIVERSITY PARK, Pa. \u2014 A new fund opened.",
        "It went to N.C. A&T and others.",
        "Md. Karim and Mohd. Ali spoke. | We heard.",
        "Union Bank Plc. | Wema Bank gave too."));

INSTANTIATE_TEST_SUITE_P(
    Quotes, SplitTest,
    testing::Values("\"That's amazing.\" | He left.",
                    "\u201cIt works.\u201d | \u201cIt does,\u201d she said.",
                    "He said: \"We train. | We hire.\" | Then he left.",
                    "\"Why?\" he asked. | No answer came.",
                    "He asked \"why?\". | Then he left.",
                    "It ended (in May). | (It began in June.)"));

INSTANTIATE_TEST_SUITE_P(Lists, SplitTest,
                         testing::Values("1. Train the staff. | Pay them.",
                                         "\u2022 Oxfam: 40,000 people",
                                         "a) Water b) Food"));

INSTANTIATE_TEST_SUITE_P(
    Scripts, SplitTest,
    testing::Values("\u4eca\u5929\u3002|\u660e\u5929\u3002",
                    "\u0939\u0964|\u0939\u0964"));

TEST(SentenceSplitterTest, AHardWrapIsNoEnd) {
  EXPECT_EQ(Spans("The firm has\ntrained 500\nworkers.").size(), 1u);
}

TEST(SentenceSplitterTest, SentencesCoverAllButSpace) {
  constexpr absl::string_view kPieces[] = {"a",  "B", ".",  "?",      "\"",
                                           ")",  " ", "Mr", "\u201d", "\u3002",
                                           "\n", "9", "(",  "\u2014"};
  uint32_t seed = 3;
  for (int round = 0; round < 3000; ++round) {
    std::string text;
    for (int i = 0; i < 14; ++i) {
      seed = seed * 1664525 + 1013904223;
      absl::StrAppend(&text, kPieces[(seed >> 16) % std::size(kPieces)]);
    }
    int32_t at = 0;
    for (const Span span : Spans(text)) {
      ASSERT_LT(span.begin, span.end);
      for (; at < span.begin; ++at) {
        ASSERT_TRUE(text[at] == ' ' || text[at] == '\n') << text;
      }
      ASSERT_EQ(at, span.begin) << text;
      at = span.end;
    }
    for (; at < static_cast<int32_t>(text.size()); ++at) {
      ASSERT_TRUE(text[at] == ' ' || text[at] == '\n') << text;
    }
  }
}

TEST(SentenceSplitterTest, AnEndlessSentenceIsCutAtASpace) {
  std::string text;
  for (int i = 0; i < 200000; ++i) absl::StrAppend(&text, "word ");
  const std::vector<Span> spans = Spans(text);
  EXPECT_GT(spans.size(), 100u);
  for (const Span span : spans) {
    ASSERT_LE(span.size(), SentenceSplitter::kMaxSentenceBytes);
    ASSERT_EQ(span.In(text).substr(0, 4), "word");
  }
}

TEST(SentenceSplitterTest, OneEndlessWordIsCutBetweenCharacters) {
  std::string text;
  for (int i = 0; i < 20000; ++i) absl::StrAppend(&text, "\u00e9");
  for (const Span span : Spans(text)) {
    ASSERT_TRUE(IsValidUtf8(span.In(text)));
    ASSERT_LE(span.size(), SentenceSplitter::kMaxSentenceBytes);
  }
}

TEST(SentenceSplitterTest, AMillionStopsAreCut) {
  const std::string text(1000000, '.');
  const std::vector<Span> spans = Spans(text);
  EXPECT_LE(spans.size(), 200u);
  EXPECT_EQ(spans.back().end, 1000000);
}

TEST(SentenceSplitterTest, AMillionClosingMarksAreCut) {
  const std::string text = "Yes." + std::string(1000000, '"') + " Then no.";
  for (const Span span : Spans(text)) {
    ASSERT_LE(span.size(), SentenceSplitter::kMaxSentenceBytes);
  }
}

}  // namespace
}  // namespace impactwire::text
