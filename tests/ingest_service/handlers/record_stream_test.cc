// StreamRecords over the wire.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>
#include <vector>

#include "tests/ingest_service/handlers/ingest_test_server.h"
#include "tests/ingest_service/log/log_test_util.h"

namespace impactwire {
namespace {

using absl::StatusCode;

// One StreamRecords call; checks of every batch that it chains.
class Follow {
 public:
  Follow(v1::IngestService::Stub* stub, const v1::StreamRecordsRequest& request)
      : through_(request.after_position()),
        stream_(stub->StreamRecords(&context_, request)) {}
  explicit Follow(IngestTestServer* server) : Follow(server->stub(), {}) {}
  ~Follow() {
    if (ended_) return;
    context_.TryCancel();
    (void)stream_->Finish();
  }

  // The next batch.
  v1::StreamRecordsResponse Next() {
    v1::StreamRecordsResponse batch;
    EXPECT_TRUE(stream_->Read(&batch));
    if (!through_.empty()) {
      EXPECT_EQ(batch.after_position(), through_);
    }
    through_ = batch.through_position();
    return batch;
  }

  // What comes until `position`, as said by record_log::Say.
  std::string Until(const std::string& position) {
    std::vector<std::string> entries;
    while (through_ != position) {
      const v1::StreamRecordsResponse batch = Next();
      for (const auto& entry : batch.entries()) {
        entries.push_back(entry.SerializeAsString());
      }
    }
    return record_log::Say(entries);
  }

  // How the call ends; there must be no further batch.
  absl::Status End() {
    v1::StreamRecordsResponse batch;
    while (stream_->Read(&batch)) {
      EXPECT_EQ(batch.entries_size(), 0);
    }
    ended_ = true;
    return FromGrpcStatus(stream_->Finish());
  }

  grpc::ClientContext* context() { return &context_; }

 private:
  std::string through_;
  bool ended_ = false;
  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientReader<v1::StreamRecordsResponse>> stream_;
};

v1::StreamRecordsRequest After(const std::string& position) {
  v1::StreamRecordsRequest request;
  request.set_after_position(position);
  return request;
}

class RecordStreamTest : public testing::Test {
 protected:
  void Put(const std::string& id, const std::string& content) {
    EXPECT_TRUE(record_log::Upsert(server_.log(), id, content).ok());
  }
  void Remove(const std::string& id, absl::Time now = absl::Now()) {
    EXPECT_TRUE(record_log::Delete(server_.log(), id, now).ok());
  }
  absl::Status ErrorOf(const v1::StreamRecordsRequest& request) {
    return Follow(server_.stub(), request).End();
  }

