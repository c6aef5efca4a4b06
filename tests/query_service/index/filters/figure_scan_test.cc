// Lists over many segments against the oracle: zones that hold for none, some
// or all of their rows, rows that ended, orders with many equal keys.
#include <atomic>
#include <map>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/stable_id.h"
#include "gtest/gtest.h"
#include "query_service/index/aggregates/aggregate_scan.h"
#include "query_service/index/aggregates/scan_threads.h"
#include "query_service/index/filters/figure_filter.h"
#include "query_service/index/index.h"
#include "query_service/index/queries/figure_queries.h"
#include "query_service/index/queries/figure_watch.h"
#include "tests/query_service/index/testing/history.h"
#include "tests/query_service/index/testing/oracle.h"

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

// The sanitizers look at the same code less often: they are slow.
#ifdef IMPACTWIRE_FEW_HISTORIES
constexpr int kRandomFilters = 12;
constexpr Request::Order kOrders[] = {Request::ORDER_CONFIDENCE};
#else
constexpr int kRandomFilters = 60;
constexpr Request::Order kOrders[] = {Request::ORDER_POSITION,
                                      Request::ORDER_PUBLISH_DATE,
                                      Request::ORDER_CONFIDENCE};
#endif

class FigureScan : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    World world(7);
    entries_ = new std::vector<v1::LogEntry>(ManyArticles(&world));
    index_ = new Index();
    // Followed from the start on, so that earlier positions are held.
    for (int after = 0; after < kEntries; after += 100) {
      ASSERT_TRUE(
          index_->Apply(Batch(*entries_, after, after + 100, after + 100))
              .ok());
    }
    for (const int at : {kEntries, 1234, 700}) {
      states_.emplace_back(new OracleState(*entries_, at));
      snapshots_.push_back(*index_->Pin().At(at));
    }
  }

  static void TearDownTestSuite() {
    snapshots_.clear();
    for (const OracleState* const state : states_) delete state;
    states_.clear();
    delete index_;
    delete entries_;
  }

  static void Compare(const Request& request) {
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

  static const std::vector<v1::LogEntry>* entries_;
  static Index* index_;
  static std::vector<const OracleState*> states_;
  static std::vector<Snapshot> snapshots_;
};
const std::vector<v1::LogEntry>* FigureScan::entries_;
Index* FigureScan::index_;
std::vector<const OracleState*> FigureScan::states_;
std::vector<Snapshot> FigureScan::snapshots_;

TEST_F(FigureScan, HasFullSegmentsOfEveryKind) {
  EXPECT_GE(snapshots_[0].tables().figures().size(), 5 * FigureSegment::kRows);
}

TEST_F(FigureScan, RandomFiltersInEveryOrder) {
  World world(8);
  for (int i = 0; i < kRandomFilters && !HasFailure(); ++i) {
    Request request = world.Figures();
    // Not all of what a small world asks for together.
    if (world.OneIn(2)) {
      request.clear_filter();
      request.mutable_filter()->set_expression(world.Expression(1));
      if (request.order() == Request::ORDER_VALUE) {
        request.mutable_filter()->add_units("person");
      }
    }
    request.set_page_size(40 + world.Below(500));
    Compare(request);
  }
}

TEST_F(FigureScan, FiltersThatZonesDecide) {
  for (const char* const expression : {"unit = person",
                                       "unit = u17",
                                       "unit = u399",
                                       "-unit = person",
                                       "unit = u390 OR status = TARGET",
                                       "unit : u3",
                                       "category = JOBS",
                                       "category != JOBS",
                                       "status = ACHIEVED AND unit = person",
                                       "has_rate = true",
                                       "has_rate = false",
                                       "has_organization = false",
                                       "confidence >= 0.95",
                                       "confidence < 0.95",
                                       "confidence >= 0.1",
                                       "value > 1200",
                                       "value <= 1200 OR value > 1300",
                                       "period.start >= 2019-02",
                                       "period.end = 2019-03",
                                       "period.end : *",
                                       "NOT period.start : *",
                                       "publish_date = 2021",
                                       "publish_date < 2021",
                                       "publish_date : *",
                                       "attribution : *",
                                       "bound = EXACT",
                                       "sdg : *",
                                       "country = (CN OR BR)",
                                       "country : *",
                                       "category : * value >= 0"}) {
    for (const auto order : kOrders) {
      Request request;
      request.mutable_filter()->set_expression(expression);
      request.set_order(order);
      request.set_page_size(1000);
      Compare(request);
    }
  }
}

