#include "ingest_service/extract/periods/time_finder.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gtest/gtest.h"
#include "tests/ingest_service/extract/one_sentence.h"

namespace impactwire::extract {
namespace {

// "<start>/<end>" of each expression.
std::string Find(const std::string& text,
                 const std::string& published = "2020-06-15") {
  static const auto* const finder = new auto(TimeFinder::Create());
  EXPECT_TRUE(finder->ok()) << finder->status();
  const text::Document document = OneSentence(text);
  const LexedText lexed = Lex(document);
  std::vector<uint8_t> taken;
  std::vector<std::string> out;
  for (const TimeExpression& time :
       (**finder)->Find(lexed, published, &taken)) {
    out.push_back(absl::StrCat(time.start, "/", time.end));
  }
  return absl::StrJoin(out, "; ");
}

struct Case {
  const char* text;
  const char* times;
};

TEST(TimeFinderTest, ReadsDates) {
  const Case kCases[] = {
      {"It opened in 2018 here", "2018/2018"},
      {"It opened on March 5, 2018 here", "2018-03-05/2018-03-05"},
      {"It opened on 5 March 2018 here", "2018-03-05/2018-03-05"},
      {"It opened in July 2014 here", "2014-07/2014-07"},
      {"It ran between 2015 and 2019 here", "2015/2019"},
      {"It ran from 2015 to 2019 here", "2015/2019"},
      {"It ran in 2015-19 here", "2015/2019"},
      {"It ran in fiscal 2022 here", "2022/2022"},
      {"It ran in FY 2020-21 here", "2020/2021"},
      {"It ran from Sept. 20 to 22 this year", "2020-09-20/2020-09-22"},
      {"It ran in the third quarter of 2010 here", "2010-07/2010-09"},
      {"Published 2016-02-27 here", "2016-02-27/2016-02-27"},
      {"Published 23/02/2016 here", "2016-02-23/2016-02-23"},
  };
  for (const Case& c : kCases) EXPECT_EQ(Find(c.text), c.times) << c.text;
}

TEST(TimeFinderTest, SinceSetsTheStartAndByTheEnd) {
  const Case kCases[] = {
      {"It has run since 2018 here", "2018/"},
      {"It has run since it began in July 2014 here", "2014-07/"},
      {"It will run by 2030 here", "/2030"},
      {"It will run by the end of 2021 here", "/2021"},
      {"It will run until May 2021 here", "/2021-05"},
  };
  for (const Case& c : kCases) EXPECT_EQ(Find(c.text), c.times) << c.text;
}

TEST(TimeFinderTest, ResolvesRelativeDatesAgainstThePublishDate) {
  const Case kCases[] = {
      {"It ran last year here", "2019/2019"},
      {"It ran this month here", "2020-06/2020-06"},
      {"It has run since April this year here", "2020-04/"},
      {"It has run since April here", "2020-04/"},
      {"It ran last August here", "2019-08/2019-08"},
      {"It ran three years ago here", "2017/2017"},
      {"It ran over the past decade here", "2010/2020"},
      {"It will run over the next five years here", "2020/2025"},
      {"It will run within the next five years here", "/2025"},
      {"It ran in the first eight months of last year", "2019-01/2019-08"},
  };
  for (const Case& c : kCases) EXPECT_EQ(Find(c.text), c.times) << c.text;
}

TEST(TimeFinderTest, KnowsPastFromToComeByTheVerb) {
  const Case kCases[] = {
      {"It opened in August here", "2019-08/2019-08"},
      {"It will open in August here", "2020-08/2020-08"},
      {"It will open in March here", "2021-03/2021-03"},
      {"It will run until the end of March here", "/2021-03"},
      {"It opened on Friday here", "2020-06-12/2020-06-12"},
      {"It will open on Friday here", "2020-06-19/2020-06-19"},
      {"It ran last Monday here", "2020-06-08/2020-06-08"},
      {"It ran yesterday here", "2020-06-14/2020-06-14"},
      {"It will run by Christmas here", "/2020-12"},
      {"It ran at Christmas here", "2019-12/2019-12"},
      {"It ran last autumn here", "2019/2019"},
      {"It ran for three years here", "2017/2020"},
      {"It will run over three years here", "2020/2023"},
      {"It will run within three years here", "/2023"},
  };
  for (const Case& c : kCases) EXPECT_EQ(Find(c.text), c.times) << c.text;
  EXPECT_EQ(Find("It ran last spring here", "2020-07-15"), "2020/2020");
}

TEST(TimeFinderTest, ReadsYearsThatEndInAMonth) {
  const Case kCases[] = {
      {"It ran in the year to March 2020 here", "2019-04/2020-03"},
      {"It ran in the six months ended June 30, 2019", "2019-01/2019-06"},
      {"It ran in the quarter ended June 2019 here", "2019-04/2019-06"},
  };
  for (const Case& c : kCases) EXPECT_EQ(Find(c.text), c.times) << c.text;
}

TEST(TimeFinderTest, ResolvesTimesAgainstThoseToldBefore) {
  const Case kCases[] = {
      {"It fed 12 in 2017, up from 9 a year earlier", "2017/2017; 2016/2016"},
      {"It fed 9 the year before and 12 in 2017", "2016/2016; 2017/2017"},
      {"It opened in 2015 and fed 9 since then", "2015/2015; 2015/"},
      {"It opened in May 2015 and fed 9 that month",
       "2015-05/2015-05; 2015-05/2015-05"},
      {"It fed 12 in March 2018 and 9 two months later",
       "2018-03/2018-03; 2018-05/2018-05"},
      {"It fed 12, up from 9 the previous year", "2019/2019"},
  };
  for (const Case& c : kCases) EXPECT_EQ(Find(c.text), c.times) << c.text;
  EXPECT_EQ(Find("It fed 12 in 2017, up from 9 a year earlier", ""),
            "2017/2017; 2016/2016");
}

TEST(TimeFinderTest, WithoutAPublishDateRelativeDatesStayOpen) {
  EXPECT_EQ(Find("It ran last year here", ""), "/");
  EXPECT_EQ(Find("It ran in 2018 here", ""), "2018/2018");
}

TEST(TimeFinderTest, QuantitiesAreNoYears) {
  for (const char* text :
       {"It planted 2000 trees here", "It gave $2015 to them",
        "It reached over 2000 people here", "It may help", "They march on",
        "It fed 9 on the previous site", "It gave 25 Christmas hampers",
        "She is Woman of the Year here"}) {
    EXPECT_EQ(Find(text), "") << text;
  }
}

}  // namespace
}  // namespace impactwire::extract
