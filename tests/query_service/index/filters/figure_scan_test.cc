// Lists over many segments against the oracle.
#include "tests/query_service/index/testing/figure_scan.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/stable_id.h"
#include "gtest/gtest.h"
#include "query_service/index/figures/figure_table.h"
#include "query_service/index/filters/figure_filter.h"
#include "query_service/index/queries/figure_queries.h"
#include "query_service/index/queries/figure_watch.h"
#include "tests/query_service/index/testing/history.h"

namespace impactwire::query {
namespace {

using Request = v1::ListImpactFiguresRequest;

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

}  // namespace
}  // namespace impactwire::query
