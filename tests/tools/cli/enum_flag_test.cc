#include "tools/cli/enum_flag.h"

#include <gtest/gtest.h>

#include "impactwire/v1/record.pb.h"

namespace impactwire::cli {
namespace {

absl::StatusOr<int> Status(absl::string_view text) {
  return ParseEnum("status", "FIGURE_STATUS_", *v1::FigureStatus_descriptor(),
                   text);
}

TEST(EnumFlagTest, AllWaysToWriteAValueMeanTheSame) {
  EXPECT_EQ(*Status("target"), v1::FIGURE_STATUS_TARGET);
  EXPECT_EQ(*Status("TARGET"), v1::FIGURE_STATUS_TARGET);
  EXPECT_EQ(*Status("FIGURE_STATUS_TARGET"), v1::FIGURE_STATUS_TARGET);
  EXPECT_EQ(*ParseEnum("c", "IMPACT_CATEGORY_",
                       *v1::ImpactCategory_descriptor(), "People-Trained"),
            v1::IMPACT_CATEGORY_PEOPLE_TRAINED);
}

TEST(EnumFlagTest, AnUnknownValueListsTheKnownOnes) {
  EXPECT_EQ(Status("achived").status(),
            absl::InvalidArgumentError(
                "--status: \"achived\" is none of achieved, target, context; "
                "did you mean achieved?"));
}

TEST(EnumFlagTest, UnspecifiedIsNoValue) {
  EXPECT_FALSE(Status("unspecified").ok());
}

}  // namespace
}  // namespace impactwire::cli
