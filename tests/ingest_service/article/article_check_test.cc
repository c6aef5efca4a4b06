#include "ingest_service/article/article_check.h"

#include <gtest/gtest.h>

#include "common/status/errors.h"

namespace impactwire {
namespace {

constexpr size_t kMaxBody = 100;

v1::Article Good() {
  v1::Article article;
  article.set_text("A charity planted 40 trees.");
  return article;
}

TEST(ArticleCheckTest, ABodyIsEnough) {
  EXPECT_TRUE(CheckArticle(Good(), kMaxBody).ok());
}

struct BadCase {
  const char* name;
  void (*spoil)(v1::Article*);
  const char* fields;
};

class BadArticleTest : public testing::TestWithParam<BadCase> {};

TEST_P(BadArticleTest, IsInvalidAndTheFieldIsNamed) {
  v1::Article article = Good();
  GetParam().spoil(&article);
  const absl::Status status = CheckArticle(article, kMaxBody);
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(InvalidFields(status), GetParam().fields);
}

INSTANTIATE_TEST_SUITE_P(
    All, BadArticleTest,
    testing::Values(
        BadCase{"NoBody", [](v1::Article* a) { a->clear_body(); },
                "article.body"},
        BadCase{"BlankBody", [](v1::Article* a) { a->set_html(" \n\t"); },
                "article.html"},
        BadCase{"BodyNotUtf8", [](v1::Article* a) { a->set_text("a\xFF"); },
                "article.text"},
        BadCase{"Date", [](v1::Article* a) { a->set_publish_date("5 May"); },
                "article.publish_date"},
        BadCase{
            "LongId",
            [](v1::Article* a) { a->set_article_id(std::string(513, 'x')); },
            "article.article_id"},
        BadCase{"TwoAtOnce",
                [](v1::Article* a) {
                  a->set_title("\xC3");
                  a->set_publish_date("2020-02-30");
                },
                "article.title, article.publish_date"},
        BadCase{"ManyLabels",
                [](v1::Article* a) {
                  for (int i = 0; i < 65; ++i) {
                    (*a->mutable_labels())[std::to_string(i)] = "";
                  }
                },
                "article.labels"}),
    [](const auto& info) { return info.param.name; });

TEST(ArticleCheckTest, RawHtmlMayBeInAnyCharset) {
  v1::Article article;
  article.set_raw_html("caf\xE9");
  EXPECT_TRUE(CheckArticle(article, kMaxBody).ok());
}

TEST(ArticleCheckTest, ABodyOverTheLimitIsResourceExhausted) {
  v1::Article article;
  article.set_text(std::string(kMaxBody + 1, 'x'));
  EXPECT_EQ(CheckArticle(article, kMaxBody).code(),
            absl::StatusCode::kResourceExhausted);
}

}  // namespace
}  // namespace impactwire