TEST_F(FigureScan, LargestValuesOfAUnit) {
  for (const char* const unit : {"person", "USD", "u17", "u399", "none"}) {
    for (const char* const more : {"", "status = ACHIEVED", "confidence > 0.2",
                                   "value < 3000", "place : *"}) {
      Request request;
      request.mutable_filter()->add_units(unit);
      request.mutable_filter()->set_expression(more);
      request.set_order(Request::ORDER_VALUE);
      request.set_page_size(300);
      Compare(request);
    }
  }
}

TEST_F(FigureScan, AStoppedScanSeesAPartOfTheRows) {
  const auto seen = [&](int checks) {
    const ScanStop stop([&] {
      return --checks < 0 ? absl::CancelledError("gone") : absl::OkStatus();
    });
    const FigureFilter filter;
    const FigureMatcher matcher(filter, snapshots_[0].StoppedBy(&stop));
    int rows = 0;
    matcher.ForEach(0, [&](uint32_t) { return ++rows > 0; });
    EXPECT_EQ(stop.status().ok(), checks >= 0);
    return rows;
  };
  EXPECT_EQ(seen(0), 0);
  EXPECT_GT(seen(1), 0);
  EXPECT_GT(seen(1000), seen(1));
  EXPECT_EQ(seen(1000), static_cast<int>(states_[0]->figures().size()));
}

// What each group has, however it is numbered.
using GroupTable =
    std::map<std::string, std::tuple<std::vector<uint32_t>, double, double,
                                     double, double, uint32_t, uint32_t, int>>;
GroupTable TableOf(const AggregateScan& scan) {
  GroupTable table;
  const AggregateGroups& groups = scan.groups();
  for (uint32_t g = 0; g < groups.size(); ++g) {
    const GroupKey& k = groups.key(g);
    const GroupSums& s = groups.sums(g);
    const auto& counts = groups.counts(g).figures;
    table[absl::StrJoin(
        std::make_tuple(k.unit, int{k.status}, int{k.category}, k.country,
                        k.organization, k.place, k.publish_year, k.period_year,
                        int{k.goal}),
        " ")] = {{std::begin(counts), std::end(counts)},
                 s.total(),
                 s.min,
                 s.max,
                 s.latest,
                 s.latest_row,
                 s.inexact,
                 s.bounds};
  }
  EXPECT_EQ(table.size(), groups.size());
  return table;
}

TEST_F(FigureScan, AggregatesAreTheSameInAnyNumberOfParts) {
  Grouping by_year;
  by_year.category = by_year.publish_year = true;
  Grouping by_organization;
  by_organization.organization = true;
  Grouping by_goal;
  by_goal.goal = by_goal.period_year = by_goal.country = true;
  for (const char* const expression :
       {"", "confidence > 0.3", "unit = person", "publish_date < 2021"}) {
    v1::ImpactFigureFilter proto;
    proto.set_expression(expression);
    const FigureFilter filter = *FigureFilter::Make(proto);
    for (const Snapshot& at : snapshots_) {
      for (const Grouping& by :
           {Grouping(), by_year, by_organization, by_goal}) {
        const auto whole = ScanAll(at, by, filter, 1);
        EXPECT_GT(whole->total(), 0u);
        for (const uint32_t parts : {2, 3, 5}) {
          const auto merged = ScanAll(at, by, filter, parts);
          EXPECT_EQ(merged->total(), whole->total());
          EXPECT_EQ(TableOf(*merged), TableOf(*whole)) << expression;
        }
      }
    }
  }
}

TEST_F(FigureScan, AStoppedAggregateAddsAPartOfTheRows) {
  const auto added = [&](int checks) {
    const ScanStop stop([&] {
      return --checks < 0 ? absl::CancelledError("gone") : absl::OkStatus();
    });
    const Snapshot at = snapshots_[0].StoppedBy(&stop);
    const auto scan = ScanAll(at, Grouping(), FigureFilter(), 1);
    EXPECT_EQ(stop.status().ok(), checks >= 0);
    return scan->total();
  };
  EXPECT_EQ(added(0), 0u);
  EXPECT_GT(added(1), 0u);
  EXPECT_EQ(added(1000), states_[0]->figures().size());
}

