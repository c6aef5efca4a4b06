// The unary calls of IngestService, over the wire.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>
#include <vector>

#include "google/protobuf/util/message_differencer.h"
#include "google/rpc/error_details.pb.h"
#include "tests/ingest_service/handlers/ingest_test_server.h"

namespace impactwire {
namespace {

using absl::StatusCode;
using google::protobuf::util::MessageDifferencer;

constexpr char kText[] =
    "Acme Corp. has trained over 6,000 farmers in Kenya since 2019, the "
    "company said.";

TEST(IngestArticleTest, AnArticleIsCreatedUnchangedAndUpdated) {
  IngestTestServer server;
  const auto created = server.Ingest(TextArticle("a", kText)).value();
  EXPECT_EQ(created.article_id(), "a");
  EXPECT_EQ(created.outcome(), v1::INGEST_OUTCOME_CREATED);
  EXPECT_EQ(created.position(), server.PositionOf(1));
  const auto unchanged = server.Ingest(TextArticle("a", kText)).value();
  EXPECT_EQ(unchanged.outcome(), v1::INGEST_OUTCOME_UNCHANGED);
  EXPECT_EQ(unchanged.position(), server.PositionOf(1));
  const auto updated =
      server.Ingest(TextArticle("a", absl::StrCat(kText, " More."))).value();
  EXPECT_EQ(updated.outcome(), v1::INGEST_OUTCOME_UPDATED);
  EXPECT_EQ(updated.position(), server.PositionOf(2));
}

TEST(IngestArticleTest, UnchangedAnswersWhatTheFirstAnswerSaid) {
  IngestTestServer server;
  auto first = server.Ingest(TextArticle("a", kText)).value();
  const auto again = server.Ingest(TextArticle("a", kText)).value();
  first.set_outcome(v1::INGEST_OUTCOME_UNCHANGED);
  EXPECT_TRUE(MessageDifferencer::Equals(first, again)) << again.DebugString();
}

TEST(IngestArticleTest, ChangedMetadataIsAnUpdate) {
  IngestTestServer server;
  v1::Article article = TextArticle("a", kText);
  ASSERT_TRUE(server.Ingest(article).ok());
  (*article.mutable_labels())["desk"] = "africa";
  EXPECT_EQ(server.Ingest(article)->outcome(), v1::INGEST_OUTCOME_UPDATED);
}

TEST(IngestArticleTest, AnIdIsDerivedWhereNoneIsGiven) {
  IngestTestServer server;
  const auto answer = server.Ingest(TextArticle("", kText)).value();
  EXPECT_NE(answer.article_id(), "");
  EXPECT_TRUE(server.Get(answer.article_id()).ok());
}

// What is wrong with an article, and how it is answered.
struct BadArticle {
  const char* name;
  void (*spoil)(v1::Article*);
  StatusCode code;
  const char* field;
};

void PrintTo(const BadArticle& bad, std::ostream* out) { *out << bad.name; }

const BadArticle kBadArticles[] = {
    {"NoBody", [](v1::Article* a) { a->clear_body(); },
     StatusCode::kInvalidArgument, "article.body"},
    {"EmptyText", [](v1::Article* a) { a->set_text(""); },
     StatusCode::kInvalidArgument, "article.text"},
    {"BlankHtml", [](v1::Article* a) { a->set_html(" \n\t"); },
     StatusCode::kInvalidArgument, "article.html"},
    {"EmptyRawHtml", [](v1::Article* a) { a->set_raw_html(""); },
     StatusCode::kInvalidArgument, "article.raw_html"},
    {"PublishDate", [](v1::Article* a) { a->set_publish_date("yesterday"); },
     StatusCode::kInvalidArgument, "article.publish_date"},
    {"LongId", [](v1::Article* a) { a->set_article_id(std::string(513, 'x')); },
     StatusCode::kInvalidArgument, "article.article_id"},
    {"LongUri", [](v1::Article* a) { a->set_uri(std::string(2049, 'x')); },
     StatusCode::kInvalidArgument, "article.uri"},
    {"ManyLabels",
     [](v1::Article* a) {
       for (int i = 0; i < 65; ++i) {
         (*a->mutable_labels())[std::to_string(i)] = "x";
       }
     },
     StatusCode::kInvalidArgument, "article.labels"},
    {"LargeBody", [](v1::Article* a) { a->set_text(std::string(5001, 'x')); },
     StatusCode::kResourceExhausted, ""},
};

class BadArticleTest : public testing::TestWithParam<BadArticle> {
 protected:
  BadArticleTest() : server_(Limits()) {
    article_ = TextArticle("a", kText);
    GetParam().spoil(&article_);
  }

