#include "tools/cli/ordered_pipeline.h"

#include <gtest/gtest.h>

#include <atomic>

namespace impactwire::cli {
namespace {

using Pipeline = OrderedPipeline<int, int>;

TEST(OrderedPipelineTest, ResultsComeInTheOrderOfTheInput) {
  std::vector<int> results;
  Pipeline pipeline(
      Pipeline::Options{.jobs = 8},
      [](int in) {
        // Early items take longest.
        volatile int work = 0;
        for (int i = 0; i < (5000 - in); ++i) work = work + i;
        return in * 2;
      },
      [&](int out, bool) { results.push_back(out); });
  for (int i = 0; i < 5000; ++i) pipeline.Push(i, 1);
  pipeline.Finish();
  ASSERT_EQ(results.size(), 5000);
  for (int i = 0; i < 5000; ++i) ASSERT_EQ(results[i], i * 2);
}

TEST(OrderedPipelineTest, NoMoreThanTheBoundIsOpen) {
  std::atomic<int> open = 0;
  std::atomic<int> most = 0;
  Pipeline pipeline(
      Pipeline::Options{.jobs = 4, .max_items = 100, .max_bytes = 30},
      [&](int in) { return in; }, [&](int, bool) { --open; });
  for (int i = 0; i < 2000; ++i) {
    pipeline.Push(i, 10);
    most = std::max<int>(most, ++open);
  }
  pipeline.Finish();
  // Three by bytes, and one between being emitted and being counted off.
  EXPECT_LE(most, 4);
}

TEST(OrderedPipelineTest, AnItemAboveTheBoundPassesAlone) {
  int sum = 0;
  Pipeline pipeline(
      Pipeline::Options{.jobs = 2, .max_bytes = 10}, [](int in) { return in; },
      [&](int out, bool) { sum += out; });
  for (int i = 1; i <= 4; ++i) pipeline.Push(i, 1000);
  pipeline.Finish();
  EXPECT_EQ(sum, 10);
}

TEST(OrderedPipelineTest, TheLastResultSaysThatNoneWaits) {
  bool last_said = false;
  Pipeline pipeline(
      Pipeline::Options{.jobs = 3}, [](int in) { return in; },
      [&](int, bool last) { last_said = last; });
  for (int i = 0; i < 100; ++i) pipeline.Push(i, 1);
  pipeline.Finish();
  EXPECT_TRUE(last_said);
}

}  // namespace
}  // namespace impactwire::cli
