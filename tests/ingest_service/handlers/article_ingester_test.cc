#include "ingest_service/handlers/article_ingester.h"

#include <gtest/gtest.h>

#include <future>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/status/errors.h"
#include "ingest_service/log/stored_record_log.h"
#include "tests/ingest_service/log/memory_storage.h"

namespace impactwire {
namespace {

using record_log::Admission;

constexpr char kText[] = "Acme Corp. has trained over 6,000 farmers in Kenya.";

v1::Article TextArticle(const std::string& id, const std::string& text) {
  v1::Article article;
  article.set_article_id(id);
  article.set_text(text);
  return article;
}

class ArticleIngesterTest : public testing::Test {
 protected:
  ArticleIngesterTest() {
    auto storage = std::make_unique<record_log::MemoryStorage>();
    storage_ = storage.get();
    EXPECT_TRUE(record_log::StoredRecordLog::Initialize(storage_).ok());
    log_ = record_log::StoredRecordLog::Open(std::move(storage), {}).value();
    extractor_ = extract::ArticleExtractor::Create().value();
    ingester_ = std::make_unique<ArticleIngester>(extractor_.get(), log_.get());
  }

  absl::StatusOr<v1::IngestArticleResponse> Ingest(const v1::Article& article) {
    std::promise<absl::StatusOr<v1::IngestArticleResponse>> answer;
    ingester_->Ingest(article, Admission::kWait,
                      [&](absl::StatusOr<v1::IngestArticleResponse> response) {
                        answer.set_value(std::move(response));
                      });
    return answer.get_future().get();
  }

  record_log::MemoryStorage* storage_;
  std::unique_ptr<record_log::RecordLog> log_;
  std::unique_ptr<extract::ArticleExtractor> extractor_;
  std::unique_ptr<ArticleIngester> ingester_;
};

TEST_F(ArticleIngesterTest, AnArticleBecomesADurableRecord) {
  const auto answer = Ingest(TextArticle("a", kText)).value();
  EXPECT_EQ(answer.outcome(), v1::INGEST_OUTCOME_CREATED);
  EXPECT_EQ(answer.position(), ingester_->PositionOf(1));
  EXPECT_EQ(log_->Find("a", nullptr)->record.text(), kText);
}

TEST_F(ArticleIngesterTest, AnUnchangedArticleIsNotExtractedAgain) {
  ASSERT_TRUE(Ingest(TextArticle("a", kText)).ok());
  const int commits = storage_->commits();
  EXPECT_EQ(Ingest(TextArticle("a", kText))->outcome(),
            v1::INGEST_OUTCOME_UNCHANGED);
  EXPECT_EQ(storage_->commits(), commits);
}

TEST_F(ArticleIngesterTest, ARecordThatCannotBeReadIsReplaced) {
  ASSERT_TRUE(Ingest(TextArticle("a", kText)).ok());
  ASSERT_TRUE(storage_
                  ->Apply({{record_log::Table::kTexts,
                            record_log::EncodeInteger(1), "rubbish"}})
                  .ok());
  ASSERT_TRUE(Ingest(TextArticle("a", "Other text.")).ok());
  EXPECT_EQ(log_->Find("a", nullptr)->record.text(), "Other text.");
}

TEST_F(ArticleIngesterTest, ABadArticleIsCountedAndNotStored) {
  EXPECT_EQ(InvalidFields(Ingest(TextArticle("a", " ")).status()),
            "article.text");
  EXPECT_EQ(ingester_->counts().rejected, 1);
  EXPECT_EQ(log_->high_watermark(), 0u);
}

TEST_F(ArticleIngesterTest, EndingWaitsForWhatIsBegun) {
  storage_->Hold();
  std::atomic<bool> answered{false};
  ingester_->Ingest(TextArticle("a", kText), Admission::kWait,
                    [&](absl::StatusOr<v1::IngestArticleResponse> answer) {
                      answered = answer.ok();
                    });
  storage_->AwaitCommit();
  std::thread releasing([this] { storage_->Release(); });
  ingester_.reset();
  EXPECT_TRUE(answered);
  releasing.join();
}

// Of callers that send the same article at once, one creates it.
TEST_F(ArticleIngesterTest, ManyCallersWithOneArticleMakeOneRecord) {
  std::atomic<int> created{0}, unchanged{0};
  std::vector<std::thread> callers;
  for (int c = 0; c < 8; ++c) {
    callers.emplace_back([&] {
      const auto answer = Ingest(TextArticle("a", kText)).value();
      EXPECT_EQ(answer.position(), ingester_->PositionOf(1));
      created += answer.outcome() == v1::INGEST_OUTCOME_CREATED;
      unchanged += answer.outcome() == v1::INGEST_OUTCOME_UNCHANGED;
    });
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(created, 1);
  EXPECT_EQ(unchanged, 7);
  EXPECT_EQ(ingester_->counts().created, 1);
}

}  // namespace
}  // namespace impactwire
