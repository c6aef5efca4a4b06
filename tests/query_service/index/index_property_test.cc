// The index against the oracle: whatever was applied, in whatever batches, all
// queries at all positions still held give the oracle's answers.
#include <string>
#include <vector>

#include "common/base/stable_id.h"
#include "gtest/gtest.h"
#include "query_service/index/index.h"
#include "query_service/index/queries/figure_queries.h"
#include "query_service/index/queries/figure_watch.h"
#include "query_service/index/record_pool.h"
#include "tests/query_service/index/testing/compare.h"
#include "tests/query_service/index/testing/history.h"
#include "tests/query_service/index/testing/oracle.h"

namespace impactwire::query {
namespace {

#ifdef IMPACTWIRE_FEW_HISTORIES
constexpr uint32_t kHistories = 2;
#else
constexpr uint32_t kHistories = 6;
#endif

struct Case {
  const char* name;
  int entries;
  int override_every;
  IndexOptions options;
};

class IndexProperty : public testing::TestWithParam<Case> {};

IndexOptions NoCompaction() { return IndexOptions(); }
IndexOptions EagerCompaction() {
  IndexOptions options;
  options.compaction_floor_rows = 20;
  options.history_entries = 15;
  options.compaction_step = 3;
  options.compaction_steps_per_entry = 2;
  return options;
}

// Applies the history in random batches, prepared or not, replaying some, and
// calls `after_batch` after each.
template <typename AfterBatch>
void Replay(const std::vector<v1::LogEntry>& entries, World* world,
            Index* index, const AfterBatch& after_batch) {
  const uint64_t last = entries.back().sequence();
  RecordPool pool;
  RecordPreparer preparer(index->generation_options().search_text);
  uint64_t applied = 0;
  while (applied < last) {
    uint64_t after = applied;
    if (world->OneIn(3) && applied > 0) after = world->Below(applied);
    const uint64_t through =
        std::min<uint64_t>(last, after + 1 + world->Below(12));
    RecordBatch batch = Batch(entries, after, through, through);
    if (!world->OneIn(3)) pool.Prepare(&preparer, &batch);
    ASSERT_TRUE(index->Apply(std::move(batch)).ok());
    pool.TakeBack(&batch);
    applied = std::max(applied, through);
    ASSERT_EQ(index->applied(), At(applied));
    after_batch(applied);
  }
}

TEST_P(IndexProperty, EveryQueryAtEveryHeldPositionIsTheOracles) {
  for (uint32_t seed = 1; seed <= 2 * kHistories && !HasFailure(); ++seed) {
    SCOPED_TRACE(seed);
    World world(seed);
    const auto entries =
        world.History(GetParam().entries, GetParam().override_every);
    Index index(GetParam().options);
    Replay(entries, &world, &index, [&](uint64_t applied) {
      if (!world.OneIn(3) || testing::Test::HasFailure()) return;
      const Snapshot now = index.Pin();
      const uint64_t oldest = now.tables().horizon();
      const uint64_t at =
          oldest + world.Below(static_cast<int>(applied - oldest + 1));
      CompareAt(*now.At(at), now, entries, &world);
      CompareGets(*now.At(at), entries, &world);
      CompareAt(now, now, entries, &world);
    });
  }
}

TEST_P(IndexProperty, ATypedFilterAndItsExpressionAreTheSameQuery) {
  for (uint32_t seed = 1; seed <= kHistories && !HasFailure(); ++seed) {
    SCOPED_TRACE(seed);
    World world(seed + 3000);
    const auto entries =
        world.History(GetParam().entries, GetParam().override_every);
    Index index(GetParam().options);
    Replay(entries, &world, &index, [](uint64_t) {});
    for (int i = 0; i < 50; ++i) {
      v1::ListImpactFiguresRequest typed;
      *typed.mutable_filter() = world.TypedFilter();
      typed.set_page_size(1000);
      if (typed.filter().units_size() == 1) {
        typed.set_order(v1::ListImpactFiguresRequest::ORDER_VALUE);
      }
      v1::ListImpactFiguresRequest text = typed;
      text.clear_filter();
      text.mutable_filter()->set_expression(AsExpression(typed.filter()));
      EXPECT_EQ(Text(*ListImpactFigures(index.Pin(), typed)),
                Text(*ListImpactFigures(index.Pin(), text)))
          << Text(text);
    }
  }
}

TEST_P(IndexProperty, WatchersSeeExactlyTheOraclesEvents) {
  for (uint32_t seed = 1; seed <= kHistories && !HasFailure(); ++seed) {
    SCOPED_TRACE(seed);
    World world(seed + 1000);
    const auto entries =
        world.History(GetParam().entries, GetParam().override_every);
    Index index(GetParam().options);
    struct Watcher {
      v1::WatchImpactFiguresRequest request;
      uint64_t start;
      FigureWatch watch;
      std::vector<v1::WatchImpactFiguresResponse> events;
    };
    std::vector<Watcher> watchers;
    Replay(entries, &world, &index, [&](uint64_t applied) {
      const Snapshot now = index.Pin();
      if (world.OneIn(4)) {
        v1::WatchImpactFiguresRequest request;
        if (world.OneIn(2)) *request.mutable_filter() = world.FigureFilter();
        uint64_t start = applied;
        if (world.OneIn(2)) {
          // Some in the past, some ahead of the index.
          const uint64_t oldest = now.tables().horizon();
          start = oldest + world.Below(static_cast<int>(applied - oldest) + 4);
          request.set_after_position(At(start).ToString());
        }
        watchers.push_back({request, start, *FigureWatch::Make(now, request)});
      }
      for (Watcher& watcher : watchers) {
        // Now and then a reconnect, at the last position seen.
        if (world.OneIn(5) && !watcher.events.empty() &&
            !watcher.events.back().position().empty()) {
          v1::WatchImpactFiguresRequest again = watcher.request;
          again.set_after_position(watcher.events.back().position());
          auto watch = FigureWatch::Make(now, again);
          if (watch.ok()) watcher.watch = *std::move(watch);
        }
        for (;;) {
          const auto more =
              watcher.watch.Poll(now, 1 + world.Below(3), &watcher.events);
          ASSERT_TRUE(more.ok()) << more.status();
          if (!*more) break;
        }
      }
    });
    const uint64_t last = entries.back().sequence();
    for (const Watcher& watcher : watchers) {
      auto seen = watcher.events;
      uint64_t position = watcher.start;
      for (auto& event : seen) {
        if (!event.position().empty()) {
          const uint64_t at = Position::Parse(event.position())->sequence;
          EXPECT_LT(position, at);
          position = at;
        }
        event.clear_position();
      }
      EXPECT_EQ(Texts(seen), Texts(OracleEvents(entries, watcher.start, last,
                                                watcher.request.filter())))
          << Text(watcher.request);
    }
  }
}

TEST_P(IndexProperty, ALogWithoutSupersededEntriesGivesTheSameAnswers) {
  for (uint32_t seed = 1; seed <= kHistories && !HasFailure(); ++seed) {
    SCOPED_TRACE(seed);
    World world(seed + 2000);
    const auto entries =
        world.History(GetParam().entries, GetParam().override_every);
    Index index(GetParam().options);
    Replay(entries, &world, &index, [](uint64_t) {});
    // One live entry per key.
    std::map<std::string, v1::LogEntry> live;
    for (const v1::LogEntry& entry : entries) {
      const std::string key =
          entry.has_override() ? "o" + entry.override().override_id()
          : entry.has_record() ? "a" + entry.record().article_id()
                               : "a" + entry.tombstone().article_id();
      live[key] = entry;
    }
    std::map<uint64_t, v1::LogEntry> in_order;
    for (const auto& [key, entry] : live) in_order[entry.sequence()] = entry;
    std::vector<v1::LogEntry> kept;
    for (const auto& [sequence, entry] : in_order) kept.push_back(entry);
    Index fresh;
    ApplyAll(kept, &fresh);
    ASSERT_EQ(fresh.applied(), index.applied());
    for (int i = 0; i < 10; ++i) {
      CompareAt(fresh.Pin(), fresh.Pin(), entries, &world);
      CompareAt(index.Pin(), index.Pin(), entries, &world);
    }
    EXPECT_EQ(fresh.oldest(), fresh.applied());
  }
}

INSTANTIATE_TEST_SUITE_P(
    All, IndexProperty,
    testing::Values(Case{"articles", 60, 0, NoCompaction()},
                    Case{"merges", 60, 4, NoCompaction()},
                    Case{"compaction", 150, 0, EagerCompaction()},
                    Case{"compaction_and_merges", 150, 6, EagerCompaction()}),
    [](const auto& info) { return std::string(info.param.name); });

TEST(IndexJoins, ComeAndGoInTheHistoriesAbove) {
  // More than sanitizers try: how many there are is chance.
  constexpr uint32_t kSeeds = 6;
  for (const auto kind : {kOrganizationIdKind, kExecutiveIdKind}) {
    int with = 0;
    int changes = 0;
    for (uint32_t seed = 1; seed <= kSeeds; ++seed) {
      World world(seed);
      const auto entries = world.History(60, 6);
      bool had = false;
      for (const v1::LogEntry& entry : entries) {
        const bool has = OracleState(entries, entry.sequence()).has_joins(kind);
        with += has;
        changes += has != had;
        had = has;
      }
    }
    EXPECT_GT(with, 10 * static_cast<int>(kSeeds)) << kind;
    EXPECT_GT(changes, 2 * static_cast<int>(kSeeds)) << kind;
  }
}

TEST(IndexCompaction, TakesPlaceInTheHistoriesAbove) {
  World world(1);
  const auto entries = world.History(150, 6);
  Index index(EagerCompaction());
  Replay(entries, &world, &index, [](uint64_t) {});
  EXPECT_GT(index.oldest().sequence, 100);
}

}  // namespace
}  // namespace impactwire::query
