#include "ingest_service/log/commit_plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "common/status/errors.h"
#include "tests/ingest_service/log/log_test_util.h"
#include "tests/ingest_service/log/memory_storage.h"

namespace impactwire::record_log {
namespace {

using testing::ElementsAre;

AppendOp Put(absl::string_view id, absl::string_view content) {
  AppendOp op;
  op.key = ArticleTableKey(id);
  op.fingerprint = std::string(content);
  v1::LogEntry entry;
  *entry.mutable_record() = MakeRecord(id, content);
  op.entry = entry.SerializeAsString();
  op.text = absl::StrCat("text ", content);
  op.body = absl::StrCat("body ", content);
  return op;
}

AppendOp Remove(absl::string_view id, int64_t millis = 0) {
  AppendOp op;
  op.kind = EntryKind::kTombstone;
  op.key = ArticleTableKey(id);
  op.delete_millis = millis;
  v1::LogEntry entry;
  entry.mutable_tombstone()->set_article_id(std::string(id));
  op.entry = entry.SerializeAsString();
  return op;
}

class CommitPlanTest : public testing::Test {
 protected:
  // Commits `ops` as one batch; what each was answered.
  std::vector<std::string> Commit(std::vector<AppendOp> ops) {
    CommitPlan plan = PlanAppends(std::move(ops), *storage_.View(), state_);
    if (!plan.writes.empty()) {
      EXPECT_TRUE(storage_.Apply(plan.writes).ok());
    }
    state_ = plan.state;
    std::vector<std::string> said;
    for (const auto& answer : plan.answers) said.push_back(Say(answer));
    return said;
  }

  uint64_t Drop(int64_t before, uint64_t max_count = 100) {
    const DropPlan plan =
        PlanDrop(before, max_count, *storage_.View(), state_).value();
    if (!plan.writes.empty()) {
      EXPECT_TRUE(storage_.Apply(plan.writes).ok());
    }
    state_ = plan.state;
    return plan.dropped;
  }

  // Sequences with a row in `table`.
  std::vector<uint64_t> Rows(Table table) const {
    std::vector<uint64_t> sequences;
    for (const auto& [at, value] : storage_.rows()) {
      uint64_t sequence = 0;
      if (at.first == table && DecodeInteger(at.second, &sequence)) {
        sequences.push_back(sequence);
      }
    }
    return sequences;
  }

