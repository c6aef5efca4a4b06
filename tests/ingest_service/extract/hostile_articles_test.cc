// Every family of hostile articles, long enough for the bounds of mentions and
// figures, some past that of the text: a record that keeps its promises comes
// out. That time grows as the input is measured by
// tests/benchmarks/length_benchmark.cc.
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/status/errors.h"
#include "gtest/gtest.h"
#include "ingest_service/extract/article_extractor.h"
#include "tests/ingest_service/extract/hostile_article.h"
#include "tests/ingest_service/extract/sound_record.h"

namespace impactwire::extract {
namespace {

constexpr size_t kBytes = 150'000;

const ArticleExtractor& Extractor() {
  static const auto* const extractor =
      ArticleExtractor::Create({}).value().release();
  return *extractor;
}

class HostileArticlesTest : public testing::TestWithParam<HostileArticle> {};

TEST_P(HostileArticlesTest, GivesASoundRecord) {
  const v1::Article article = GetParam().Make(kBytes);
  v1::ExtractionTrace trace;
  const auto record = Extractor().Extract(article, &trace);
  ASSERT_TRUE(record.ok()) << record.status();
  EXPECT_EQ(FaultOf(*record, trace, Extractor().options()), "");
}

INSTANTIATE_TEST_SUITE_P(All, HostileArticlesTest,
                         testing::ValuesIn(HostileArticles()),
                         [](const auto& info) { return info.param.name; });

bool Warns(const v1::ArticleRecord& record, v1::Warning::Kind kind) {
  for (const v1::Warning& warning : record.warnings()) {
    if (warning.kind() == kind) return true;
  }
  return false;
}

// The record of a family; sound.
v1::ArticleRecord RecordOf(absl::string_view family, size_t bytes) {
  for (const HostileArticle& article : HostileArticles()) {
    if (family != article.name) continue;
    v1::ExtractionTrace trace;
    v1::ArticleRecord record =
        Extractor().Extract(article.Make(bytes), &trace).value();
    EXPECT_EQ(FaultOf(record, trace, Extractor().options()), "") << family;
    return record;
  }
  ADD_FAILURE() << family;
  return {};
}

TEST(HostileArticleTest, WhatDoesNotFitWarns) {
  for (const char* family : {"OneLine", "Numbers", "Capitals", "Brackets",
                             "Organizations", "TableRows"}) {
    EXPECT_TRUE(Warns(RecordOf(family, 5'000'000), v1::Warning::KIND_TRUNCATED))
        << family;
  }
  EXPECT_TRUE(Warns(RecordOf("BadBytes", 10'000), v1::Warning::KIND_CHARSET));
  EXPECT_TRUE(
      Warns(RecordOf("NestedBlocks", 500'000), v1::Warning::KIND_MARKUP));
}

TEST(HostileArticleTest, TextThatIsNotUtf8IsRefusedWithItsPlace) {
  v1::Article article;
  for (const char* bad :
       {"\xff", "\xc0\x80", "\xed\xa0\x80", "\xf5\x80", "\xe2\x82"}) {
    article.set_text(absl::StrCat("Six words.", bad));
    const absl::Status status = Extractor().Extract(article, nullptr).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    EXPECT_EQ(InvalidFields(status), "article.text");
    EXPECT_TRUE(absl::StrContains(status.message(), "byte 10")) << status;
  }
}

}  // namespace
}  // namespace impactwire::extract
