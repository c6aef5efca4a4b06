#include "ingest_service/text/pattern_set.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "ingest_service/text/class_hints.h"

namespace impactwire::text {
namespace {

// The slow way: marks and ends as "_", then a search for each pattern.
bool Holds(const std::string& text, const std::string& pattern) {
  std::string flat = "_";
  for (const char c : text) {
    flat += absl::ascii_isalnum(c) ? absl::ascii_tolower(c) : '_';
  }
  return absl::StrContains(flat + "_", pattern);
}

TEST(PatternSetTest, AgreesWithTheSlowSearch) {
  const std::string patterns[] = {"_ab_", "ab", "b_a", "aab", "_b", "a_", "bb"};
  PatternSet set;
  for (int i = 0; i < 7; ++i) set.Add(patterns[i], i);
  set.Build();
  for (int n = 0; n < 4 * 4 * 4 * 4 * 4 * 4; ++n) {
    std::string text;
    for (int i = 0, left = n; i < 6; ++i, left /= 4) text += "aB- "[left % 4];
    uint32_t expected = 0;
    for (int i = 0; i < 7; ++i) {
      expected |= static_cast<uint32_t>(Holds(text, patterns[i])) << i;
    }
    ASSERT_EQ(set.Match(text), expected) << "\"" << text << "\"";
  }
}

TEST(ClassHintsTest, TellToolsFromText) {
  const ClassHints hints;
  EXPECT_TRUE(hints.Of("social-share") & kHintDrop);
  EXPECT_TRUE(hints.Of("top-ad") & kHintDrop);
  EXPECT_FALSE(hints.Of("header-load") & kHintDrop);
  EXPECT_TRUE(hints.Of("article-body") & kHintGood);
  EXPECT_TRUE(hints.Of("sidebar") & kHintUnlikely);
  EXPECT_TRUE(hints.Of("byline") & kHintByline);
  EXPECT_EQ(hints.Of(""), 0u);
}

}  // namespace
}  // namespace impactwire::text
