#include "ingest_service/extract/article_extractor.h"

#include <memory>
#include <string>

#include "common/status/errors.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace impactwire::extract {
namespace {

class ArticleExtractorTest : public testing::Test {
 protected:
  static absl::StatusOr<v1::ArticleRecord> Extract(
      const v1::Article& article, v1::ExtractionTrace* trace = nullptr,
      ExtractorOptions options = {}) {
    auto extractor = ArticleExtractor::Create(options);
    if (!extractor.ok()) return extractor.status();
    return (*extractor)->Extract(article, trace);
  }

  static v1::Article Text(const std::string& text) {
    v1::Article article;
    article.set_article_id("a1");
    article.set_text(text);
    return article;
  }
};

TEST_F(ArticleExtractorTest, ARecordKeepsTheMetadataOfItsArticle) {
  v1::Article article = Text("Helping Hands planted 300 trees.");
  article.set_uri("https://news.example/a1");
  article.set_title("Trees");
  article.set_publisher("The Example");
  article.set_publish_date("2023-05");
  (*article.mutable_labels())["desk"] = "green";
  const auto record = Extract(article);
  ASSERT_TRUE(record.ok()) << record.status();
  EXPECT_EQ(record->article_id(), "a1");
  EXPECT_EQ(record->uri(), "https://news.example/a1");
  EXPECT_EQ(record->title(), "Trees");
  EXPECT_EQ(record->publisher(), "The Example");
  EXPECT_EQ(record->publish_date(), "2023-05");
  EXPECT_EQ(record->labels().at("desk"), "green");
  EXPECT_EQ(record->content_sha256().size(), 64);
  EXPECT_EQ(record->extractor_version(), ArticleExtractor::Version());
  EXPECT_FALSE(record->has_ingest_time());
}

TEST_F(ArticleExtractorTest, AnArticleWithoutABodyIsRefused) {
  const auto record = Extract(v1::Article());
  EXPECT_EQ(record.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(InvalidFields(record.status()), "article.body");
}

TEST_F(ArticleExtractorTest, ABodyOverTheLimitIsRefused) {
  ExtractorOptions options;
  options.max_body_bytes = 10;
  const auto record = Extract(Text("longer than ten"), nullptr, options);
  EXPECT_EQ(record.status().code(), absl::StatusCode::kResourceExhausted);
}

TEST_F(ArticleExtractorTest, TheSameArticleGivesTheSameRecord) {
  const v1::Article article =
      Text("Helping Hands said it planted 300 trees in Lomé in 2020.");
  v1::ExtractionTrace first, second;
  EXPECT_EQ(Extract(article, &first)->SerializeAsString(),
            Extract(article, &second)->SerializeAsString());
  EXPECT_EQ(first.SerializeAsString(), second.SerializeAsString());
}

}  // namespace
}  // namespace impactwire::extract
