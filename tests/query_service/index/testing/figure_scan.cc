#include "tests/query_service/index/testing/figure_scan.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "common/base/stable_id.h"
#include "query_service/index/queries/figure_queries.h"
#include "tests/query_service/index/testing/history.h"

namespace impactwire::query {
namespace {

using Request = v1::ListImpactFiguresRequest;

constexpr int kEntries = 2600;

// Articles of their own, some deleted later. From one stretch of them to the
// next, all figures share this or that.
std::vector<v1::LogEntry> ManyArticles(World* world) {
  std::vector<v1::LogEntry> entries;
  for (int i = 1; i <= kEntries; ++i) {
    v1::LogEntry entry;
    entry.set_sequence(i);
    if (i % 9 == 0 && (i < 900 || i > 2000)) {
      entry.mutable_tombstone()->set_article_id(
          absl::StrCat("a", 1 + world->Below(i - 1)));
      entries.push_back(entry);
      continue;
    }
    v1::ArticleRecord& record = *entry.mutable_record();
    record = world->Record();
    record.set_article_id(absl::StrCat("a", i));
    const int stretch = i / 500;
    if (stretch == 3) record.set_publish_date("2021-05");
    for (int f = 0; f < record.impact_figures_size(); ++f) {
      v1::ImpactFigure& figure = *record.mutable_impact_figures(f);
      figure.set_figure_id(
          StableId(kFigureIdKind, {record.article_id(), absl::StrCat(f)}));
      if (stretch == 1) {
        figure.set_unit("person");
        figure.set_category(v1::IMPACT_CATEGORY_JOBS);
        figure.set_status(v1::FIGURE_STATUS_ACHIEVED);
      } else if (stretch == 2) {
        // More units than have a code.
        figure.set_unit(absl::StrCat("u", i % 400));
        figure.set_value(i);
        figure.clear_rate();
        figure.clear_organization_id();
        figure.mutable_period()->set_start("2019-02");
        figure.mutable_period()->set_end("2019-03");
      } else if (stretch == 3) {
        figure.set_confidence(0.95);
        figure.mutable_rate()->set_per("year");
      }
    }
    entries.push_back(entry);
  }
  return entries;
}

std::vector<std::string> AllPages(const Snapshot& at, Request request,
                                  size_t expected) {
  std::vector<std::string> ids;
  for (;;) {
    const auto page = ListImpactFigures(at, request);
    if (!page.ok()) return {page.status().ToString()};
    EXPECT_EQ(page->total_count(), static_cast<int>(expected));
    for (const auto& entry : page->entries()) {
      ids.push_back(entry.figure().figure_id());
    }
    if (page->next_page_token().empty()) return ids;
    request.set_page_token(page->next_page_token());
  }
}

}  // namespace

const std::vector<v1::LogEntry>* FigureScan::entries_;
Index* FigureScan::index_;
std::vector<const OracleState*> FigureScan::states_;
std::vector<Snapshot> FigureScan::snapshots_;

void FigureScan::SetUpTestSuite() {
  World world(7);
  entries_ = new std::vector<v1::LogEntry>(ManyArticles(&world));
  index_ = new Index();
  // Followed from the start on, so that earlier positions are held.
  for (int after = 0; after < kEntries; after += 100) {
    ASSERT_TRUE(
        index_->Apply(Batch(*entries_, after, after + 100, after + 100)).ok());
  }
  for (const int at : {kEntries, 1234, 700}) {
    states_.emplace_back(new OracleState(*entries_, at));
    snapshots_.push_back(*index_->Pin().At(at));
  }
}

void FigureScan::TearDownTestSuite() {
  snapshots_.clear();
  for (const OracleState* const state : states_) delete state;
  states_.clear();
  delete index_;
  delete entries_;
}

void FigureScan::Compare(const Request& request) {
  SCOPED_TRACE(request.ShortDebugString());
  for (size_t i = 0; i < states_.size(); ++i) {
    SCOPED_TRACE(i);
    std::vector<std::string> expected;
    for (const auto& entry : OracleFigures(*states_[i], request)) {
      expected.push_back(entry.figure().figure_id());
    }
    EXPECT_EQ(AllPages(snapshots_[i], request, expected.size()), expected);
  }
}

}  // namespace impactwire::query
