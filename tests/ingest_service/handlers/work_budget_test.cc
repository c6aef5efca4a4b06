#include "ingest_service/handlers/work_budget.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

namespace impactwire {
namespace {

using testing::ElementsAre;

class WorkBudgetTest : public testing::Test {
 protected:
  void Acquire(WorkBudget* budget, int name, size_t bytes = 1) {
    budget->Acquire(bytes, [this, name] { granted_.push_back(name); });
  }
  std::vector<int> granted_;
};

TEST_F(WorkBudgetTest, WhatFitsIsGrantedAtOnce) {
  WorkBudget budget(2, 100);
  Acquire(&budget, 1);
  Acquire(&budget, 2);
  Acquire(&budget, 3);
  EXPECT_THAT(granted_, ElementsAre(1, 2));
  EXPECT_EQ(budget.open_items(), 2u);
}

TEST_F(WorkBudgetTest, ReleasingGrantsInTheOrderOfAsking) {
  WorkBudget budget(1, 100);
  for (int i = 1; i <= 3; ++i) Acquire(&budget, i);
  budget.Release(1);
  EXPECT_THAT(granted_, ElementsAre(1, 2));
  budget.Release(1);
  EXPECT_THAT(granted_, ElementsAre(1, 2, 3));
}

TEST_F(WorkBudgetTest, BytesCountToo) {
  WorkBudget budget(10, 100);
  Acquire(&budget, 1, 60);
  Acquire(&budget, 2, 60);
  Acquire(&budget, 3, 10);  // would fit, but it is not its turn
  EXPECT_THAT(granted_, ElementsAre(1));
  budget.Release(60);
  EXPECT_THAT(granted_, ElementsAre(1, 2, 3));
}

TEST_F(WorkBudgetTest, AnItemLargerThanTheBudgetIsGrantedAlone) {
  WorkBudget budget(10, 100);
  Acquire(&budget, 1, 500);
  Acquire(&budget, 2, 1);
  EXPECT_THAT(granted_, ElementsAre(1));
  budget.Release(500);
  EXPECT_THAT(granted_, ElementsAre(1, 2));
}

TEST_F(WorkBudgetTest, AGrantThatReleasesAtOnceLetsTheNextInWithoutRecursion) {
  WorkBudget budget(1, 100);
  Acquire(&budget, 0);
  int passed = 0;
  constexpr int kWaiters = 200000;  // as many frames would overflow the stack
  for (int i = 0; i < kWaiters; ++i) {
    budget.Acquire(1, [&] {
      ++passed;
      budget.Release(1);
    });
  }
  budget.Release(1);
  EXPECT_EQ(passed, kWaiters);
  EXPECT_EQ(budget.open_items(), 0u);
}

TEST_F(WorkBudgetTest, ManyThreadsNeverExceedItAndAllGetTheirTurn) {
  WorkBudget budget(3, 100);
  std::atomic<int> open{0}, most{0}, granted{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 1000; ++i) {
        budget.Acquire(1, [&] {
          const int now = ++open;
          for (int seen = most; now > seen;) {
            if (most.compare_exchange_weak(seen, now)) break;
          }
          --open;
          ++granted;
          budget.Release(1);
        });
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(granted, 4000);
  EXPECT_LE(most, 3);
  EXPECT_EQ(budget.open_items(), 0u);
}

}  // namespace
}  // namespace impactwire
