#include "common/base/log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace impactwire {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

std::string Logged(absl::string_view message, absl::string_view value) {
  testing::internal::CaptureStderr();
  Log(Severity::kInfo, message, {{"key", value}});
  return testing::internal::GetCapturedStderr();
}

TEST(LogTest, WritesOneLine) {
  EXPECT_THAT(Logged("record log opened", "12"),
              EndsWith(" INFO record log opened key=12\n"));
}

TEST(LogTest, AValueCannotForgeALine) {
  EXPECT_THAT(Logged("m", "a\nb"), EndsWith(" key=\"a\\nb\"\n"));
  SetLogFormatJson(true);
  const std::string json = Logged("m", "a\n\"b");
  SetLogFormatJson(false);
  EXPECT_THAT(json, EndsWith("\"message\":\"m\",\"key\":\"a\\u000a\\\"b\"}\n"));
}

TEST(LogTest, LeavesOutWhatIsBelowTheSeverity) {
  SetMinLogSeverity(Severity::kError);
  const std::string out = Logged("m", "v");
  SetMinLogSeverity(Severity::kInfo);
  EXPECT_THAT(out, IsEmpty());
}

TEST(LogTest, CutsALongValueBetweenCharacters) {
  std::string value(2047, 'a');
  value += "\xE2\x82\xAC";
  EXPECT_THAT(Logged("m", value), Not(HasSubstr("\xE2")));
}

}  // namespace
}  // namespace impactwire
