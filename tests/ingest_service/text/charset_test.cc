#include "ingest_service/text/charset.h"

#include <gtest/gtest.h>
#include <unicode/ucnv.h>

#include <string>

#include "absl/strings/str_split.h"
#include "common/base/utf8.h"
#include "common/status/errors.h"
#include "ingest_text_data.h"

namespace impactwire::text {
namespace {

DecodedPage Decode(absl::string_view bytes, absl::string_view hint = "") {
  absl::StatusOr<DecodedPage> page = DecodePage(bytes, hint);
  EXPECT_TRUE(page.ok()) << page.status();
  return page.ok() ? *page : DecodedPage();
}

TEST(CharsetTest, ValidUtf8IsKept) {
  EXPECT_EQ(Decode("caf\u00e9").text, "caf\u00e9");
  EXPECT_EQ(Decode("caf\u00e9").charset, "utf-8");
}

TEST(CharsetTest, OtherBytesAreWindows1252) {
  EXPECT_EQ(Decode("caf\xe9 \x93x\x94 \x80").text,
            "caf\u00e9 \u201cx\u201d \u20ac");
}

TEST(CharsetTest, Latin1MeansWindows1252) {
  EXPECT_EQ(Decode("\x93", "ISO-8859-1").text, "\u201c");
  EXPECT_EQ(Decode("\x93", "us-ascii").text, "\u201c");
}

TEST(CharsetTest, TheHintDecides) {
  EXPECT_EQ(Decode("\xc4\xe3", "gb2312").text, "\u4f60");
  EXPECT_EQ(Decode("\x82\xa0", " Shift_JIS ").text, "\u3042");
  EXPECT_EQ(Decode("\xa7\x41", "big5").text, "\u4f60");
  EXPECT_EQ(Decode("\xb0\xa1", "euc-kr").text, "\uac00");
  EXPECT_EQ(Decode("\xc0", "windows-1251").text, "\u0410");
}

TEST(CharsetTest, ThePageDeclaresItself) {
  EXPECT_EQ(Decode("<meta charset=gbk>\xc4\xe3").text,
            "<meta charset=gbk>\u4f60");
  EXPECT_EQ(Decode("<meta http-equiv='Content-Type' content='text/html; "
                   "charset=windows-1251'>\xc0")
                .charset,
            "windows-1251");
}

TEST(CharsetTest, ValidUtf8BeatsAWrongDeclaration) {
  EXPECT_EQ(Decode("<meta charset=latin1>caf\u00e9").charset, "utf-8");
}

TEST(CharsetTest, AnUnknownDeclarationIsPassedOver) {
  EXPECT_EQ(Decode("<meta charset=nosuch>caf\xe9").charset, "windows-1252");
}

TEST(CharsetTest, ADeclarationBeyond4KiBIsNotSeen) {
  const std::string page =
      std::string(5000, ' ') + "<meta charset=windows-1251>\xc0";
  EXPECT_EQ(Decode(page).charset, "windows-1252");
}

TEST(CharsetTest, TheByteOrderMarkGoesFirst) {
  EXPECT_EQ(Decode("\xEF\xBB\xBF"
                   "a",
                   "windows-1252")
                .text,
            "a");
  EXPECT_EQ(Decode(absl::string_view("\xFF\xFE"
                                     "a\0b\0",
                                     6))
                .text,
            "ab");
  EXPECT_EQ(Decode(absl::string_view("\xFE\xFF\0a\0b", 6)).text, "ab");
}

TEST(CharsetTest, WhatCannotBeReadIsReplacedAndCounted) {
  const DecodedPage page = Decode(
      "a\xFF"
      "b",
      "utf-8");
  EXPECT_EQ(page.text,
            "a\uFFFD"
            "b");
  EXPECT_EQ(page.replaced, 1u);
}

TEST(CharsetTest, AnUnknownHintNamesTheField) {
  const absl::Status status = DecodePage("a", "klingon").status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(InvalidFields(status), "article.charset");
}

TEST(CharsetTest, EveryLabelHasAConverter) {
  for (absl::string_view line : absl::StrSplit(data::CharsetLabels(), '\n')) {
    if (line.empty() || line[0] == '#') continue;
    const absl::string_view label = line.substr(0, line.find('\t'));
    EXPECT_TRUE(DecodePage("abc", label).ok()) << label;
  }
}

TEST(CharsetTest, EveryBytePairGivesUtf8InEveryCharset) {
  std::string bytes;
  for (int a = 0; a < 256; ++a) {
    for (int b = 0; b < 256; b += 7) {
      bytes.push_back(static_cast<char>(a));
      bytes.push_back(static_cast<char>(b));
    }
  }
  for (const char* hint :
       {"utf-8", "windows-1252", "gbk", "big5", "shift_jis", "euc-jp", "euc-kr",
        "iso-2022-jp", "utf-16le", "windows-874"}) {
    EXPECT_TRUE(IsValidUtf8(Decode(bytes, hint).text)) << hint;
  }
}

}  // namespace
}  // namespace impactwire::text
