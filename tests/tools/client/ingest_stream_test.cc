#include "impactwire/ingest_stream.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "common/status/errors.h"
#include "impactwire/client.h"
#include "tests/tools/client/fake_services.h"

namespace impactwire::client {
namespace {

using ::testing::ElementsAre;
using Step = FakeServices::Step;

class IngestStreamTest : public ::testing::Test {
 protected:
  // Sends articles "0" to `count - 1`; the status of Finish.
  absl::Status SendAll(int count, IngestStreamOptions options = {}) {
    IngestClient client(fake_.target());
    auto stream = client.OpenStream(
        [this](const IngestResult& result) { results_.push_back(result); },
        options);
    for (int i = 0; i < count; ++i) {
      v1::Article article;
      article.set_article_id(absl::StrCat(i));
      if (absl::Status s = stream->Send(std::move(article)); !s.ok()) return s;
    }
    return stream->Finish();
  }

  // Of all answers, in order.
  std::vector<std::string> Answered() const {
    std::vector<std::string> ids;
    for (const IngestResult& result : results_) {
      ids.push_back(result.response.article_id());
    }
    return ids;
  }

  static v1::IngestArticlesResponse Rejected(const absl::Status& status) {
    v1::IngestArticlesResponse response;
    response.mutable_result()->set_outcome(v1::INGEST_OUTCOME_REJECTED);
    *response.mutable_error() = ToRpcStatus(status);
    return response;
  }

  FakeServices fake_;
  std::vector<IngestResult> results_;
};

TEST_F(IngestStreamTest, AnswersComeInTheOrderOfSendOncePerArticle) {
  ASSERT_EQ(SendAll(500), absl::OkStatus());
  ASSERT_EQ(results_.size(), 500);
  for (int i = 0; i < 500; ++i) {
    EXPECT_EQ(results_[i].index, i);
    EXPECT_EQ(results_[i].response.article_id(), absl::StrCat(i));
  }
}

TEST_F(IngestStreamTest, AnEmptyStreamFinishesWithoutACall) {
  EXPECT_EQ(SendAll(0), absl::OkStatus());
  EXPECT_TRUE(fake_.received().empty());
}

TEST_F(IngestStreamTest, ARejectedArticleNamesItsFieldAndTheRestGoesOn) {
  fake_.answer = [](const v1::IngestArticlesRequest& request) {
    v1::IngestArticlesResponse ok;
    ok.mutable_result()->set_outcome(v1::INGEST_OUTCOME_CREATED);
    return request.article().article_id() == "1"
               ? Rejected(InvalidField("article.body", "is missing"))
               : ok;
  };
  ASSERT_EQ(SendAll(3), absl::OkStatus());
  ASSERT_THAT(Answered(), ElementsAre("0", "1", "2"));
  EXPECT_EQ(results_[1].status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(DetailsOf(results_[1].status).invalid_fields[0].field,
            "article.body");
}

TEST_F(IngestStreamTest, WhatABrokenConnectionLeftUnansweredIsSentAgain) {
  fake_.step = [](int stream, int answered) {
    return stream < 3 && answered == 5 ? Step::kBreak : Step::kAnswer;
  };
  ASSERT_EQ(SendAll(40), absl::OkStatus());
  ASSERT_EQ(results_.size(), 40);
  for (int i = 0; i < 40; ++i) EXPECT_EQ(results_[i].index, i);
  EXPECT_GT(fake_.received().size(), 40);
}

TEST_F(IngestStreamTest, AShedArticleIsSentAgainAfterTheAdvisedPause) {
  int shed = 0;
  fake_.answer = [&shed](const v1::IngestArticlesRequest& request) {
    v1::IngestArticlesResponse ok;
    ok.mutable_result()->set_outcome(v1::INGEST_OUTCOME_CREATED);
    return request.article().article_id() == "1" && ++shed <= 2
               ? Rejected(OverloadedError("busy", absl::Milliseconds(5)))
               : ok;
  };
  ASSERT_EQ(SendAll(3), absl::OkStatus());
  EXPECT_THAT(Answered(), ElementsAre("0", "2", "1"));
  EXPECT_EQ(shed, 3);
}

TEST_F(IngestStreamTest, ASilentServiceIsGivenUp) {
  fake_.step = [](int, int) { return Step::kStaySilent; };
  const absl::Status status =
      SendAll(3, {.give_up_after = absl::Milliseconds(100)});
  EXPECT_EQ(status, absl::DeadlineExceededError("no answer for 100ms"));
}

TEST_F(IngestStreamTest, AnAbsentServiceIsGivenUpAsUnavailable) {
  IngestClient client("127.0.0.1:1");
  auto stream = client.OpenStream([](const IngestResult&) { FAIL(); },
                                  {.give_up_after = absl::Milliseconds(300)});
  ASSERT_EQ(stream->Send(v1::Article()), absl::OkStatus());
  EXPECT_EQ(stream->Finish().code(), absl::StatusCode::kUnavailable);
}

TEST_F(IngestStreamTest, NoMoreThanTheWindowIsOpen) {
  fake_.step = [](int, int) { return Step::kStaySilent; };
  EXPECT_EQ(SendAll(10, {.max_open_articles = 3,
                         .give_up_after = absl::Milliseconds(200)})
                .code(),
            absl::StatusCode::kDeadlineExceeded);
  EXPECT_LE(fake_.received().size(), 3);
}

TEST_F(IngestStreamTest, DroppingAStreamEndsIt) {
  fake_.step = [](int, int) { return Step::kStaySilent; };
  IngestClient client(fake_.target());
  auto stream = client.OpenStream([](const IngestResult&) { FAIL(); });
  ASSERT_EQ(stream->Send(v1::Article()), absl::OkStatus());
  stream.reset();
}

TEST_F(IngestStreamTest, ARejectionWithoutAReasonIsAnInternalError) {
  fake_.answer = [](const v1::IngestArticlesRequest&) {
    v1::IngestArticlesResponse response;
    response.mutable_result()->set_outcome(v1::INGEST_OUTCOME_REJECTED);
    return response;
  };
  ASSERT_EQ(SendAll(1), absl::OkStatus());
  EXPECT_EQ(results_[0].status,
            absl::InternalError("rejected without a reason"));
}

}  // namespace
}  // namespace impactwire::client
