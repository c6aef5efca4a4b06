// IngestArticles over the wire.
#include <gmock/gmock.h>
#include <grpcpp/support/sync_stream.h>
#include <gtest/gtest.h>

#include <thread>
#include <vector>

#include "tests/ingest_service/handlers/ingest_test_server.h"

namespace impactwire {
namespace {

using absl::StatusCode;

constexpr char kText[] = "Acme Corp. has trained over 6,000 farmers in Kenya.";

// One IngestArticles call, in messages or in raw bytes.
class Stream {
 public:
  using Raw = grpc::ClientReaderWriter<grpc::ByteBuffer, grpc::ByteBuffer>;

  explicit Stream(IngestTestServer* server) {
    const std::shared_ptr<grpc::Channel>& channel = server->channel();
    stream_.reset(
        grpc::internal::ClientReaderWriterFactory<grpc::ByteBuffer,
                                                  grpc::ByteBuffer>::
            Create(channel.get(),
                   grpc::internal::RpcMethod(
                       "/impactwire.v1.IngestService/IngestArticles",
                       grpc::internal::RpcMethod::BIDI_STREAMING, channel),
                   &context_));
  }

  bool SendBytes(const std::string& bytes) {
    return stream_->Write(ToByteBuffer(bytes));
  }
  bool Send(const v1::Article& article, int client_sequence = 0) {
    v1::IngestArticlesRequest request;
    request.set_client_sequence(client_sequence);
    *request.mutable_article() = article;
    return SendBytes(request.SerializeAsString());
  }
  bool HalfClose() { return stream_->WritesDone(); }
  bool Read(v1::IngestArticlesResponse* response) {
    grpc::ByteBuffer buffer;
    return stream_->Read(&buffer) && ParseMessage(buffer, response).ok();
  }
  v1::IngestArticlesResponse ReadOne() {
    v1::IngestArticlesResponse response;
    EXPECT_TRUE(Read(&response));
    return response;
  }
  // Half-closes, and reads the rest.
  std::vector<v1::IngestArticlesResponse> ReadAll() {
    HalfClose();
    std::vector<v1::IngestArticlesResponse> all;
    v1::IngestArticlesResponse response;
    while (Read(&response)) all.push_back(response);
    return all;
  }
  absl::Status Finish() { return FromGrpcStatus(stream_->Finish()); }
  grpc::ClientContext* context() { return &context_; }

