// Pages and their tokens.
#include <string>
#include <vector>

#include "common/base/stable_id.h"
#include "common/status/errors.h"
#include "gtest/gtest.h"
#include "query_service/index/index.h"
#include "query_service/index/queries/article_queries.h"
#include "query_service/index/queries/figure_queries.h"
#include "tests/query_service/index/queries/query_fixture.h"
#include "tests/query_service/index/testing/history.h"

namespace impactwire::query {
namespace {

// 800 figures with 8 KiB of evidence each are more than a client receives.
TEST(PageTest, EndsBeforeItIsTooLargeToReceive) {
  constexpr int kFigures = 800;
  v1::LogEntry entry;
  entry.set_sequence(1);
  v1::ArticleRecord* record = entry.mutable_record();
  record->set_article_id("long");
  for (int i = 0; i < kFigures; ++i) {
    v1::ImpactFigure* figure = record->add_impact_figures();
    figure->set_figure_id(StableId(kFigureIdKind, {std::to_string(i)}));
    figure->set_value(i);
    figure->mutable_evidence()->set_text(std::string(8192, 'e'));
  }
  Index index;
  ApplyAll({entry}, &index);
  v1::ListImpactFiguresRequest request;
  request.set_page_size(1000);
  std::vector<double> values;
  do {
    const auto page = ListImpactFigures(index.Pin(), request);
    ASSERT_TRUE(page.ok()) << page.status();
    EXPECT_LT(page->ByteSizeLong(), 4u << 20);
    EXPECT_EQ(page->total_count(), kFigures);
    for (const auto& found : page->entries()) {
      values.push_back(found.figure().value());
    }
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  ASSERT_EQ(values.size(), kFigures);
  for (int i = 0; i < kFigures; ++i) EXPECT_EQ(values[i], i);
}

TEST_F(QueryTest, GarbageAsPageTokenIsInvalid) {
  for (const char* token : {"x", "AAAA", "\"", "====", "abc def"}) {
    v1::ListImpactFiguresRequest request;
    request.set_page_token(token);
    EXPECT_EQ(WrongPage(request), "page_token") << token;
  }
}

TEST_F(QueryTest, AnyChangedByteOfATokenIsInvalid) {
  const v1::ListImpactFiguresRequest request = Paged();
  for (size_t i = 0; i < request.page_token().size(); ++i) {
    v1::ListImpactFiguresRequest changed = request;
    char& c = (*changed.mutable_page_token())[i];
    c = c == 'A' ? 'B' : 'A';
    EXPECT_EQ(WrongPage(changed), "page_token") << i;
    changed.mutable_page_token()->resize(i);
    if (i > 0) {
      EXPECT_EQ(WrongPage(changed), "page_token") << i;
    }
  }
}

TEST_F(QueryTest, ATokenOfAnotherFilterOrOrderIsInvalid) {
  v1::ListImpactFiguresRequest request = Paged();
  request.mutable_filter()->add_units("person");
  EXPECT_EQ(WrongPage(request), "page_token");
  request = Paged();
  request.set_order(v1::ListImpactFiguresRequest::ORDER_PUBLISH_DATE);
  EXPECT_EQ(WrongPage(request), "page_token");
}

TEST_F(QueryTest, ATokenOfAnotherListIsInvalid) {
  v1::ListArticlesRequest request;
  request.set_page_token(Paged().page_token());
  EXPECT_EQ(InvalidFields(ListArticles(index_.Pin(), request).status()),
            "page_token");
}

TEST_F(QueryTest, ThePageSizeMayChangeBetweenPages) {
  v1::ListImpactFiguresRequest request = Paged();
  request.set_page_size(1000);
  const auto rest = ListImpactFigures(index_.Pin(), request);
  ASSERT_TRUE(rest.ok());
  EXPECT_EQ(rest->entries_size(), rest->total_count() - 2);
}

TEST_F(QueryTest, ATokenOutlivesDeletionOfEverything) {
  v1::ListImpactFiguresRequest request = Paged();
  uint64_t sequence = index_.applied().sequence;
  std::vector<v1::LogEntry> deletions;
  for (int i = 0; i < 9; ++i) {
    v1::LogEntry entry;
    entry.set_sequence(++sequence);
    entry.mutable_tombstone()->set_article_id("article " + std::to_string(i));
    deletions.push_back(entry);
  }
  const uint64_t before = index_.applied().sequence;
  ASSERT_TRUE(index_.Apply(Batch(deletions, before, sequence, sequence)).ok());
  EXPECT_EQ(ListImpactFigures(index_.Pin(), {})->total_count(), 0);
  const auto page = ListImpactFigures(index_.Pin(), request);
  EXPECT_EQ(page->entries_size(), 2);
  EXPECT_EQ(page->position(), At(before).ToString());
}

TEST_F(QueryTest, ATokenFromBeforeARestartIsOutOfRange) {
  const v1::ListImpactFiguresRequest request = Paged();
  World world(5);
  auto entries = world.History(80, 0);
  entries.push_back(world.Entry(entries.back().sequence() + 1, 0));
  Index restarted;
  ApplyAll(entries, &restarted);
  EXPECT_EQ(ListImpactFigures(restarted.Pin(), request).status().code(),
            absl::StatusCode::kOutOfRange);
}

TEST_F(QueryTest, ATokenOfAnotherLogIsOutOfRange) {
  const v1::ListImpactFiguresRequest request = Paged();
  index_.Clear();
  EXPECT_EQ(ListImpactFigures(index_.Pin(), request).status().code(),
            absl::StatusCode::kOutOfRange);
}

TEST_F(QueryTest, ATokenAheadOfTheIndexIsToBeTriedAgain) {
  const v1::ListImpactFiguresRequest request = Paged();
  World world(5);
  const auto entries = world.History(80, 0);
  Index behind;
  const uint64_t half = entries[40].sequence();
  ASSERT_TRUE(behind.Apply(Batch(entries, 0, half, half)).ok());
  const absl::Status status = ListImpactFigures(behind.Pin(), request).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_GT(RetryDelay(status), absl::ZeroDuration());
}

}  // namespace
}  // namespace impactwire::query
