#include "ingest_service/article/article_key.h"

#include <gtest/gtest.h>

#include "common/base/stable_id.h"

namespace impactwire {
namespace {

TEST(ArticleKeyTest, TheGivenIdIsKept) {
  v1::Article article;
  article.set_article_id("mine");
  article.set_uri("http://example.com/a");
  EXPECT_EQ(ArticleKey(article), "mine");
}

TEST(ArticleKeyTest, TheUriDecidesWithoutAnId) {
  v1::Article a, b;
  a.set_uri("http://example.com/a");
  a.set_text("one");
  b.set_uri("http://example.com/a");
  b.set_text("two");
  EXPECT_EQ(ArticleKey(a), ArticleKey(b));
  EXPECT_TRUE(IsStableId(kArticleIdKind, ArticleKey(a)));
}

TEST(ArticleKeyTest, TheContentDecidesWithoutAUri) {
  v1::Article a, b;
  a.set_text("one");
  b.set_text("two");
  EXPECT_NE(ArticleKey(a), ArticleKey(b));
}

TEST(ArticleKeyTest, IsTheSameWhereTheContentsHashIsKnown) {
  v1::Article article;
  for (int step = 0; step < 3; ++step) {
    if (step == 0) article.set_text("one");
    if (step == 1) article.set_uri("http://example.com/a");
    if (step == 2) article.set_article_id("mine");
    EXPECT_EQ(ArticleKey(article, ContentSha256(article)), ArticleKey(article));
  }
}

TEST(ContentSha256Test, SeesEveryFieldButTheId) {
  v1::Article article;
  article.set_text("one");
  const std::string before = ContentSha256(article);
  article.set_article_id("x");
  EXPECT_EQ(ContentSha256(article), before);
  article.set_title("t");
  EXPECT_NE(ContentSha256(article), before);
  article.clear_title();
  (*article.mutable_labels())["k"] = "v";
  EXPECT_NE(ContentSha256(article), before);
  article.clear_labels();
  article.set_html("one");
  EXPECT_NE(ContentSha256(article), before);
}

}  // namespace
}  // namespace impactwire