TEST_F(FigureScan, AStoppedWatchTellsWhy) {
  for (const int held : {0, 1}) {
    int checks = held;
    const ScanStop stop([&] {
      return --checks < 0 ? absl::CancelledError("gone") : absl::OkStatus();
    });
    v1::WatchImpactFiguresRequest request;
    request.set_from_beginning(true);
    request.mutable_filter()->set_expression("value = 12345678");
    FigureWatch watch = *FigureWatch::Make(snapshots_[0], request);
    std::vector<v1::WatchImpactFiguresResponse> events;
    EXPECT_EQ(watch.Poll(snapshots_[0].StoppedBy(&stop), 10, &events).status(),
              absl::CancelledError("gone"));
    EXPECT_TRUE(events.empty());
  }
}

TEST_F(FigureScan, AListOfAnOrganizationIsCheapHoweverItIsAskedFor) {
  const std::string id = StableId(kOrganizationIdKind, {"any"});
  const auto is_cheap = [&](const std::string& expression) {
    Request request;
    request.mutable_filter()->set_expression(expression);
    return IsCheapList(snapshots_[0], request);
  };
  EXPECT_TRUE(is_cheap(absl::StrCat("organization = ", id)));
  EXPECT_TRUE(is_cheap(absl::StrCat("organization = ", id, " value > 3")));
  EXPECT_FALSE(is_cheap(absl::StrCat("organization = ", id, " OR value > 3")));
  EXPECT_FALSE(is_cheap(absl::StrCat("NOT organization = ", id)));
  EXPECT_FALSE(is_cheap("organization : *"));
  EXPECT_FALSE(is_cheap(""));
  Request request;
  request.mutable_filter()->add_organization_ids(id);
  EXPECT_TRUE(IsCheapList(snapshots_[0], request));
}

TEST(RunPartsTest, DoesEachPartOnce) {
  for (const uint32_t parts : {0, 1, 2, 100}) {
    std::vector<std::atomic<int>> done(parts);
    RunParts(parts, [&](uint32_t i) { ++done[i]; });
    for (const auto& times : done) EXPECT_EQ(times, 1);
  }
}

TEST(GroupSumsTest, DoNotDependOnTheOrder) {
  const std::vector<double> values = {1e17, 0.1, -1e17, 3, 0.2, 1e-9};
  GroupSums forth;
  GroupSums back;
  for (const double value : values) forth.Add(value);
  for (auto v = values.rbegin(); v != values.rend(); ++v) back.Add(*v);
  EXPECT_EQ(forth.total(), back.total());
  EXPECT_DOUBLE_EQ(forth.total(), 3.300000001);
}

// -- Large organizations ------------------------------------------------------

TEST(OrganizationCategoriesTest, AreCompleteFromTheFirstMomentOn) {
  const std::string large = StableId(kOrganizationIdKind, {"large"});
  std::vector<v1::LogEntry> entries;
  for (int i = 1; i <= 30; ++i) {
    v1::LogEntry entry;
    entry.set_sequence(i);
    v1::ArticleRecord& record = *entry.mutable_record();
    record.set_article_id(absl::StrCat(i));
    for (int f = 0; f < 100; ++f) {
      v1::ImpactFigure& figure = *record.add_impact_figures();
      figure.set_figure_id(
          StableId(kFigureIdKind, {absl::StrCat(i), absl::StrCat(f)}));
      figure.set_category(static_cast<v1::ImpactCategory>(1 + f % 7));
      // Every other one as one of several.
      if (f % 2 == 0) {
        figure.set_organization_id(large);
      } else {
        figure.add_co_organization_ids(large);
      }
    }
    entries.push_back(entry);
  }
  Index index;
  Request request;
  request.mutable_filter()->add_organization_ids(large);
  request.mutable_filter()->add_categories(v1::IMPACT_CATEGORY_JOBS);
  request.mutable_filter()->add_categories(v1::IMPACT_CATEGORY_MONEY_GIVEN);
  for (int i = 1; i <= 30; ++i) {
    ASSERT_TRUE(index.Apply(Batch(entries, i - 1, i, i)).ok());
    const OracleState state(entries, i);
    const auto expected = OracleFigures(state, request);
    EXPECT_EQ(ListImpactFigures(index.Pin(), request)->total_count(),
              static_cast<int>(expected.size()))
        << i;
  }
  const Generation& tables = index.Pin().tables();
  const auto entity =
      tables.organizations().Find(*IdNumber(kOrganizationIdKind, large));
  EXPECT_TRUE(tables.figures_by_both().Has(*entity));
}

}  // namespace
}  // namespace impactwire::query
