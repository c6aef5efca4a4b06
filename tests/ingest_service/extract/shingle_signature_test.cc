#include "ingest_service/extract/shingle_signature.h"

#include <gtest/gtest.h>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace impactwire::extract {
namespace {

std::string Words(int from, int to) {
  std::string text;
  for (int i = from; i < to; ++i) absl::StrAppend(&text, "word", i, " ");
  return text;
}

int Agreement(const std::string& a, const std::string& b) {
  const auto x = MakeShingleSignature(a).value();
  const auto y = MakeShingleSignature(b).value();
  int equal = 0;
  for (int i = 0; i < kSignatureSize; ++i) equal += x[i] == y[i];
  return equal;
}

TEST(ShingleSignatureTest, CaseSpacesAndStopsDoNotCount) {
  std::string text = Words(0, 200);
  EXPECT_EQ(
      Agreement(text, absl::StrCat("  ", absl::AsciiStrToUpper(text), "...")),
      kSignatureSize);
}

TEST(ShingleSignatureTest, ACopyWithOtherBeginningAndEndAgreesMostly) {
  const std::string story = Words(0, 300);
  EXPECT_GE(Agreement(absl::StrCat("From our desk. ", story),
                      absl::StrCat(story, "All rights reserved.")),
            13);
}

TEST(ShingleSignatureTest, OtherTextsDoNot) {
  for (int i = 1; i < 20; ++i) {
    EXPECT_LE(Agreement(Words(0, 300), Words(1000 * i, 1000 * i + 300)), 1);
  }
}

TEST(ShingleSignatureTest, HalfACopyAgreesInBetween) {
  // A third of all groups is common to both.
  int agreement = 0;
  for (int i = 0; i < 20; ++i) {
    agreement += Agreement(Words(1000 * i, 1000 * i + 200),
                           Words(1000 * i + 100, 1000 * i + 300));
  }
  EXPECT_GT(agreement, 20 * 3);
  EXPECT_LT(agreement, 20 * 8);
}

TEST(ShingleSignatureTest, ShortTextsHaveNone) {
  EXPECT_FALSE(MakeShingleSignature(Words(0, 11)).has_value());
  EXPECT_TRUE(MakeShingleSignature(Words(0, 12)).has_value());
  EXPECT_FALSE(MakeShingleSignature("").has_value());
}

}  // namespace
}  // namespace impactwire::extract