  MemoryStorage storage_;
  LogState state_;
};

TEST_F(CommitPlanTest, SequencesAreGivenInOrder) {
  EXPECT_THAT(Commit({Put("a", "1"), Put("b", "1"), Put("c", "1")}),
              ElementsAre("created 1", "created 2", "created 3"));
  EXPECT_THAT(Commit({Put("d", "1")}), ElementsAre("created 4"));
}

TEST_F(CommitPlanTest, AnUpdateDeletesTheOldEntryInTheSameBatch) {
  Commit({Put("a", "1"), Put("b", "1")});
  EXPECT_THAT(Commit({Put("a", "2")}), ElementsAre("updated 3"));
  EXPECT_THAT(Rows(Table::kEntries), ElementsAre(2, 3));
  EXPECT_THAT(Rows(Table::kTexts), ElementsAre(2, 3));
  EXPECT_THAT(Rows(Table::kBodies), ElementsAre(2, 3));
  EXPECT_EQ(state_.article_count, 2u);
}

TEST_F(CommitPlanTest, WhatIsUnchangedWritesNothing) {
  Commit({Put("a", "1"), Put("b", "1")});
  EXPECT_THAT(Commit({Put("a", "1")}), ElementsAre("unchanged 1"));
  EXPECT_EQ(storage_.commits(), 1);
  EXPECT_EQ(state_.high_watermark, 2u);
}

TEST_F(CommitPlanTest, TheLaterOfTwoUpsertsInOneBatchWins) {
  EXPECT_THAT(Commit({Put("a", "1"), Put("a", "2"), Put("a", "2")}),
              ElementsAre("created 1", "updated 2", "unchanged 2"));
  EXPECT_THAT(Rows(Table::kEntries), ElementsAre(2));
  EXPECT_EQ(state_.article_count, 1u);
}

TEST_F(CommitPlanTest, ADeleteLeavesATombstone) {
  Commit({Put("a", "1")});
  EXPECT_THAT(Commit({Remove("a")}), ElementsAre("deleted 2"));
  EXPECT_THAT(Rows(Table::kEntries), ElementsAre(2));
  EXPECT_THAT(Rows(Table::kTombstones), ElementsAre(2));
  EXPECT_THAT(Rows(Table::kBodies), ElementsAre());
  EXPECT_EQ(state_.article_count, 0u);
  EXPECT_EQ(state_.tombstone_count, 1u);
}

TEST_F(CommitPlanTest, WhatIsNotThereCannotBeDeleted) {
  EXPECT_THAT(Commit({Remove("a")}),
              ElementsAre(ResourceNotFound("article", "a").ToString()));
  EXPECT_THAT(Commit({Put("a", "1"), Remove("a"), Remove("a")}),
              ElementsAre("created 1", "deleted 2",
                          ResourceNotFound("article", "a").ToString()));
}

TEST_F(CommitPlanTest, AnArticleThatComesBackReplacesItsTombstone) {
  Commit({Put("a", "1"), Remove("a")});
  EXPECT_THAT(Commit({Put("a", "1")}), ElementsAre("created 3"));
  EXPECT_THAT(Rows(Table::kEntries), ElementsAre(3));
  EXPECT_THAT(Rows(Table::kTombstones), ElementsAre());
  EXPECT_EQ(state_.tombstone_count, 0u);
}

TEST_F(CommitPlanTest, AnUnreadableKeyIsAnsweredForItself) {
  storage_.Damage(Table::kKeys, ArticleTableKey("b"));
  EXPECT_THAT(Commit({Put("a", "1"), Put("b", "1"), Put("c", "1")}),
              ElementsAre("created 1", "DATA_LOSS: damaged", "created 2"));
}

TEST_F(CommitPlanTest, OldTombstonesAreDroppedAndTheHorizonMoves) {
  Commit({Put("a", "1"), Put("b", "1"), Put("c", "1")});
  Commit({Remove("a", 10), Remove("b", 20), Remove("c", 30)});
  EXPECT_EQ(Drop(30), 2u);
  EXPECT_THAT(Rows(Table::kEntries), ElementsAre(6));
  EXPECT_EQ(state_.oldest_resumable, 5u);
  EXPECT_EQ(state_.tombstone_count, 1u);
  EXPECT_EQ(Drop(30), 0u);
}

TEST_F(CommitPlanTest, ADroppedArticleIsUnknownAndItsSequenceIsNotGivenAgain) {
  Commit({Put("a", "1"), Remove("a", 10)});
  Drop(11);
  EXPECT_THAT(Commit({Remove("a")}),
              ElementsAre(ResourceNotFound("article", "a").ToString()));
  EXPECT_THAT(Commit({Put("a", "1")}), ElementsAre("created 3"));
}

TEST_F(CommitPlanTest, DroppingGoesOnWhereItStopped) {
  Commit({Put("a", "1"), Put("b", "1"), Remove("a"), Remove("b")});
  EXPECT_TRUE(PlanDrop(1, 1, *storage_.View(), state_)->more);
  EXPECT_EQ(Drop(1, 1), 1u);
  EXPECT_FALSE(PlanDrop(1, 1, *storage_.View(), state_)->more);
  EXPECT_EQ(Drop(1, 1), 1u);
}

// The oracle: one op per batch, which is simple to get right.
TEST_F(CommitPlanTest, HowAppendsAreBatchedChangesNothing) {
  for (uint32_t seed = 0; seed < 200; ++seed) {
    std::mt19937 random(seed);
    storage_.Clear();
    state_ = LogState();
    MemoryStorage single;
    LogState single_state;
    for (int round = 0; round < 20; ++round) {
      std::vector<AppendOp> ops;
      std::vector<std::string> expected;
      for (uint32_t n = random() % 8; n > 0; --n) {
        const std::string id(1, static_cast<char>('a' + random() % 4));
        AppendOp op = random() % 3 == 0
                          ? Remove(id, round)
                          : Put(id, absl::StrCat("v", random() % 2));
        CommitPlan plan = PlanAppends({op}, *single.View(), single_state);
        if (!plan.writes.empty()) {
          ASSERT_TRUE(single.Apply(plan.writes).ok());
        }
        single_state = plan.state;
        expected.push_back(Say(plan.answers[0]));
        ops.push_back(std::move(op));
      }
      ASSERT_EQ(Commit(std::move(ops)), expected) << "seed " << seed;
    }
    ASSERT_EQ(storage_.rows(), single.rows()) << "seed " << seed;
  }
}

}  // namespace
}  // namespace impactwire::record_log
