#include "ingest_service/log/watermark.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

namespace impactwire::record_log {
namespace {

using testing::ElementsAre;

TEST(WatermarkTest, EverySubscriberHearsEveryAdvance) {
  Watermark watermark(5);
  std::vector<uint64_t> a, b;
  const auto first = watermark.Subscribe([&](uint64_t v) { a.push_back(v); });
  watermark.Advance(6);
  const auto second = watermark.Subscribe([&](uint64_t v) { b.push_back(v); });
  watermark.Advance(9);
  EXPECT_THAT(a, ElementsAre(6, 9));
  EXPECT_THAT(b, ElementsAre(9));
  EXPECT_EQ(watermark.value(), 9u);
}

TEST(WatermarkTest, NobodyIsCalledAfterTheSubscriptionHasEnded) {
  Watermark watermark(0);
  std::vector<uint64_t> heard;
  auto subscription =
      watermark.Subscribe([&](uint64_t v) { heard.push_back(v); });
  subscription.reset();
  watermark.Advance(1);
  EXPECT_THAT(heard, ElementsAre());
}

TEST(WatermarkTest, TheValueIsThereWhenTheCallComes) {
  Watermark watermark(0);
  uint64_t seen = 0;
  const auto subscription =
      watermark.Subscribe([&](uint64_t) { seen = watermark.value(); });
  watermark.Advance(3);
  EXPECT_EQ(seen, 3u);
}

// The sanitizers are the judge.
TEST(WatermarkTest, SubscriptionsComeAndGoWhileItAdvances) {
  Watermark watermark(0);
  std::thread advancing([&] {
    for (uint64_t v = 1; v <= 2000; ++v) watermark.Advance(v);
  });
  uint64_t last = 0;
  for (int i = 0; i < 500; ++i) {
    uint64_t heard = 0;
    const auto subscription =
        watermark.Subscribe([&heard](uint64_t v) { heard = v; });
    last = watermark.value();
  }
  advancing.join();
  EXPECT_LE(last, 2000u);
  EXPECT_EQ(watermark.value(), 2000u);
}

}  // namespace
}  // namespace impactwire::record_log
