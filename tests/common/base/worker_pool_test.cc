#include "common/base/worker_pool.h"

#include <gtest/gtest.h>

#include <atomic>

namespace impactwire {
namespace {

TEST(WorkerPoolTest, RunsEveryTaskItTook) {
  std::atomic<int> ran{0};
  int taken = 0;
  {
    WorkerPool pool(3, 10000);
    for (int i = 0; i < 1000; ++i) taken += pool.TrySubmit([&] { ++ran; });
  }
  EXPECT_EQ(taken, 1000);
  EXPECT_EQ(ran, 1000);
}

TEST(WorkerPoolTest, RefusesWhenTheQueueIsFull) {
  Mutex mu;
  CondVar cv;
  bool open = false;
  bool running = false;
  WorkerPool pool(1, 2);
  ASSERT_TRUE(pool.TrySubmit([&] {
    MutexLock lock(&mu);
    running = true;
    cv.SignalAll();
    while (!open) cv.Wait(&mu);
  }));
  {
    MutexLock lock(&mu);
    while (!running) cv.Wait(&mu);
  }
  EXPECT_TRUE(pool.TrySubmit([] {}));
  EXPECT_TRUE(pool.TrySubmit([] {}));
  EXPECT_FALSE(pool.TrySubmit([] {}));
  EXPECT_EQ(pool.queued(), 2u);
  MutexLock lock(&mu);
  open = true;
  cv.SignalAll();
}

TEST(CondVarTest, SaysThatTheDeadlinePassed) {
  Mutex mu;
  CondVar cv;
  MutexLock lock(&mu);
  EXPECT_FALSE(cv.WaitUntil(&mu, absl::Now() + absl::Milliseconds(1)));
}

}  // namespace
}  // namespace impactwire
