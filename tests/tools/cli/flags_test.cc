#include "tools/cli/flags.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

namespace impactwire::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class FlagsTest : public ::testing::Test {
 protected:
  FlagsTest() : flags_("test [FLAGS]", "Tests.") {
    flags_.Add("min-value", "NUMBER", &value_, "a number");
    flags_.Add("share", "NUMBER", &share_, 0, 1, "a share");
    flags_.AddDate("since", &since_, "a date");
    flags_.Add("unit", "UNIT", &units_, "units");
    flags_.Add("name", "NAME", &name_, "a name");
    flags_.Add("limit", "N", &limit_, 1, 100, "a limit");
    flags_.Add("timeout", "TIME", &timeout_, "a time");
    flags_.AddSwitch("all", &all_, "all of them");
  }
  absl::Status Error(const std::vector<std::string>& args) {
    return flags_.Parse(args).status();
  }

  Flags flags_;
  std::optional<double> value_;
  std::optional<double> share_;
  std::string since_;
  std::vector<std::string> units_;
  std::string name_;
  int limit_ = 50;
  absl::Duration timeout_ = absl::Seconds(1);
  bool all_ = false;
};

TEST_F(FlagsTest, ValuesMayFollowAnEqualsSignOrAsTheNextWord) {
  ASSERT_THAT(*flags_.Parse({"--min-value=2.5", "--name", "a b"}), IsEmpty());
  EXPECT_EQ(value_, 2.5);
  EXPECT_EQ(name_, "a b");
}

TEST_F(FlagsTest, AValueMayBeginWithDashes) {
  ASSERT_THAT(*flags_.Parse({"--min-value", "-3"}), IsEmpty());
  EXPECT_EQ(value_, -3);
}

TEST_F(FlagsTest, UnderscoresAreDashes) {
  ASSERT_THAT(*flags_.Parse({"--min_value=1"}), IsEmpty());
  EXPECT_EQ(value_, 1);
}

TEST_F(FlagsTest, RepeatedFlagsAndCommasAdd) {
  ASSERT_THAT(*flags_.Parse({"--unit=a,b", "--unit=c"}), IsEmpty());
  EXPECT_THAT(units_, ElementsAre("a", "b", "c"));
}

TEST_F(FlagsTest, ArgumentsAndFlagsMayBeMixed) {
  EXPECT_THAT(*flags_.Parse({"x", "--all", "-", "--", "--limit=1"}),
              ElementsAre("x", "-", "--limit=1"));
  EXPECT_TRUE(all_);
  EXPECT_EQ(limit_, 50);
}

TEST_F(FlagsTest, ASwitchCanBeTakenBack) {
  ASSERT_THAT(*flags_.Parse({"--all", "--no-all"}), IsEmpty());
  EXPECT_FALSE(all_);
}

TEST_F(FlagsTest, AnUnknownFlagIsAnErrorWithTheNearestOne) {
  EXPECT_EQ(
      Error({"--limt=3"}),
      absl::InvalidArgumentError("unknown flag --limt; did you mean --limit?"));
  EXPECT_EQ(Error({"--zzz"}), absl::InvalidArgumentError("unknown flag --zzz"));
  EXPECT_EQ(Error({"-x"}), absl::InvalidArgumentError(
                               "unknown flag -x; flags begin with \"--\""));
}

TEST_F(FlagsTest, AWrongValueNamesItsFlag) {
  EXPECT_EQ(Error({"--limit=0"}),
            absl::InvalidArgumentError(
                "--limit: \"0\" is no whole number from 1 to 100"));
  EXPECT_EQ(Error({"--limit=99999999999"}),
            absl::InvalidArgumentError("--limit: \"99999999999\" is no whole "
                                       "number from 1 to 100"));
  EXPECT_EQ(Error({"--min-value=nan"}),
            absl::InvalidArgumentError("--min-value: \"nan\" is no number"));
  EXPECT_EQ(Error({"--timeout=5"}),
            absl::InvalidArgumentError("--timeout: \"5\" is no time span; "
                                       "write \"10s\" or \"500ms\""));
  EXPECT_EQ(Error({"--all=maybe"}),
            absl::InvalidArgumentError("--all takes no value"));
  EXPECT_EQ(Error({"--unit="}),
            absl::InvalidArgumentError(
                "--unit: \"\" is empty; leave the flag out to have all"));
  EXPECT_EQ(
      Error({"--share=2"}),
      absl::InvalidArgumentError("--share: \"2\" is no number from 0 to 1"));
  EXPECT_EQ(Error({"--since=soon"}),
            absl::InvalidArgumentError("--since: \"soon\" is no date; write "
                                       "\"YYYY-MM-DD\", \"YYYY-MM\" or "
                                       "\"YYYY\""));
  EXPECT_EQ(Error({"--name"}),
            absl::InvalidArgumentError("--name needs a value"));
}

TEST_F(FlagsTest, DatesInTheWrongOrderNameBothFlags) {
  EXPECT_EQ(
      CheckDateOrder("since", "2024", "until", "2023-05"),
      absl::InvalidArgumentError("--since=2024 is after --until=2023-05"));
  EXPECT_TRUE(CheckDateOrder("since", "2024-03", "until", "2024").ok());
  EXPECT_TRUE(CheckDateOrder("since", "2024", "until", "2024-03").ok());
  EXPECT_TRUE(CheckDateOrder("since", "", "until", "2023").ok());
}

TEST_F(FlagsTest, HelpIsSeenEvenBesideAnError) {
  EXPECT_FALSE(flags_.Parse({"--help", "--zzz"}).ok());
  EXPECT_TRUE(flags_.help_wanted());
}

TEST_F(FlagsTest, HelpListsEveryFlagWithinEightyColumns) {
  flags_.Add(
      "long", "VALUE", &name_,
      absl::StrCat(std::string(30, 'x'), " ", std::string(30, 'y'), " z"));
  const std::string help = flags_.Help();
  EXPECT_THAT(help, HasSubstr("Usage: impactwire test [FLAGS]\n"));
  EXPECT_THAT(help, HasSubstr("  --min-value=NUMBER          a number\n"));
  size_t start = 0;
  for (size_t end; (end = help.find('\n', start)) != std::string::npos;
       start = end + 1) {
    EXPECT_LE(end - start, 80);
  }
}

}  // namespace
}  // namespace impactwire::cli
