#include "common/base/utf8.h"

#include <gtest/gtest.h>

namespace impactwire {
namespace {

TEST(Utf8Test, EveryCharacterComesBack) {
  for (uint32_t c = 0; c <= 0x10FFFF; ++c) {
    if (c >= 0xD800 && c < 0xE000) continue;
    std::string text;
    AppendUtf8(c, &text);
    ASSERT_TRUE(IsValidUtf8(text)) << c;
    const Utf8Char decoded = DecodeUtf8(text, 0);
    ASSERT_EQ(decoded.code_point, c);
    ASSERT_EQ(decoded.size, static_cast<int>(text.size()));
  }
}

struct BadCase {
  const char* name;
  std::string text;
  size_t at;
};

class BadUtf8Test : public testing::TestWithParam<BadCase> {};

TEST_P(BadUtf8Test, IsFoundWhereItStands) {
  EXPECT_EQ(FindInvalidUtf8(GetParam().text), GetParam().at);
}

INSTANTIATE_TEST_SUITE_P(
    All, BadUtf8Test,
    testing::Values(BadCase{"Continuation", "\x80", 0},
                    BadCase{"Overlong", "a\xC0\x80", 1},
                    BadCase{"OverlongThree", "\xE0\x80\xAF", 0},
                    BadCase{"Surrogate", "ab\xED\xA0\x80", 2},
                    BadCase{"TooLarge", "\xF4\x90\x80\x80", 0},
                    BadCase{"CutAtTheEnd", "123456789\xE2\x82", 9},
                    BadCase{"NeverUsedByte", "12345678\xFF", 8}),
    [](const auto& info) { return info.param.name; });

TEST(Utf8Test, FloorCutsNoCharacter) {
  EXPECT_EQ(Utf8Floor("a\xE2\x82\xACz", 2), 1u);
  EXPECT_EQ(Utf8Floor("a\xE2\x82\xACz", 3), 1u);
  EXPECT_EQ(Utf8Floor("a\xE2\x82\xACz", 4), 4u);
  EXPECT_EQ(Utf8Floor("abc", 9), 3u);
}

TEST(Utf8Test, AnInvalidByteIsOneReplacementCharacter) {
  EXPECT_EQ(DecodeUtf8("\xFFz", 0).code_point, 0xFFFDu);
  EXPECT_EQ(DecodeUtf8("\xFFz", 0).size, 1);
}

}  // namespace
}  // namespace impactwire
