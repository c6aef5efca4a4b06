#include "query_service/index/queries/figure_watch.h"

#include <vector>

#include "gtest/gtest.h"
#include "query_service/index/index.h"
#include "query_service/index/queries/figure_queries.h"
#include "tests/query_service/index/testing/history.h"

namespace impactwire::query {
namespace {

TEST(FigureWatchTest, AWatcherOfAnIndexThatStartedAnewIsToldSo) {
  World world(1);
  Index index;
  ApplyAll(world.History(30, 0), &index);
  FigureWatch watch = *FigureWatch::Make(index.Pin(), {});
  std::vector<v1::WatchImpactFiguresResponse> events;
  EXPECT_TRUE(watch.Poll(index.Pin(), 10, &events).ok());
  index.Clear();
  EXPECT_EQ(watch.Poll(index.Pin(), 10, &events).status().code(),
            absl::StatusCode::kOutOfRange);
}

TEST(FigureWatchTest, FromTheBeginningEndsWithThePosition) {
  World world(3);
  Index index;
  ApplyAll(world.History(40, 0), &index);
  v1::WatchImpactFiguresRequest request;
  request.set_from_beginning(true);
  FigureWatch watch = *FigureWatch::Make(index.Pin(), request);
  std::vector<v1::WatchImpactFiguresResponse> events;
  while (*watch.Poll(index.Pin(), 3, &events)) {
  }
  const auto all = ListImpactFigures(index.Pin(), {});
  ASSERT_EQ(static_cast<int>(events.size()), all->total_count());
  for (size_t i = 0; i + 1 < events.size(); ++i) {
    EXPECT_EQ(events[i].position(), "");
  }
  EXPECT_EQ(events.back().position(), index.applied().ToString());
}

}  // namespace
}  // namespace impactwire::query
