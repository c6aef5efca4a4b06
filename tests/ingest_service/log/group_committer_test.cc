#include "ingest_service/log/group_committer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "common/status/errors.h"
#include "tests/ingest_service/log/log_test_util.h"
#include "tests/ingest_service/log/memory_storage.h"

namespace impactwire::record_log {
namespace {

using testing::ElementsAre;

AppendOp Op(absl::string_view id, size_t bytes = 1) {
  AppendOp op;
  op.key = ArticleTableKey(id);
  op.fingerprint = "f";
  op.body = std::string(bytes, 'x');
  return op;
}

class GroupCommitterTest : public testing::Test {
 protected:
  void Start(CommitterOptions options = {}) {
    options.on_fatal = [this](const absl::Status& status) {
      fatal_.push_back(status);
    };
    committer_ =
        std::make_unique<GroupCommitter>(&storage_, LogState(), options);
  }

  Answer Append(AppendOp op, Admission admission = Admission::kShed) {
    Answer answer;
    committer_->Append(std::move(op), admission, Into(&answer));
    return answer;
  }

  // Leaves one append waiting inside its commit.
  Answer HoldCommit() {
    storage_.Hold();
    Answer answer = Append(Op("held"));
    storage_.AwaitCommit();
    return answer;
  }

  MemoryStorage storage_;
  std::vector<absl::Status> fatal_;
  std::unique_ptr<GroupCommitter> committer_;
};

TEST_F(GroupCommitterTest, WritersThatComeDuringACommitShareTheNext) {
  Start();
  Answer held = HoldCommit();
  std::vector<Answer> answers;
  for (int i = 0; i < 64; ++i) answers.push_back(Append(Op(absl::StrCat(i))));
  storage_.Release();
  for (int i = 0; i < 64; ++i) {
    EXPECT_EQ(Say(answers[i].get()), absl::StrCat("created ", i + 2));
  }
  EXPECT_EQ(storage_.commits(), 2);
  EXPECT_EQ(committer_->commit_count(), 2u);
}

TEST_F(GroupCommitterTest, NothingIsAcknowledgedOrVisibleBeforeItsCommit) {
  Start();
  Answer held = HoldCommit();
  EXPECT_EQ(committer_->watermark().value(), 0u);
  EXPECT_EQ(held.wait_for(std::chrono::seconds(0)),
            std::future_status::timeout);
  storage_.Release();
  EXPECT_EQ(Say(held.get()), "created 1");
  EXPECT_EQ(committer_->watermark().value(), 1u);
}

TEST_F(GroupCommitterTest, ABatchIsBoundedInItemsAndBytes) {
  CommitterOptions options;
  options.max_batch_items = 2;
  options.max_batch_bytes = 1000;
  Start(options);
  Answer held = HoldCommit();
  std::vector<Answer> answers;
  for (int i = 0; i < 3; ++i) answers.push_back(Append(Op(absl::StrCat(i))));
  answers.push_back(Append(Op("large", 5000)));
  storage_.Release();
  for (Answer& answer : answers) EXPECT_TRUE(answer.get().ok());
  // held | 0 1 | 2 | large
  EXPECT_EQ(storage_.commits(), 4);
}

TEST_F(GroupCommitterTest, AFullQueueShedsWithAdviceToRetry) {
  CommitterOptions options;
  options.max_open_items = 2;
  Start(options);
  Answer held = HoldCommit();
  Answer second = Append(Op("b"));
  const absl::Status refused = Append(Op("c")).get().status();
  EXPECT_EQ(refused.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(RetryDelay(refused), absl::Milliseconds(200));
  storage_.Release();
  EXPECT_EQ(Say(second.get()), "created 2");
}

TEST_F(GroupCommitterTest, TheQueueIsBoundedInBytesToo) {
  CommitterOptions options;
  options.max_open_bytes = 100;
  Start(options);
  storage_.Hold();
  Answer large = Append(Op("larger than the bound, but alone", 200));
  EXPECT_EQ(Append(Op("b")).get().status().code(),
            absl::StatusCode::kResourceExhausted);
  storage_.Release();
  EXPECT_EQ(Say(large.get()), "created 1");
}

TEST_F(GroupCommitterTest, AWriterMayWaitForRoom) {
  CommitterOptions options;
  options.max_open_items = 1;
  Start(options);
  Answer held = HoldCommit();
  std::thread waiting([&] {
    EXPECT_EQ(Say(Append(Op("b"), Admission::kWait).get()), "created 2");
  });
  storage_.Release();
  waiting.join();
}

TEST_F(GroupCommitterTest, AfterAFailedCommitEverythingIsRefusedForGood) {
  Start();
  Answer held = HoldCommit();
  Answer queued = Append(Op("b"));
  storage_.FailCommits(absl::UnavailableError("no space"));
  storage_.Release();
  EXPECT_EQ(held.get().status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(queued.get().status().code(), absl::StatusCode::kUnavailable);
  storage_.FailCommits(absl::OkStatus());
  EXPECT_EQ(Append(Op("c")).get().status().code(),
            absl::StatusCode::kUnavailable);
  EXPECT_EQ(committer_->DropTombstones(1).status().code(),
            absl::StatusCode::kUnavailable);
  committer_.reset();
  EXPECT_THAT(fatal_, ElementsAre(absl::UnavailableError("no space")));
  EXPECT_TRUE(storage_.rows().empty());
}

TEST_F(GroupCommitterTest, AFailedCommitWakesWritersThatWaitForRoom) {
  CommitterOptions options;
  options.max_open_items = 1;
  Start(options);
  Answer held = HoldCommit();
  std::thread waiting([&] {
    EXPECT_EQ(Append(Op("b"), Admission::kWait).get().status().code(),
              absl::StatusCode::kUnavailable);
  });
  storage_.FailCommits(absl::UnavailableError("no space"));
  storage_.Release();
  waiting.join();
}

TEST_F(GroupCommitterTest, ClosingCommitsAndAcknowledgesWhatIsQueued) {
  Start();
  Answer held = HoldCommit();
  Answer queued = Append(Op("b"));
  std::thread closing([&] { committer_.reset(); });
  storage_.Release();
  closing.join();
  EXPECT_EQ(Say(held.get()), "created 1");
  EXPECT_EQ(Say(queued.get()), "created 2");
}

TEST_F(GroupCommitterTest, TheWatermarkMovesBeforeTheAcknowledgement) {
  Start();
  std::promise<uint64_t> seen;
  committer_->Append(Op("a"), Admission::kShed,
                     [&](absl::StatusOr<Appended> answer) {
                       seen.set_value(committer_->watermark().value());
                     });
  EXPECT_EQ(seen.get_future().get(), 1u);
}

TEST_F(GroupCommitterTest, TombstonesAreDroppedBetweenCommits) {
  Start();
  ASSERT_TRUE(Append(Op("a")).get().ok());
  AppendOp op;
  op.kind = EntryKind::kTombstone;
  op.key = ArticleTableKey("a");
  v1::LogEntry entry;
  entry.mutable_tombstone()->set_article_id("a");
  op.entry = entry.SerializeAsString();
  op.delete_millis = 10;
  EXPECT_EQ(Say(Append(std::move(op)).get()), "deleted 2");
  EXPECT_EQ(committer_->DropTombstones(11).value(), 1u);
  EXPECT_EQ(committer_->state().oldest_resumable, 2u);
}

// Each writer sees its own sequences grow, no sequence is given twice, and the
// acknowledgements come in sequence order.
TEST_F(GroupCommitterTest, ManyWritersGetDistinctSequencesInCommitOrder) {
  constexpr int kWriters = 8, kEach = 200;
  CommitterOptions options;
  options.max_open_items = 16;
  Start(options);
  Mutex mu;
  std::vector<uint64_t> acknowledged;
  std::vector<std::thread> writers;
  for (int w = 0; w < kWriters; ++w) {
    writers.emplace_back([&, w] {
      for (int i = 0; i < kEach; ++i) {
        committer_->Append(Op(absl::StrCat(w, "-", i)), Admission::kWait,
                           [&](absl::StatusOr<Appended> answer) {
                             MutexLock lock(&mu);
                             acknowledged.push_back(answer->sequence);
                           });
      }
    });
  }
  for (std::thread& writer : writers) writer.join();
  committer_.reset();
  std::vector<uint64_t> expected(kWriters * kEach);
  for (size_t i = 0; i < expected.size(); ++i) expected[i] = i + 1;
  MutexLock lock(&mu);
  EXPECT_EQ(acknowledged, expected);
}

}  // namespace
}  // namespace impactwire::record_log
