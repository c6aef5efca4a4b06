#include "query_service/follow/follower.h"

#include "gtest/gtest.h"
#include "query_service/follow/backoff.h"
#include "tests/query_service/follow/fake_ingest.h"

namespace impactwire::query {
namespace {

constexpr char kLog[] = "00000000000000aa";
constexpr char kOtherLog[] = "00000000000000bb";

Position At(uint64_t sequence, const char* log = kLog) {
  return Position{log, sequence};
}

// A follower of a scripted server, and a place to wait for what it does.
class FollowerTest : public testing::Test {
 protected:
  FollowerTest() {
    index_.set_published_callback([this] { Signal(); });
  }

  // The index as from a snapshot file of five articles.
  void StartFromFive() {
    RecordBatch batch;
    batch.through = batch.high_watermark = At(5);
    *batch.entries.Add() = ArticleEntry(5, "article 5");
    ASSERT_TRUE(index_.Apply(std::move(batch)).ok());
    stale_after_ = absl::ZeroDuration();
  }

  void Follow(FollowerOptions options = FollowerOptions()) {
    options.target = fake_.target();
    options.initial_backoff = absl::Milliseconds(1);
    options.max_backoff = absl::Milliseconds(20);
    follower_.emplace(options, &index_,
                      [this](const FollowerStatus&) { Signal(); });
    if (stale_after_.has_value()) {
      follower_->ServeStaleAfter(*stale_after_, "file");
    }
    follower_->Start();
  }
  ~FollowerTest() override {
    if (follower_.has_value()) follower_->Stop();
  }

  void Signal() {
    MutexLock lock(&mu_);
    changed_.SignalAll();
  }
  template <typename Condition>
  void Await(const Condition& condition) {
    MutexLock lock(&mu_);
    while (!condition()) {
      changed_.WaitUntil(&mu_, absl::Now() + absl::Milliseconds(10));
    }
  }
  void AwaitApplied(const Position& position) {
    Await([&] { return index_.applied() == position; });
  }
  uint32_t Articles() const {
    const Snapshot now = index_.Pin();
    return now.tables().CountsAt(now.at()).articles;
  }

