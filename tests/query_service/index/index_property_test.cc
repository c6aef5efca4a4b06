// The index against the oracle: whatever was applied, in whatever batches, all
// queries at all positions still held give the oracle's answers.
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "query_service/index/article_queries.h"
#include "query_service/index/claim_queries.h"
#include "query_service/index/executive_queries.h"
#include "query_service/index/figure_queries.h"
#include "query_service/index/figure_watch.h"
#include "query_service/index/index.h"
#include "query_service/index/organization_queries.h"
#include "tests/query_service/index/history.h"
#include "tests/query_service/index/oracle.h"
#include "tests/query_service/index/oracle_claims.h"

namespace impactwire::query {
namespace {

#ifdef IMPACTWIRE_FEW_HISTORIES
constexpr uint32_t kHistories = 2;
#else
constexpr uint32_t kHistories = 6;
#endif

template <typename Message>
std::string Text(const Message& message) {
  return message.ShortDebugString();
}

template <typename Repeated>
std::vector<std::string> Texts(const Repeated& messages) {
  std::vector<std::string> texts;
  for (const auto& message : messages) texts.push_back(Text(message));
  return texts;
}

// All pages. Later pages are asked of `now`, the first of `first`: the token
// leads back to it.
template <typename Request, typename List, typename Elements>
std::vector<std::string> Pages(const Snapshot& first, const Snapshot& now,
                               Request request, size_t expected, List list,
                               Elements elements) {
  std::vector<std::string> all;
  Snapshot at = first;
  for (;;) {
    const auto response = list(at, request);
    if (!response.ok()) return {response.status().ToString()};
    EXPECT_EQ(response->total_count(), static_cast<int>(expected));
    EXPECT_EQ(response->position(), first.position());
    for (const auto& e : elements(*response)) all.push_back(Text(e));
    if (response->next_page_token().empty()) return all;
    request.set_page_token(response->next_page_token());
    at = now;
  }
}

void CompareAt(const Snapshot& at, const Snapshot& now,
               const std::vector<v1::LogEntry>& entries, World* world) {
  SCOPED_TRACE(at.position());
  const OracleState state(entries, at.at());
  const LiveCounts counts = at.tables().CountsAt(at.at());
  EXPECT_EQ(counts.articles, state.records().size());
  EXPECT_EQ(counts.organizations, state.organizations().size());
  EXPECT_EQ(counts.executives, state.executives().size());
  EXPECT_EQ(counts.figures, state.figures().size());

  for (int i = 0; i < 4; ++i) {
    const auto request = world->Figures();
    SCOPED_TRACE(Text(request));
    const auto expected = OracleFigures(state, request);
    EXPECT_EQ(Pages(at, now, request, expected.size(), ListImpactFigures,
                    [](const auto& r) { return r.entries(); }),
              Texts(expected));
  }
  const OracleClaims claims(state);
  EXPECT_EQ(counts.claims, claims.claims().size());
  for (int i = 0; i < 2; ++i) {
    const auto request = world->Claims();
    SCOPED_TRACE(Text(request));
    const auto expected = claims.List(request);
    EXPECT_EQ(Pages(at, now, request, expected.size(), ListClaims,
                    [](const auto& r) { return r.claims(); }),
              Texts(expected));
  }
  {
    const auto request = world->Organizations();
    SCOPED_TRACE(Text(request));
    const auto expected = OracleOrganizations(state, request);
    EXPECT_EQ(Pages(at, now, request, expected.size(), ListOrganizations,
                    [](const auto& r) { return r.organizations(); }),
              Texts(expected));
  }
  {
    const auto request = world->Executives();
    SCOPED_TRACE(Text(request));
    const auto expected = OracleExecutives(state, request);
    EXPECT_EQ(Pages(at, now, request, expected.size(), ListExecutives,
                    [](const auto& r) { return r.executives(); }),
              Texts(expected));
  }
  {
    const auto request = world->Articles();
    SCOPED_TRACE(Text(request));
    const auto expected = OracleArticles(state, request);
    EXPECT_EQ(Pages(at, now, request, expected.size(), ListArticles,
                    [](const auto& r) { return r.articles(); }),
              Texts(expected));
  }
  {
    const auto request = world->Aggregate();
    SCOPED_TRACE(Text(request));
    auto answer = *AggregateImpactFigures(at, request);
    answer.clear_position();
    EXPECT_EQ(Text(answer), Text(claims.Aggregate(request)));
  }
  for (int i = 0; i < 2; ++i) {
    const auto request = world->Search();
    SCOPED_TRACE(Text(request));
    EXPECT_EQ(Texts(SearchOrganizations(at, request)->hits()),
              Texts(OracleSearch(state, request)));
  }
  for (int i = 0; i < 2; ++i) {
    const auto request = world->SearchPeople();
    SCOPED_TRACE(Text(request));
    EXPECT_EQ(Texts(SearchExecutives(at, request)->hits()),
              Texts(OracleSearchExecutives(state, request)));
  }
  for (int i = 0; i < 2; ++i) {
    const auto request = world->SearchFigures();
    SCOPED_TRACE(Text(request));
    EXPECT_EQ(Texts(SearchImpactFigures(at, request)->hits()),
              Texts(OracleSearchFigures(state, request)));
  }
}

void CompareGets(const Snapshot& at, const std::vector<v1::LogEntry>& entries,
                 World* world) {
  SCOPED_TRACE(at.position());
  const OracleState state(entries, at.at());
  for (int i = 0; i < 3; ++i) {
    v1::GetOrganizationRequest organization;
    organization.set_organization_id(world->OrganizationId());
    const auto o =
        state.organizations().find(state.Root(organization.organization_id()));
    const auto got_o = GetOrganization(at, organization);
    ASSERT_EQ(got_o.ok(), o != state.organizations().end());
    if (got_o.ok()) {
      EXPECT_EQ(Text(got_o->organization()), Text(o->second));
      EXPECT_EQ(Texts(got_o->redirects()), Texts(state.Redirects(o->first)));
    }

    v1::GetExecutiveRequest executive;
    executive.set_executive_id(world->ExecutiveId());
    const auto e =
        state.executives().find(state.Root(executive.executive_id()));
    const auto got_e = GetExecutive(at, executive);
    ASSERT_EQ(got_e.ok(), e != state.executives().end());
    if (got_e.ok()) {
      EXPECT_EQ(Text(got_e->executive()), Text(e->second));
      EXPECT_EQ(Texts(got_e->redirects()), Texts(state.Redirects(e->first)));
    }

    v1::GetArticleRequest article;
    article.set_article_id(world->ArticleId());
    auto got_a = GetArticle(at, article);
    ASSERT_EQ(got_a.ok(), state.records().contains(article.article_id()));
    if (got_a.ok()) {
      got_a->clear_position();
      EXPECT_EQ(Text(*got_a), Text(state.Article(article.article_id())));
    }
  }
  if (!state.figures().empty()) {
    const auto& figure =
        state.figures()[world->Below(static_cast<int>(state.figures().size()))];
    v1::GetImpactFigureRequest request;
    request.set_figure_id(figure.entry.figure().figure_id());
    EXPECT_EQ(Text(GetImpactFigure(at, request)->entry()), Text(figure.entry));

    // The figure's claim, and the claim by its own id.
    const OracleClaims claims(state);
    v1::GetClaimRequest claim;
    claim.set_figure_id(request.figure_id());
    auto got = GetClaim(at, claim);
    ASSERT_TRUE(got.ok()) << got.status();
    got->clear_position();
    EXPECT_EQ(Text(*got), Text(claims.Get(request.figure_id())));
    claim.clear_figure_id();
    claim.set_claim_id(got->claim().claim_id());
    got = GetClaim(at, claim);
    ASSERT_TRUE(got.ok()) << got.status();
    got->clear_position();
    EXPECT_EQ(Text(*got), Text(claims.Get(request.figure_id())));
  }
}

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

// Applies the history in random batches, replaying some, and calls
// `after_batch` after each.
template <typename AfterBatch>
void Replay(const std::vector<v1::LogEntry>& entries, World* world,
            Index* index, const AfterBatch& after_batch) {
  const uint64_t last = entries.back().sequence();
  uint64_t applied = 0;
  while (applied < last) {
    uint64_t after = applied;
    if (world->OneIn(3) && applied > 0) after = world->Below(applied);
    const uint64_t through =
        std::min<uint64_t>(last, after + 1 + world->Below(12));
    ASSERT_TRUE(index->Apply(Batch(entries, after, through, through)).ok());
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
  int with = 0;
  int changes = 0;
  for (uint32_t seed = 1; seed <= kHistories; ++seed) {
    World world(seed);
    const auto entries = world.History(60, 6);
    bool had = false;
    for (const v1::LogEntry& entry : entries) {
      const bool has = OracleState(entries, entry.sequence()).has_joins();
      with += has;
      changes += has != had;
      had = has;
    }
  }
  EXPECT_GT(with, 10 * static_cast<int>(kHistories));
  EXPECT_GT(changes, 2 * static_cast<int>(kHistories));
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