 private:
  grpc::ClientContext context_;
  std::unique_ptr<Raw> stream_;
};

// "0 created, 1 rejected article.text, ...": index and outcome of each.
std::string Say(const std::vector<v1::IngestArticlesResponse>& responses) {
  std::string said;
  for (const auto& response : responses) {
    absl::StrAppend(&said, said.empty() ? "" : ", ", response.request_index());
    switch (response.result().outcome()) {
      case v1::INGEST_OUTCOME_CREATED:
        absl::StrAppend(&said, " created");
        break;
      case v1::INGEST_OUTCOME_UPDATED:
        absl::StrAppend(&said, " updated");
        break;
      case v1::INGEST_OUTCOME_UNCHANGED:
        absl::StrAppend(&said, " unchanged");
        break;
      default:
        absl::StrAppend(&said, " rejected ",
                        InvalidFields(FromRpcStatus(response.error())));
    }
  }
  return said;
}

TEST(IngestStreamTest, EveryRequestIsAnsweredInOrder) {
  IngestTestServer server;
  Stream stream(&server);
  for (int i = 0; i < 100; ++i) {
    ASSERT_TRUE(
        stream.Send(TextArticle(absl::StrCat("a", i), kText), 1000 + i));
  }
  const auto responses = stream.ReadAll();
  ASSERT_EQ(responses.size(), 100u);
  for (int i = 0; i < 100; ++i) {
    EXPECT_EQ(responses[i].request_index(), i);
    EXPECT_EQ(responses[i].client_sequence(), 1000 + i);
    EXPECT_EQ(responses[i].result().article_id(), absl::StrCat("a", i));
    EXPECT_EQ(responses[i].result().outcome(), v1::INGEST_OUTCOME_CREATED);
    EXPECT_FALSE(responses[i].has_error());
  }
  EXPECT_EQ(stream.Finish(), absl::OkStatus());
}

TEST(IngestStreamTest, AnAnswerComesWithoutWaitingForTheNextRequest) {
  IngestTestServer server;
  Stream stream(&server);
  ASSERT_TRUE(stream.Send(TextArticle("a", kText)));
  EXPECT_EQ(stream.ReadOne().result().position(), server.PositionOf(1));
  ASSERT_TRUE(stream.Send(TextArticle("a", "Other text.")));
  EXPECT_EQ(stream.ReadOne().result().outcome(), v1::INGEST_OUTCOME_UPDATED);
}

TEST(IngestStreamTest, AStreamWithoutRequestsEndsWell) {
  IngestTestServer server;
  Stream stream(&server);
  EXPECT_EQ(Say(stream.ReadAll()), "");
  EXPECT_EQ(stream.Finish(), absl::OkStatus());
}

TEST(IngestStreamTest, ABadArticleIsAnsweredForItself) {
  IngestTestServer server;
  Stream stream(&server);
  v1::Article bad = TextArticle("b", kText);
  bad.set_publish_date("2020-13-01");
  ASSERT_TRUE(stream.Send(TextArticle("a", kText)));
  ASSERT_TRUE(stream.Send(bad));
  ASSERT_TRUE(stream.SendBytes(""));
  ASSERT_TRUE(stream.Send(TextArticle("c", kText)));
  EXPECT_EQ(Say(stream.ReadAll()),
            "0 created, 1 rejected article.publish_date, 2 rejected article, "
            "3 created");
  EXPECT_EQ(stream.Finish(), absl::OkStatus());
}

// A callback stream takes such a message for the half-close, unless the server
// parses by itself.
TEST(IngestStreamTest, AMessageThatIsNotUtf8IsAnsweredForItself) {
  IngestTestServer server;
  Stream stream(&server);
  v1::IngestArticlesRequest bad;
  bad.set_client_sequence(7);
  *bad.mutable_article() = TextArticle("b", "caf@");
  ASSERT_TRUE(stream.Send(TextArticle("a", kText)));
  ASSERT_TRUE(stream.SendBytes(WithBadBytes(bad)));
  ASSERT_TRUE(stream.Send(TextArticle("c", kText)));
  const auto responses = stream.ReadAll();
  EXPECT_EQ(Say(responses), "0 created, 1 rejected article.text, 2 created");
  EXPECT_EQ(FromRpcStatus(responses[1].error()),
            InvalidField("article.text", "is not UTF-8 at byte 3"));
  EXPECT_EQ(responses[1].client_sequence(), 7);
  EXPECT_EQ(stream.Finish(), absl::OkStatus());
}

TEST(IngestStreamTest, BytesThatAreNoMessageAreAnsweredForThemselves) {
  IngestTestServer server;
  Stream stream(&server);
  ASSERT_TRUE(stream.SendBytes("\xFF\xFF\xFF"));
  ASSERT_TRUE(stream.SendBytes(std::string(100000, '\x0A')));
  ASSERT_TRUE(stream.Send(TextArticle("c", kText)));
  EXPECT_EQ(Say(stream.ReadAll()),
            "0 rejected request, 1 rejected request, 2 created");
  EXPECT_EQ(server.Status().rejected_count(), 2);
}

TEST(IngestStreamTest, TheSameArticleTwiceIsUnchanged) {
  IngestTestServer server;
  Stream stream(&server);
  ASSERT_TRUE(stream.Send(TextArticle("a", kText)));
  stream.ReadOne();
  ASSERT_TRUE(stream.Send(TextArticle("a", kText)));
  EXPECT_EQ(stream.ReadOne().result().outcome(), v1::INGEST_OUTCOME_UNCHANGED);
}

TEST(IngestStreamTest, OfTwoVersionsInOneStreamTheLaterOneStays) {
  IngestTestServer server;
  Stream stream(&server);
  std::string slow;
  for (int i = 0; i < 2000; ++i) absl::StrAppend(&slow, kText, "\n\n");
  for (int i = 0; i < 10; ++i) {
    ASSERT_TRUE(stream.Send(TextArticle(absl::StrCat("a", i), slow)));
    ASSERT_TRUE(stream.Send(TextArticle(absl::StrCat("a", i), kText)));
  }
  EXPECT_THAT(Say(stream.ReadAll()), testing::EndsWith("19 updated"));
  for (int i = 0; i < 10; ++i) {
    EXPECT_EQ(server.Get(absl::StrCat("a", i))->record().text().size(),
              sizeof(kText) - 1);
  }
}

TEST(IngestStreamTest, AVersionIsComparedWithTheOneSentBeforeIt) {
  IngestTestServer server;
  ASSERT_TRUE(server.Ingest(TextArticle("a", kText)).ok());
  server.storage()->Hold();
  Stream stream(&server);
  ASSERT_TRUE(stream.Send(TextArticle("a", "Other text.")));
  ASSERT_TRUE(stream.Send(TextArticle("a", kText)));
  ASSERT_TRUE(stream.Send(TextArticle("b", kText)));
  Await([&] { return server.log()->Stats().queued_count == 2; });
  server.storage()->Release();
  EXPECT_EQ(Say(stream.ReadAll()), "0 updated, 1 updated, 2 created");
}

TEST(IngestStreamTest, CancellingWhileAVersionWaitsForTheOneBeforeIt) {
  IngestTestOptions options;
  options.handlers.max_open_articles = 4;
  IngestTestServer server(options);
  server.storage()->Hold();
  {
    Stream stream(&server);
    for (int i = 0; i < 4; ++i) {
      ASSERT_TRUE(stream.Send(TextArticle("a", absl::StrCat(kText, i))));
    }
    server.storage()->AwaitCommit();
    stream.context()->TryCancel();
    EXPECT_EQ(stream.Finish().code(), StatusCode::kCancelled);
  }
  server.storage()->Release();
  Stream stream(&server);
  for (int i = 0; i < 8; ++i) {
    ASSERT_TRUE(stream.Send(TextArticle(absl::StrCat("b", i), kText)));
  }
  EXPECT_EQ(stream.ReadAll().size(), 8u);
}

TEST(IngestStreamTest, ArticlesOfAStreamShareCommits) {
  IngestTestServer server;
  server.storage()->Hold();
  Stream stream(&server);
  for (int i = 0; i < 60; ++i) {
    ASSERT_TRUE(stream.Send(TextArticle(absl::StrCat("a", i), kText)));
  }
  Await([&] { return server.log()->Stats().queued_count == 60; });
  const int before = server.storage()->commits();
  server.storage()->Release();
  EXPECT_EQ(stream.ReadAll().size(), 60u);
  EXPECT_LE(server.storage()->commits() - before, 2);
}

TEST(IngestStreamTest, ReadingStopsWhileTheWindowIsFull) {
  IngestTestOptions options;
  options.handlers.max_stream_window = 8;
  IngestTestServer server(options);
  server.storage()->Hold();
  Stream stream(&server);
  for (int i = 0; i < 100; ++i) {
    ASSERT_TRUE(stream.Send(TextArticle(absl::StrCat("a", i), kText)));
  }
  Await([&] { return server.log()->Stats().queued_count == 8; });
  // Calls over the same connection give a stream that reads on time to do so.
  for (int i = 0; i < 50; ++i) server.Status();
  EXPECT_EQ(server.log()->Stats().queued_count, 8u);
  server.storage()->Release();
  EXPECT_EQ(stream.ReadAll().size(), 100u);
}

TEST(IngestStreamTest, AllStreamsTogetherKeepToTheBudget) {
  IngestTestOptions options;
  options.handlers.max_open_articles = 10;
  IngestTestServer server(options);
  server.storage()->Hold();
  std::vector<std::unique_ptr<Stream>> streams;
  for (int s = 0; s < 4; ++s) {
    streams.push_back(std::make_unique<Stream>(&server));
    for (int i = 0; i < 20; ++i) {
      ASSERT_TRUE(
          streams[s]->Send(TextArticle(absl::StrCat(s, "-", i), kText)));
    }
  }
  Await([&] { return server.log()->Stats().queued_count == 10; });
  for (int i = 0; i < 50; ++i) server.Status();
  EXPECT_EQ(server.log()->Stats().queued_count, 10u);
  server.storage()->Release();
  for (auto& stream : streams) EXPECT_EQ(stream->ReadAll().size(), 20u);
}

TEST(IngestStreamTest, AFullLogQueueSlowsStreamsDownAndShedsNothing) {
  IngestTestOptions options;
  options.committer.max_open_items = 2;
  IngestTestServer server(options);
  Stream stream(&server);
  for (int i = 0; i < 200; ++i) {
    ASSERT_TRUE(stream.Send(TextArticle(absl::StrCat("a", i), kText)));
  }
  const auto responses = stream.ReadAll();
  ASSERT_EQ(responses.size(), 200u);
  for (const auto& response : responses) {
    EXPECT_EQ(response.result().outcome(), v1::INGEST_OUTCOME_CREATED);
  }
}

TEST(IngestStreamTest, SixtyFourStreamsAtOnce) {
  IngestTestServer server;
  std::vector<std::thread> clients;
  for (int c = 0; c < 64; ++c) {
    clients.emplace_back([&server, c] {
      Stream stream(&server);
      for (int i = 0; i < 10; ++i) {
        EXPECT_TRUE(stream.Send(TextArticle(absl::StrCat(c, "-", i), kText)));
      }
      EXPECT_EQ(stream.ReadAll().size(), 10u);
      EXPECT_EQ(stream.Finish(), absl::OkStatus());
    });
  }
  for (std::thread& client : clients) client.join();
  EXPECT_EQ(server.Status().article_count(), 640);
}

TEST(IngestStreamTest, CancellingInTheMiddleLeavesTheServerWell) {
  IngestTestServer server;
  server.storage()->Hold();
  {
    Stream stream(&server);
    for (int i = 0; i < 20; ++i) {
      ASSERT_TRUE(stream.Send(TextArticle(absl::StrCat("a", i), kText)));
    }
    server.storage()->AwaitCommit();
    stream.context()->TryCancel();
    EXPECT_EQ(stream.Finish().code(), StatusCode::kCancelled);
  }
  server.storage()->Release();
  Stream stream(&server);
  ASSERT_TRUE(stream.Send(TextArticle("b", kText)));
  EXPECT_EQ(Say(stream.ReadAll()), "0 created");
}

TEST(IngestStreamTest, CancelledStreamsGiveTheirBudgetBack) {
  IngestTestOptions options;
  options.handlers.max_open_articles = 4;
  IngestTestServer server(options);
  for (int round = 0; round < 10; ++round) {
    server.storage()->Hold();
    Stream stream(&server), other(&server);
    for (int i = 0; i < 10; ++i) {
      stream.Send(TextArticle(absl::StrCat("a", round, "-", i), kText));
      other.Send(TextArticle(absl::StrCat("b", round, "-", i), kText));
    }
    server.storage()->AwaitCommit();
    stream.context()->TryCancel();
    other.context()->TryCancel();
    EXPECT_EQ(stream.Finish().code(), StatusCode::kCancelled);
    EXPECT_EQ(other.Finish().code(), StatusCode::kCancelled);
    server.storage()->Release();
  }
  Stream stream(&server);
  for (int i = 0; i < 20; ++i) {
    ASSERT_TRUE(stream.Send(TextArticle(absl::StrCat("c", i), kText)));
  }
  EXPECT_EQ(stream.ReadAll().size(), 20u);
}

TEST(IngestStreamTest, TheDeadlineIsHonoured) {
  IngestTestServer server;
  server.storage()->Hold();
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() +
                       std::chrono::milliseconds(100));
  const auto call = server.stub()->IngestArticles(&context);
  v1::IngestArticlesRequest request;
  *request.mutable_article() = TextArticle("a", kText);
  ASSERT_TRUE(call->Write(request));
  v1::IngestArticlesResponse response;
  EXPECT_FALSE(call->Read(&response));
  EXPECT_EQ(call->Finish().error_code(), grpc::StatusCode::DEADLINE_EXCEEDED);
}

TEST(IngestStreamTest, DrainingAnswersWhatWasReadAndEndsWithAdviceToRetry) {
  IngestTestServer server;
  server.storage()->Hold();
  Stream stream(&server);
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(stream.Send(TextArticle(absl::StrCat("a", i), kText)));
  }
  Await([&] { return server.log()->Stats().queued_count == 3; });
  std::thread draining([&] { server.host()->Drain(); });
  server.storage()->Release();
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(stream.ReadOne().result().outcome(), v1::INGEST_OUTCOME_CREATED);
  }
  v1::IngestArticlesResponse none;
  EXPECT_FALSE(stream.Read(&none));
  const absl::Status status = stream.Finish();
  EXPECT_EQ(status.code(), StatusCode::kUnavailable);
  EXPECT_GT(RetryDelay(status), absl::ZeroDuration());
  draining.join();
}

TEST(IngestStreamTest, AFailedLogRejectsAndAcknowledgesNothing) {
  IngestTestServer server;
  server.storage()->FailCommits(absl::UnavailableError("no space"));
  Stream stream(&server);
  ASSERT_TRUE(stream.Send(TextArticle("a", kText)));
  const auto response = stream.ReadOne();
  EXPECT_EQ(response.result().outcome(), v1::INGEST_OUTCOME_REJECTED);
  EXPECT_EQ(FromRpcStatus(response.error()).code(), StatusCode::kUnavailable);
  EXPECT_EQ(response.result().position(), "");
}

}  // namespace
}  // namespace impactwire