  Mutex mu_;
  CondVar changed_;
  Index index_;
  FakeIngest fake_;
  std::optional<absl::Duration> stale_after_;
  std::optional<Follower> follower_;
};

TEST_F(FollowerTest, AppliesWhatTheStreamSends) {
  fake_.Script({{StreamBatch(0, 3, 5), StreamBatch(3, 5, 5)}, {}, true});
  Follow();
  AwaitApplied(At(5));
  EXPECT_EQ(Articles(), 5);
}

TEST_F(FollowerTest, AsksWithoutTextsFromTheBeginningFirst) {
  fake_.Script({{StreamBatch(0, 1, 1)}, {}, true});
  Follow();
  const auto request = fake_.Requests(1)[0];
  EXPECT_TRUE(request.omit_text());
  EXPECT_EQ(request.after_position(), "");
}

TEST_F(FollowerTest, ResumesFromWhatItHoldsWhenTheStreamDies) {
  fake_.Script({{StreamBatch(0, 3, 9)}, absl::UnavailableError("restart")});
  fake_.Script({{StreamBatch(3, 9, 9)}, {}, true});
  Follow();
  AwaitApplied(At(9));
  EXPECT_EQ(fake_.Requests(2)[1].after_position(), At(3).ToString());
  EXPECT_EQ(Articles(), 9);
}

TEST_F(FollowerTest, ResumesFromWhatItHoldsWhenTheChainBreaks) {
  fake_.Script({{StreamBatch(0, 3, 9), StreamBatch(4, 9, 9)}, {}, true});
  fake_.Script({{StreamBatch(3, 9, 9)}, {}, true});
  Follow();
  AwaitApplied(At(9));
  EXPECT_EQ(fake_.Requests(2)[1].after_position(), At(3).ToString());
  EXPECT_EQ(Articles(), 9);
}

TEST_F(FollowerTest, DoesNotApplyABatchThatRepeatsEarlierOnes) {
  fake_.Script({{StreamBatch(0, 3, 9), StreamBatch(0, 9, 9)}, {}, true});
  fake_.Script({{StreamBatch(3, 4, 4)}, {}, true});
  Follow();
  AwaitApplied(At(4));
  EXPECT_EQ(Articles(), 4);
}

TEST_F(FollowerTest, RefusesABatchWithoutPositions) {
  auto bad = StreamBatch(3, 4, 4);
  bad.set_through_position("nonsense");
  fake_.Script({{StreamBatch(0, 3, 4), bad}, {}, true});
  fake_.Script({{StreamBatch(3, 4, 4)}, {}, true});
  Follow();
  AwaitApplied(At(4));
  EXPECT_EQ(fake_.Requests(2)[1].after_position(), At(3).ToString());
}

TEST_F(FollowerTest, ResumesWhenABatchHoldsEntriesOutOfPlace) {
  auto bad = StreamBatch(3, 5, 5);
  bad.mutable_entries(1)->set_sequence(17);
  fake_.Script({{StreamBatch(0, 3, 5), bad}, {}, true});
  fake_.Script({{StreamBatch(3, 5, 5)}, {}, true});
  Follow();
  AwaitApplied(At(5));
  EXPECT_EQ(Articles(), 5);
}

TEST_F(FollowerTest, StartsAnewWhenItsPositionIsNoLongerKept) {
  fake_.Script({{StreamBatch(0, 3, 3)}, absl::OutOfRangeError("swept")});
  fake_.Script({{StreamBatch(0, 1, 1)}, {}, true});
  Follow();
  AwaitApplied(At(1));
  EXPECT_EQ(fake_.Requests(2)[1].after_position(), "");
  EXPECT_EQ(Articles(), 1);
}

TEST_F(FollowerTest, StartsAnewOnAnotherLog) {
  fake_.Script({{StreamBatch(0, 3, 3)}, absl::UnavailableError("restart")});
  fake_.Script({{}, absl::FailedPreconditionError("another log")});
  fake_.Script({{StreamBatch(0, 2, 2, kOtherLog)}, {}, true});
  Follow();
  AwaitApplied(At(2, kOtherLog));
  EXPECT_EQ(Articles(), 2);
}

TEST_F(FollowerTest, IsCaughtUpAtTheFirstHighWatermarkAndNotBefore) {
  fake_.Script({{StreamBatch(0, 3, 5)}, absl::UnavailableError("restart")});
  Follow();
  AwaitApplied(At(3));
  fake_.Requests(2);
  EXPECT_FALSE(follower_->status().caught_up);
  fake_.Script({{StreamBatch(3, 5, 9)}, {}, true});
  Await([&] { return follower_->status().caught_up; });
  EXPECT_EQ(index_.applied(), At(5));
}

TEST_F(FollowerTest, IsCaughtUpWithAnEmptyLog) {
  fake_.Script({{StreamBatch(0, 0, 0)}, {}, true});
  Follow();
  Await([&] { return follower_->status().caught_up; });
  EXPECT_EQ(index_.oldest(), At(0));
}

TEST_F(FollowerTest, TellsWhyItDoesNotFollow) {
  fake_.Script({{StreamBatch(0, 1, 1)}, absl::UnavailableError("restart")});
  Follow();
  fake_.Requests(2);
  const FollowerStatus status = follower_->status();
  EXPECT_FALSE(status.following);
  EXPECT_EQ(status.last_error, "UNAVAILABLE: restart");
  EXPECT_EQ(status.high_watermark, At(1));
  EXPECT_EQ(status.connect_count, 1);
}

TEST_F(FollowerTest, GivesUpAConnectionThatIsSilent) {
  fake_.Script({{StreamBatch(0, 1, 2)}, {}, true});
  fake_.Script({{StreamBatch(1, 2, 2)}, {}, true});
  FollowerOptions options;
  options.stall_timeout = absl::Milliseconds(50);
  Follow(options);
  AwaitApplied(At(2));
  EXPECT_EQ(fake_.Requests(2)[1].after_position(), At(1).ToString());
}

TEST_F(FollowerTest, ASlowIndexSlowsTheSenderDown) {
  // The published callback holds the applier until it is let go.
  Mutex mu;
  CondVar go;
  bool held = true;
  index_.set_published_callback([&] {
    MutexLock lock(&mu);
    while (held) go.Wait(&mu);
  });
  FakeIngest::Call call;
  constexpr int kBatches = 60;
  for (int i = 0; i < kBatches; ++i) {
    auto batch = StreamBatch(i, i + 1, kBatches);
    batch.mutable_entries(0)->mutable_record()->set_title(
        std::string(1 << 20, 'x'));
    call.batches.push_back(batch);
  }
  call.hold = true;
  fake_.Script(std::move(call));
  FollowerOptions options;
  options.max_queued_batches = 2;
  Follow(options);
  fake_.Requests(1);
  Await([&] { return index_.applied() == At(1); });
  EXPECT_LT(fake_.written(), kBatches);
  {
    MutexLock lock(&mu);
    held = false;
    go.SignalAll();
  }
  AwaitApplied(At(kBatches));
  follower_->Stop();
}

TEST_F(FollowerTest, StopsWhileNobodyAnswers) {
  Follow();
  fake_.Requests(1);
  follower_->Stop();
  EXPECT_EQ(index_.applied(), Position());
}

TEST_F(FollowerTest, StopsWhileNobodyListens) {
  FollowerOptions options;
  options.target = "127.0.0.1:1";
  Follower follower(options, &index_, nullptr);
  follower.Start();
  follower.Stop();
  EXPECT_FALSE(follower.status().following);
}

TEST_F(FollowerTest, ServesWhatASnapshotHeldUntilIngestIsBack) {
  StartFromFive();
  Follow();
  Await([&] { return follower_->status().stale; });
  EXPECT_TRUE(follower_->status().serving());
  EXPECT_FALSE(follower_->status().caught_up);
  // Stale as long as something is missing.
  fake_.Script({{StreamBatch(5, 6, 7)}, {}, true});
  AwaitApplied(At(6));
  EXPECT_TRUE(follower_->status().stale);
  fake_.Push(StreamBatch(6, 7, 7));
  Await([&] { return follower_->status().caught_up; });
  EXPECT_FALSE(follower_->status().stale);
  EXPECT_EQ(fake_.Requests(1)[0].after_position(), At(5).ToString());
}

TEST_F(FollowerTest, ServesNoSnapshotThatTheLogDoesNotKnow) {
  StartFromFive();
  fake_.Script({{}, absl::FailedPreconditionError("another log"), false});
  fake_.Script({{StreamBatch(0, 1, 2, kOtherLog)}, {}, false});
  Follow();
  AwaitApplied(At(1, kOtherLog));
  // Nor half of another log, though ingest is silent now.
  absl::SleepFor(absl::Milliseconds(1500));
  EXPECT_FALSE(follower_->status().serving());
}

TEST_F(FollowerTest, WithoutASnapshotNothingIsServedWithoutIngest) {
  Follow();
  fake_.Requests(1);
  absl::SleepFor(absl::Milliseconds(1500));
  EXPECT_FALSE(follower_->status().serving());
}

TEST(BackoffTest, DoublesUpToTheCapWithJitter) {
  Backoff backoff(absl::Milliseconds(100), absl::Milliseconds(300), 1);
  for (const int full : {100, 200, 300, 300}) {
    const absl::Duration pause = backoff.Next();
    EXPECT_GE(pause, absl::Milliseconds(full) / 2);
    EXPECT_LE(pause, absl::Milliseconds(full));
  }
}

TEST(BackoffTest, StartsOverAfterReset) {
  Backoff backoff(absl::Milliseconds(100), absl::Seconds(10), 1);
  for (int i = 0; i < 5; ++i) backoff.Next();
  backoff.Reset();
  EXPECT_LE(backoff.Next(), absl::Milliseconds(100));
}

}  // namespace
}  // namespace impactwire::query
