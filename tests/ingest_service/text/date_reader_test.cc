#include "ingest_service/text/date_reader.h"

#include <gtest/gtest.h>

namespace impactwire::text {
namespace {

struct Case {
  const char* text;
  const char* date;
};

class FindDateTest : public testing::TestWithParam<Case> {};

TEST_P(FindDateTest, FindsTheDate) {
  EXPECT_EQ(FindDate(GetParam().text).date, GetParam().date);
}

INSTANTIATE_TEST_SUITE_P(
    All, FindDateTest,
    testing::Values(
        Case{"China.org.cn, December 05, 2017", "2017-12-05"},
        Case{"5 Dec 2017", "2017-12-05"}, Case{"5 Dec. 2017", "2017-12-05"},
        Case{"December 29th 2019", "2019-12-29"},
        Case{"5th of December 2017", "2017-12-05"},
        Case{"Updated: 2009-09-07 08:07", "2009-09-07"},
        Case{"Date: 2016.03.01", "2016-03-01"},
        Case{"2016/3/1 10:00", "2016-03-01"}, Case{"23/02/2016", "2016-02-23"},
        Case{"02/23/2016", "2016-02-23"}, Case{"05/05/2016", "2016-05-05"},
        Case{"03-01-2017", "2017"}, Case{"June 2020", "2020-06"},
        Case{"Tues, Sept 9, 2015", "2015-09-09"},
        Case{"June 2020, posted 7 July 2020", "2020-07-07"},
        Case{"2017-12-05T08:00:00+08:00", "2017-12-05"},
        Case{"29 February 2020", "2020-02-29"},
        Case{"29 February 2021", "2021-02"}, Case{"2021-13-05", ""},
        Case{"in 2017", ""}, Case{"May 3", ""}, Case{"", ""},
        Case{"1800-01-01", ""}, Case{"12.5.2", ""},
        Case{"call 2020 0000 0000", ""}));

TEST(FindDateTest, TellsWhereItStands) {
  const FoundDate found = FindDate("On 5 Dec 2017.");
  EXPECT_EQ(found.begin, 3u);
  EXPECT_EQ(found.end, 13u);
}

class DateInUriTest : public testing::TestWithParam<Case> {};

TEST_P(DateInUriTest, FindsTheDate) {
  EXPECT_EQ(DateInUri(GetParam().text), GetParam().date);
}

INSTANTIATE_TEST_SUITE_P(
    All, DateInUriTest,
    testing::Values(Case{"https://a.org/2017/12/05/x", "2017-12-05"},
                    Case{"https://a.org/bw/2009-09/07/content_8660804.htm",
                         "2009-09-07"},
                    Case{"https://a.org/n3/2020/0615/c90000", "2020-06-15"},
                    Case{"https://a.org/20180125/2822695", "2018-01-25"},
                    Case{"https://a.org/news/201904251207", "2019-04-25"},
                    Case{"https://a.org/2018/06/policy.html", "2018-06"},
                    Case{"https://a.org/2017/dec/05/x", "2017-12-05"},
                    Case{"https://a.org/story-2017-12-05", "2017-12-05"},
                    Case{"https://a.org/id/5408.html", ""},
                    Case{"https://a.org/19200907", ""},
                    Case{"https://a.org/?d=2017-12-05", ""},
                    Case{"https://2017-12-05.org", ""}, Case{"", ""}));

class DatelineTest : public testing::TestWithParam<Case> {};

TEST_P(DatelineTest, FindsTheDate) {
  EXPECT_EQ(DateOfDateline(GetParam().text), GetParam().date);
}

INSTANTIATE_TEST_SUITE_P(
    All, DatelineTest,
    testing::Values(
        Case{"LONDON, 15 August 2019 - The firms said", "2019-08-15"},
        Case{"TORONTO, Nov. 11, 2010 /CNW/ - The bank", "2010-11-11"},
        Case{"13 October 2016: A scheme", "2016-10-13"},
        Case{"On 15 August 2019 the firms said so", ""},
        Case{"The fund, which began on 3 May 2001 - a Thursday - and has grown "
             "since",
             "2001-05-03"},
        Case{"The firms said so", ""}));

TEST(DateTest, TheFullerOfTwoThatAgreeIsTaken) {
  EXPECT_EQ(FullerDate("2018-06", "2018-06-05"), "2018-06-05");
  EXPECT_EQ(FullerDate("2018-06", "2018-07-05"), "2018-06");
  EXPECT_EQ(FullerDate("", "2018"), "2018");
}

TEST(DateTest, NeighbouringDaysAreKnown) {
  EXPECT_TRUE(IsNextDay("2020-02-29", "2020-03-01"));
  EXPECT_FALSE(IsNextDay("2020-02-29", "2020-02-29"));
  EXPECT_FALSE(IsNextDay("2020-02", "2020-03"));
}

}  // namespace
}  // namespace impactwire::text