  IngestTestServer server_;
};

TEST_F(RecordStreamTest, AFollowerGetsWhatIsThereAndWhatComes) {
  Put("a", "x");
  Put("b", "y");
  Follow follow(&server_);
  EXPECT_EQ(follow.Until(server_.PositionOf(2)), "1:a=x 2:b=y");
  Put("c", "z");
  EXPECT_EQ(follow.Until(server_.PositionOf(3)), "3:c=z");
}

TEST_F(RecordStreamTest, AFollowerSeesUpdatesAndDeletes) {
  Follow follow(&server_);
  Put("a", "x");
  EXPECT_EQ(follow.Until(server_.PositionOf(1)), "1:a=x");
  Put("a", "y");
  EXPECT_EQ(follow.Until(server_.PositionOf(2)), "2:a=y");
  Remove("a");
  EXPECT_EQ(follow.Until(server_.PositionOf(3)), "3:a deleted");
}

TEST_F(RecordStreamTest, AFollowerResumesAfterAnyPosition) {
  for (const char* id : {"a", "b", "a", "c"}) {
    Put(id, absl::StrCat("v", server_.log()->high_watermark()));
  }
  const char* const expected[] = {"2:b=v1 3:a=v2 4:c=v3",
                                  "2:b=v1 3:a=v2 4:c=v3", "3:a=v2 4:c=v3",
                                  "4:c=v3", ""};
  for (uint64_t after = 0; after <= 4; ++after) {
    Follow follow(server_.stub(), After(server_.PositionOf(after)));
    EXPECT_EQ(follow.Until(server_.PositionOf(4)), expected[after]);
  }
}

TEST_F(RecordStreamTest, TheFirstBatchTellsTheHighWatermarkAtOnce) {
  Put("a", "x");
  Follow follow(server_.stub(), After(server_.PositionOf(1)));
  const auto batch = follow.Next();
  EXPECT_EQ(batch.high_watermark(), server_.PositionOf(1));
  EXPECT_EQ(batch.through_position(), server_.PositionOf(1));
  EXPECT_EQ(batch.entries_size(), 0);
}

TEST_F(RecordStreamTest, AnIdleFollowerHearsTheHighWatermarkNowAndThen) {
  Put("a", "x");
  Follow follow(&server_);
  EXPECT_EQ(follow.Until(server_.PositionOf(1)), "1:a=x");
  for (int i = 0; i < 3; ++i) {
    const auto batch = follow.Next();
    EXPECT_EQ(batch.entries_size(), 0);
    EXPECT_EQ(batch.high_watermark(), server_.PositionOf(1));
  }
}

TEST_F(RecordStreamTest, BatchesAreBoundedInBytes) {
  for (int i = 0; i < 20; ++i) Put(absl::StrCat(i), std::string(1000, 'x'));
  v1::StreamRecordsRequest request;
  request.set_max_batch_bytes(5000);
  Follow follow(server_.stub(), request);
  for (std::string at; at != server_.PositionOf(20);) {
    const auto batch = follow.Next();
    EXPECT_LT(batch.ByteSizeLong(), 5300u);
    at = batch.through_position();
  }
}

TEST_F(RecordStreamTest, AnEntryLargerThanTheBoundIsSentAlone) {
  Put("a", std::string(100000, 'x'));
  Put("b", std::string(100000, 'y'));
  v1::StreamRecordsRequest request;
  request.set_max_batch_bytes(10);
  Follow follow(server_.stub(), request);
  EXPECT_EQ(follow.Next().entries_size(), 1);
  EXPECT_EQ(follow.Next().entries_size(), 1);
}

TEST_F(RecordStreamTest, TextIsLeftOutOnRequest) {
  v1::ArticleRecord record = record_log::MakeRecord("a", "Acme helps.");
  auto* mention = record.add_organizations()->add_mentions();
  mention->set_end(4);
  mention->set_text("Acme");
  auto* evidence = record.add_impact_figures()->mutable_evidence();
  evidence->set_end(11);
  evidence->set_text("Acme helps.");
  record_log::Answer answer;
  server_.log()->Upsert(record, {}, record_log::Admission::kShed,
                        record_log::Into(&answer));
  ASSERT_TRUE(answer.get().ok());
  v1::StreamRecordsRequest request;
  request.set_omit_text(true);
  const v1::ArticleRecord bare =
      Follow(server_.stub(), request).Next().entries(0).record();
  EXPECT_EQ(bare.text(), "");
  EXPECT_EQ(bare.organizations(0).mentions(0).text(), "");
  EXPECT_EQ(bare.organizations(0).mentions(0).end(), 4);
  EXPECT_EQ(bare.impact_figures(0).evidence().text(), "Acme helps.");
  const v1::ArticleRecord full = Follow(&server_).Next().entries(0).record();
  EXPECT_EQ(full.SerializeAsString(), record.SerializeAsString());
}

TEST_F(RecordStreamTest, AnyNumberOfFollowersSeeTheSame) {
  std::vector<std::unique_ptr<Follow>> follows;
  for (int i = 0; i < 10; ++i) {
    follows.push_back(std::make_unique<Follow>(&server_));
  }
  Put("a", "x");
  Put("b", "y");
  for (auto& follow : follows) {
    EXPECT_EQ(follow->Until(server_.PositionOf(2)), "1:a=x 2:b=y");
  }
}

TEST_F(RecordStreamTest, WhatIsNoPositionIsNamed) {
  const absl::Status status = ErrorOf(After("p1-nonsense"));
  EXPECT_EQ(status.code(), StatusCode::kInvalidArgument);
  EXPECT_EQ(InvalidFields(status), "after_position");
}

TEST_F(RecordStreamTest, APositionOfAnotherLogIsAFailedPrecondition) {
  EXPECT_EQ(ErrorOf(After("p1-0123456789abcdef-1")).code(),
            StatusCode::kFailedPrecondition);
}

TEST_F(RecordStreamTest, APositionBeyondTheEndIsOutOfRange) {
  Put("a", "x");
  EXPECT_EQ(ErrorOf(After(server_.PositionOf(2))).code(),
            StatusCode::kOutOfRange);
}

TEST_F(RecordStreamTest, APositionNoLongerKeptIsOutOfRange) {
  Put("a", "x");
  Put("b", "x");
  Remove("a", absl::FromUnixSeconds(10));
  ASSERT_EQ(server_.log()->DropTombstones(absl::FromUnixSeconds(11)).value(),
            1u);
  EXPECT_EQ(ErrorOf(After(server_.PositionOf(1))).code(),
            StatusCode::kOutOfRange);
  EXPECT_EQ(Follow(&server_).Until(server_.PositionOf(3)), "2:b=x");
  EXPECT_EQ(server_.Status().oldest_position(), server_.PositionOf(3));
}

TEST_F(RecordStreamTest, LimitsAreNamed) {
  v1::StreamRecordsRequest request;
  request.set_max_batch_bytes(-1);
  EXPECT_EQ(ErrorOf(request),
            InvalidField("max_batch_bytes", "is -1; from 0 to 16777216"));
  request.set_max_batch_bytes((16 << 20) + 1);
  EXPECT_EQ(InvalidFields(ErrorOf(request)), "max_batch_bytes");
  request.set_max_batch_bytes(0);
  request.set_follower(std::string(201, 'x'));
  EXPECT_EQ(ErrorOf(request),
            InvalidField("follower", "holds 201 bytes; at most 200"));
}

TEST_F(RecordStreamTest, DamageEndsTheStreamWithThePlace) {
  Put("a", "x");
  ASSERT_TRUE(server_.storage()
                  ->Apply({{record_log::Table::kEntries,
                            record_log::EncodeInteger(1), "rubbish"}})
                  .ok());
  EXPECT_EQ(ErrorOf({}),
            absl::DataLossError("record log, entries, sequence 1: the entry is "
                                "of another sequence"));
}

TEST_F(RecordStreamTest, TheStatusNamesFollowersAndForgetsThem) {
  Put("a", "x");
  v1::StreamRecordsRequest request;
  request.set_follower("query-1");
  {
    Follow follow(server_.stub(), request);
    follow.Until(server_.PositionOf(1));
    v1::FollowerStatus status;
    Await([&] {
      status = server_.Status().followers(0);
      return status.lag() == 0;
    });
    EXPECT_EQ(status.follower(), "query-1");
    EXPECT_EQ(status.sent_position(), server_.PositionOf(1));
    EXPECT_NE(status.peer(), "");
  }
  Await([&] { return server_.Status().followers_size() == 0; });
}

// One batch is written at a time: what a reader does not take stays in the log.
TEST_F(RecordStreamTest, ASlowReaderHoldsUpItsStreamAndNothingElse) {
  constexpr int kRecords = 300, kSize = 200000;
  // No growing of the transport's window, which is 64 KiB then.
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_HTTP2_BDP_PROBE, 0);
  const auto stub = v1::IngestService::NewStub(server_.Connect(arguments));
  v1::StreamRecordsRequest request;
  request.set_follower("slow");
  Follow slow(stub.get(), request);
  EXPECT_EQ(slow.Next().entries_size(), 0);
  for (int i = 0; i < kRecords; ++i) {
    Put(absl::StrCat(i), std::string(kSize, static_cast<char>('a' + i % 26)));
  }
  // Another follower gets everything meanwhile.
  Follow quick(&server_);
  while (quick.Next().through_position() != server_.PositionOf(kRecords)) {
  }
  const v1::GetIngestStatusResponse status = server_.Status();
  for (const auto& follower : status.followers()) {
    if (follower.follower() == "slow") {
      // Sent are the transport's window and a batch or two, of sixty.
      EXPECT_GT(follower.lag(), kRecords - 40);
    }
  }
  int entries = 0;
  for (std::string at; at != server_.PositionOf(kRecords);) {
    const auto batch = slow.Next();
    entries += batch.entries_size();
    at = batch.through_position();
  }
  EXPECT_EQ(entries, kRecords);
}

TEST_F(RecordStreamTest, DrainingEndsTheStreamWithAdviceToRetry) {
  Follow follow(&server_);
  follow.Next();
  std::thread draining([&] { server_.host()->Drain(); });
  const absl::Status status = follow.End();
  EXPECT_EQ(status.code(), StatusCode::kUnavailable);
  EXPECT_GT(RetryDelay(status), absl::ZeroDuration());
  draining.join();
}

TEST(RecordStreamLimitTest, MoreFollowersThanAllowedAreShed) {
  IngestTestOptions options;
  options.handlers.max_followers = 2;
  IngestTestServer server(options);
  Follow first(&server), second(&server);
  first.Next();
  second.Next();
  Follow third(&server);
  const absl::Status status = third.End();
  EXPECT_EQ(status.code(), StatusCode::kResourceExhausted);
  EXPECT_GT(RetryDelay(status), absl::ZeroDuration());
}

// Followers that come and go while others write.
TEST_F(RecordStreamTest, CancellingAtAnyMomentLeavesTheServerWell) {
  std::thread writing([&] {
    for (int i = 0; i < 300; ++i) Put(absl::StrCat(i), "x");
  });
  for (int i = 0; i < 60; ++i) {
    Follow follow(&server_);
    for (int batches = i % 4; batches > 0; --batches) follow.Next();
    follow.context()->TryCancel();
  }
  writing.join();
  Follow follow(&server_);
  follow.Until(server_.PositionOf(300));
}

}  // namespace
}  // namespace impactwire