  static IngestTestOptions Limits() {
    IngestTestOptions options;
    options.extractor.max_body_bytes = 5000;
    return options;
  }

  void ExpectRefused(const absl::Status& status) {
    EXPECT_EQ(status.code(), GetParam().code) << status;
    EXPECT_EQ(InvalidFields(status), GetParam().field);
  }

  IngestTestServer server_;
  v1::Article article_;
};

TEST_P(BadArticleTest, IsRefusedNamingTheField) {
  ExpectRefused(server_.Ingest(article_).status());
  EXPECT_EQ(server_.Status().rejected_count(), 1);
  EXPECT_EQ(server_.Status().article_count(), 0);
}

TEST_P(BadArticleTest, IsRefusedByExtractArticleToo) {
  v1::ExtractArticleRequest request;
  *request.mutable_article() = article_;
  ExpectRefused(server_.Extract(request).status());
}

INSTANTIATE_TEST_SUITE_P(All, BadArticleTest, testing::ValuesIn(kBadArticles),
                         [](const auto& info) {
                           return std::string(info.param.name);
                         });

TEST(IngestArticleTest, AnArticleIsRequired) {
  IngestTestServer server;
  const absl::Status status =
      server.CallRaw("/impactwire.v1.IngestService/IngestArticle", "");
  EXPECT_EQ(status, InvalidField("article", "is required"));
  EXPECT_EQ(server.Extract({}).status(), status);
}

TEST(IngestArticleTest, TextThatIsNotUtf8IsNamed) {
  IngestTestServer server;
  v1::IngestArticleRequest request;
  *request.mutable_article() = TextArticle("a", "caf@");
  EXPECT_EQ(server.CallRaw("/impactwire.v1.IngestService/IngestArticle",
                           WithBadBytes(request)),
            InvalidField("article.text", "is not UTF-8 at byte 3"));
}

TEST(IngestArticleTest, BytesThatAreNoMessageAreRefused) {
  IngestTestServer server;
  for (const char* method : {"IngestArticle", "ExtractArticle", "DeleteArticle",
                             "GetArticleRecord", "GetIngestStatus"}) {
    const absl::Status status = server.CallRaw(
        absl::StrCat("/impactwire.v1.IngestService/", method).c_str(),
        "\xFF\xFF\xFF");
    EXPECT_EQ(status.code(), StatusCode::kInvalidArgument) << method;
    EXPECT_EQ(InvalidFields(status), "request") << method;
  }
}

TEST(IngestArticleTest, AFullLogShedsWithAdviceToRetry) {
  IngestTestOptions options;
  options.committer.max_open_items = 1;
  IngestTestServer server(options);
  server.storage()->Hold();
  std::thread first(
      [&] { EXPECT_TRUE(server.Ingest(TextArticle("a", kText)).ok()); });
  server.storage()->AwaitCommit();
  const absl::Status status = server.Ingest(TextArticle("b", kText)).status();
  EXPECT_EQ(status.code(), StatusCode::kResourceExhausted);
  EXPECT_EQ(RetryDelay(status), absl::Milliseconds(200));
  server.storage()->Release();
  first.join();
}

TEST(IngestArticleTest, NothingIsAcknowledgedWhenTheLogFails) {
  IngestTestServer server;
  server.storage()->FailCommits(absl::UnavailableError("no space"));
  const absl::Status status = server.Ingest(TextArticle("a", kText)).status();
  EXPECT_EQ(status.code(), StatusCode::kUnavailable);
  EXPECT_GT(RetryDelay(status), absl::ZeroDuration());
  EXPECT_EQ(server.Status().article_count(), 0);
}

TEST(IngestArticleTest, ADeadlineEndsTheCallAndNotTheServer) {
  IngestTestServer server;
  server.storage()->Hold();
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() +
                       std::chrono::milliseconds(100));
  v1::IngestArticleRequest request;
  *request.mutable_article() = TextArticle("a", kText);
  v1::IngestArticleResponse response;
  EXPECT_EQ(
      server.stub()->IngestArticle(&context, request, &response).error_code(),
      grpc::StatusCode::DEADLINE_EXCEEDED);
  server.storage()->Release();
  EXPECT_EQ(server.Ingest(TextArticle("b", kText))->outcome(),
            v1::INGEST_OUTCOME_CREATED);
}

TEST(IngestArticleTest, ManyCallersAtOnceAreAllAnswered) {
  IngestTestServer server;
  std::vector<std::thread> callers;
  for (int c = 0; c < 32; ++c) {
    callers.emplace_back([&server, c] {
      for (int i = 0; i < 5; ++i) {
        EXPECT_TRUE(
            server.Ingest(TextArticle(absl::StrCat(c, "-", i), kText)).ok());
      }
    });
  }
  for (std::thread& caller : callers) caller.join();
  const auto status = server.Status();
  EXPECT_EQ(status.article_count(), 160);
  EXPECT_EQ(status.high_watermark(), server.PositionOf(160));
}

TEST(ExtractArticleTest, AnswersTheRecordAndStoresNothing) {
  IngestTestServer server;
  v1::ExtractArticleRequest request;
  *request.mutable_article() = TextArticle("a", kText);
  const auto plain = server.Extract(request).value();
  EXPECT_EQ(plain.record().article_id(), "a");
  EXPECT_EQ(plain.record().text(), kText);
  EXPECT_FALSE(plain.has_trace());
  request.set_include_trace(true);
  EXPECT_TRUE(server.Extract(request)->has_trace());
  EXPECT_EQ(server.Status().high_watermark(), server.PositionOf(0));
}

TEST(GetArticleRecordTest, AnswersRecordArticleAndPosition) {
  IngestTestServer server;
  const v1::Article article = TextArticle("a", kText);
  ASSERT_TRUE(server.Ingest(article).ok());
  const auto got = server.Get("a", /*article=*/true).value();
  EXPECT_EQ(got.record().text(), kText);
  EXPECT_GT(got.record().ingest_time().seconds(), 0);
  EXPECT_EQ(got.position(), server.PositionOf(1));
  EXPECT_TRUE(MessageDifferencer::Equals(got.article(), article));
  EXPECT_FALSE(server.Get("a")->has_article());
}

TEST(GetArticleRecordTest, AnArticleThatIsNotThereIsNotFound) {
  IngestTestServer server;
  EXPECT_EQ(server.Get("a").status(), ResourceNotFound("article", "a"));
}

TEST(GetArticleRecordTest, TheIdIsRequiredAndBounded) {
  IngestTestServer server;
  EXPECT_EQ(server.Get("").status(), InvalidField("article_id", "is required"));
  EXPECT_EQ(server.Get(std::string(513, 'x')).status(),
            InvalidField("article_id", "holds 513 bytes; at most 512"));
}

TEST(GetArticleRecordTest, AnAnswerLargerThanAskedForIsRefused) {
  IngestTestServer server;
  ASSERT_TRUE(server.Ingest(TextArticle("a", kText)).ok());
  const int size =
      static_cast<int>(server.Get("a", /*article=*/true)->ByteSizeLong());
  EXPECT_TRUE(server.Get("a", /*article=*/true, size).ok());
  const absl::Status status =
      server.Get("a", /*article=*/true, size - 1).status();
  EXPECT_EQ(status.code(), StatusCode::kResourceExhausted);
  EXPECT_THAT(std::string(status.message()),
              testing::HasSubstr("max_response_bytes"));
  EXPECT_EQ(RetryDelay(status), absl::ZeroDuration());
  EXPECT_EQ(InvalidFields(server.Get("a", true, -1).status()),
            "max_response_bytes");
}

TEST(GetArticleRecordTest, DamageIsDataLossWithThePlace) {
  IngestTestServer server;
  ASSERT_TRUE(server.Ingest(TextArticle("a", kText)).ok());
  ASSERT_TRUE(server.storage()
                  ->Apply({{record_log::Table::kTexts,
                            record_log::EncodeInteger(1), "rubbish"}})
                  .ok());
  EXPECT_EQ(server.Get("a").status(),
            absl::DataLossError("record log, texts, sequence 1: not a zstd "
                                "frame of known size"));
}

TEST(DeleteArticleTest, ADeletedArticleIsGone) {
  IngestTestServer server;
  ASSERT_TRUE(server.Ingest(TextArticle("a", kText)).ok());
  EXPECT_EQ(server.Delete("a")->position(), server.PositionOf(2));
  EXPECT_EQ(server.Get("a").status(), ResourceNotFound("article", "a"));
  EXPECT_EQ(server.Delete("a").status(), ResourceNotFound("article", "a"));
  EXPECT_EQ(server.Ingest(TextArticle("a", kText))->outcome(),
            v1::INGEST_OUTCOME_CREATED);
}

TEST(DeleteArticleTest, TheIdIsRequired) {
  IngestTestServer server;
  EXPECT_EQ(server.Delete("").status(),
            InvalidField("article_id", "is required"));
}

TEST(GetIngestStatusTest, CountsWhatHappened) {
  IngestTestServer server;
  ASSERT_TRUE(server.Ingest(TextArticle("a", kText)).ok());
  ASSERT_TRUE(server.Ingest(TextArticle("a", kText)).ok());
  ASSERT_TRUE(server.Ingest(TextArticle("a", "Other text.")).ok());
  ASSERT_TRUE(server.Ingest(TextArticle("b", kText)).ok());
  ASSERT_FALSE(server.Ingest(TextArticle("c", "")).ok());
  ASSERT_TRUE(server.Delete("b").ok());
  const auto status = server.Status();
  EXPECT_EQ(status.version(), "test");
  EXPECT_EQ(status.created_count(), 2);
  EXPECT_EQ(status.unchanged_count(), 1);
  EXPECT_EQ(status.updated_count(), 1);
  EXPECT_EQ(status.rejected_count(), 1);
  EXPECT_EQ(status.deleted_count(), 1);
  EXPECT_EQ(status.article_count(), 1);
  EXPECT_EQ(status.high_watermark(), server.PositionOf(4));
  EXPECT_EQ(status.oldest_position(), server.PositionOf(0));
  EXPECT_GT(status.start_time().seconds(), 0);
}

TEST(DrainTest, NewCallsAreRefusedAndOpenOnesFinish) {
  IngestTestServer server;
  server.storage()->Hold();
  // A call under way keeps the server, and so the connection, alive.
  std::thread open(
      [&] { EXPECT_TRUE(server.Ingest(TextArticle("a", kText)).ok()); });
  server.storage()->AwaitCommit();
  std::thread draining([&] { server.host()->Drain(); });
  Await([&] {
    return !server.Get("a").ok() &&
           server.Get("a").status().code() == StatusCode::kUnavailable;
  });
  server.storage()->Release();
  open.join();
  draining.join();
}

}  // namespace
}  // namespace impactwire
