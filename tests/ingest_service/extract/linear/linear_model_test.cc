#include "ingest_service/extract/linear/linear_model.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace impactwire::extract {
namespace {

TEST(LinearModelTest, AddsUpTheWeightsOfKnownFeatures) {
  const auto model = LinearModel::Create(
      "# "
      "comment\nm\ta=x\t0\t1.5\nm\ta=x\t1\t-1\nm\tb\t1\t0.25\nother\tb\t0\t9\n",
      "m", 2);
  ASSERT_TRUE(model.ok()) << model.status();
  Features features;
  features.Add("a=", "X");
  features.Add("b");
  features.Add("unknown");
  double scores[2];
  (*model)->Score(features, scores);
  EXPECT_DOUBLE_EQ(scores[0], 1.5);
  EXPECT_DOUBLE_EQ(scores[1], -0.75);
}

TEST(LinearModelTest, TheRowsOfAModelAreFoundBehindThoseOfOthers) {
  for (const int others : {0, 1, 2, 3, 100}) {
    std::string tsv = "# comment\n\n";
    for (int i = 0; i < others; ++i)
      absl::StrAppend(&tsv, "n\tf", i, "\t0\t1\n");
    absl::StrAppend(&tsv, "no\tf\t0\t1\nm\tf\t0\t2\nm\tg\t0\t3\nn2\tf\t0\t9\n");
    const auto model = LinearModel::Create(tsv, "m", 1);
    ASSERT_TRUE(model.ok()) << model.status();
    Features features;
    features.Add("f");
    features.Add("g");
    double score = 0;
    (*model)->Score(features, &score);
    EXPECT_DOUBLE_EQ(score, 5) << others;
  }
}

TEST(LinearModelTest, AMalformedRowIsAnInternalError) {
  for (const char* tsv : {"m\ta\t0\n", "m\ta\t5\t1\n", "m\ta\t0\tx\n"}) {
    EXPECT_EQ(LinearModel::Create(tsv, "m", 2).status().code(),
              absl::StatusCode::kInternal)
        << tsv;
  }
}

TEST(LinearModelTest, NormalizedScoresAddUpToOne) {
  double scores[3] = {1000, 999, -1000};
  LinearModel::Normalize(scores, 3);
  EXPECT_DOUBLE_EQ(scores[0] + scores[1] + scores[2], 1);
  EXPECT_GT(scores[0], scores[1]);
}

TEST(LinearModelTest, AFeatureIsItsTextsJoined) {
  Features parts, whole;
  parts.Add("a=", "b", ".", "C");
  whole.Add("a=b.c");
  EXPECT_EQ(parts.hashes(), whole.hashes());
  Features numbers, text;
  numbers.Add(std::string("n="), 12, ".", true);
  text.Add("n=12.1");
  EXPECT_EQ(numbers.hashes(), text.hashes());
}

TEST(LinearModelTest, NamesAreKeptOnlyForTraining) {
  Features silent, training(true);
  silent.Add("h=", "School");
  training.Add("h=", "School");
  EXPECT_TRUE(silent.names().empty());
  EXPECT_EQ(training.names()[0], "h=school");
  EXPECT_EQ(silent.hashes(), training.hashes());
}

}  // namespace
}  // namespace impactwire::extract
