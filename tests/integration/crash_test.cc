// kill -9 of both services, over and over, while a client streams articles:
// what was acknowledged is there, once.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <map>
#include <set>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/base/mutex.h"
#include "common/server/grpc_status.h"
#include "impactwire/v1/ingest.grpc.pb.h"
#include "impactwire/v1/query.grpc.pb.h"
#include "tests/integration/service_process.h"

namespace impactwire::testing {
namespace {

constexpr int kArticles = 2000;
constexpr int kCycles = 10;
constexpr int kWindow = 64;

std::string ArticleId(int i) { return absl::StrCat("article-", i); }

v1::IngestArticlesRequest Request(int i) {
  v1::IngestArticlesRequest request;
  request.set_client_sequence(i);
  v1::Article* article = request.mutable_article();
  article->set_article_id(ArticleId(i));
  article->set_publish_date("2024-05-01");
  article->set_text(absl::StrCat("Green Hills Foundation planted ", 1000 + i,
                                 " trees in Kenya last year."));
  return request;
}

// Streams every article, over as many connections as it takes, and keeps what
// was acknowledged.
class PersistentClient {
 public:
  explicit PersistentClient(const ServiceProcess* ingest) : ingest_(ingest) {}

  void Run() {
    while (acknowledged_count() < kArticles) {
      StreamOnce();
      absl::SleepFor(absl::Milliseconds(20));
    }
  }

  int acknowledged_count() {
    MutexLock lock(&mu_);
    return static_cast<int>(acknowledged_.size());
  }

  // Waits until so many are acknowledged.
  void WaitFor(int count) {
    MutexLock lock(&mu_);
    while (static_cast<int>(acknowledged_.size()) < count) cv_.Wait(&mu_);
  }

  std::map<std::string, std::string> acknowledged() {
    MutexLock lock(&mu_);
    return acknowledged_;
  }
  int rejected() const { return rejected_; }

 private:
  void StreamOnce() {
    const auto channel = ingest_->Connect();
    if (!channel->WaitForConnected(
            absl::ToChronoTime(absl::Now() + absl::Seconds(1)))) {
      return;
    }
    const auto stub = v1::IngestService::NewStub(channel);
    grpc::ClientContext context;
    // A call that starts while its connection dies may wait for ever in gRPC
    // 1.51; the deadline turns that into one more reconnection.
    context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(3)));
    const auto stream = stub->IngestArticles(&context);
    std::vector<int> open;
    for (int i = 0; i < kArticles; ++i) {
      MutexLock lock(&mu_);
      if (acknowledged_.count(ArticleId(i)) == 0) open.push_back(i);
    }
    size_t sent = 0, answered = 0;
    while (answered < open.size()) {
      while (sent < open.size() && sent - answered < kWindow) {
        if (!stream->Write(Request(open[sent]))) break;
        ++sent;
      }
      v1::IngestArticlesResponse response;
      if (!stream->Read(&response)) break;
      ++answered;
      MutexLock lock(&mu_);
      if (response.has_error()) {
        ++rejected_;
      } else {
        acknowledged_[response.result().article_id()] =
            response.result().position();
        cv_.SignalAll();
      }
    }
    context.TryCancel();
    stream->Finish();
  }

  const ServiceProcess* const ingest_;
  Mutex mu_;
  CondVar cv_;
  std::map<std::string, std::string> acknowledged_ ABSL_GUARDED_BY(mu_);
  std::atomic<int> rejected_{0};
};

// Every article id the query service lists, over all pages.
std::multiset<std::string> ListedArticles(const ServiceProcess& query,
                                          const std::string& min_position) {
  const auto stub = v1::QueryService::NewStub(query.Connect());
  std::multiset<std::string> ids;
  v1::ListArticlesRequest request;
  request.set_page_size(300);
  request.set_min_position(min_position);
  do {
    grpc::ClientContext context;
    context.set_wait_for_ready(true);
    context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(30)));
    v1::ListArticlesResponse response;
    const grpc::Status status =
        stub->ListArticles(&context, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    if (!status.ok()) return ids;
    for (const auto& article : response.articles()) {
      ids.insert(article.article_id());
    }
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
  return ids;
}

std::multiset<std::string> AllArticles() {
  std::multiset<std::string> ids;
  for (int i = 0; i < kArticles; ++i) ids.insert(ArticleId(i));
  return ids;
}

class CrashTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(ingest_.Start().ok()) << ingest_.LogTail();
    query_ = std::make_unique<ServiceProcess>(
        "query_service",
        std::vector<std::string>{
            absl::StrCat("--ingest_target=", ingest_.target())},
        folder_.path());
    ASSERT_TRUE(query_->Start().ok()) << query_->LogTail();
  }

  std::string HighWatermark() {
    const auto stub = v1::IngestService::NewStub(ingest_.Connect());
    grpc::ClientContext context;
    context.set_wait_for_ready(true);
    v1::GetIngestStatusResponse response;
    EXPECT_TRUE(stub->GetIngestStatus(&context, {}, &response).ok());
    return response.high_watermark();
  }

  TemporaryFolder folder_;
  ServiceProcess ingest_{"ingest_service",
                         {absl::StrCat("--data_dir=", folder_.path(), "/log")},
                         folder_.path()};
  std::unique_ptr<ServiceProcess> query_;
};

TEST_F(CrashTest, WhatWasAcknowledgedIsThereOnceAfterTenKillsOfEach) {
  PersistentClient client(&ingest_);
  std::thread streaming([&] { client.Run(); });
  for (int cycle = 1; cycle <= kCycles; ++cycle) {
    client.WaitFor(cycle * kArticles / (kCycles + 1));
    ingest_.Kill();
    query_->Kill();
    ASSERT_TRUE(query_->Start().ok()) << query_->LogTail();
    ASSERT_TRUE(ingest_.Start().ok()) << ingest_.LogTail();
  }
  streaming.join();
  EXPECT_EQ(client.rejected(), 0);
  const auto acknowledged = client.acknowledged();
  ASSERT_EQ(acknowledged.size(), kArticles);
  EXPECT_EQ(ListedArticles(*query_, HighWatermark()), AllArticles());

  // The position of an acknowledgement covers its article.
  const auto stub = v1::QueryService::NewStub(query_->Connect());
  for (const auto& [id, position] : acknowledged) {
    grpc::ClientContext context;
    v1::GetArticleRequest request;
    request.set_article_id(id);
    request.set_min_position(position);
    v1::GetArticleResponse response;
    const grpc::Status status = stub->GetArticle(&context, request, &response);
    ASSERT_TRUE(status.ok()) << id << ": " << status.error_message();
  }
}

TEST_F(CrashTest, AnEmptiedQueryServiceRefillsItself) {
  PersistentClient client(&ingest_);
  client.Run();
  query_->Kill();
  ASSERT_TRUE(query_->Start().ok()) << query_->LogTail();
  ASSERT_TRUE(query_->WaitUntilServing().ok());
  EXPECT_EQ(ListedArticles(*query_, ""), AllArticles());
}

TEST_F(CrashTest, BothEndWithStatusZeroOnSigterm) {
  PersistentClient client(&ingest_);
  client.Run();
  EXPECT_EQ(query_->Terminate(), 0) << query_->LogTail();
  EXPECT_EQ(ingest_.Terminate(), 0) << ingest_.LogTail();
}

}  // namespace
}  // namespace impactwire::testing
