// Readers beside the writer. Run with the thread sanitizer.
#include <algorithm>
#include <atomic>
#include <map>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "gtest/gtest.h"
#include "query_service/index/index.h"
#include "query_service/index/queries/article_queries.h"
#include "query_service/index/queries/claim_queries.h"
#include "query_service/index/queries/executive_queries.h"
#include "query_service/index/queries/figure_queries.h"
#include "query_service/index/queries/figure_watch.h"
#include "query_service/index/queries/organization_queries.h"
#include "query_service/index/record_pool.h"
#include "tests/query_service/index/testing/history.h"
#include "tests/query_service/index/testing/oracle.h"

namespace impactwire::query {
namespace {

#ifdef __SANITIZE_THREAD__
constexpr int kEntries = 600;
#else
constexpr int kEntries = 1000;
#endif

IndexOptions Compacting() {
  IndexOptions options;
  options.compaction_floor_rows = 200;
  options.history_entries = 300;
  return options;
}

// Applies a history of kEntries in small batches.
class Writer {
 public:
  explicit Writer(Index* index) : index_(index), entries_(Make()) {}
  const std::vector<v1::LogEntry>& entries() const { return entries_; }

  void Run() {
    World world(2);
    RecordPool pool;
    RecordPreparer preparer(index_->generation_options().search_text);
    size_t next = 0;
    uint64_t applied = 0;
    while (next < entries_.size()) {
      const size_t end = std::min(entries_.size(), next + 1 + world.Below(8));
      RecordBatch batch;
      if (applied > 0) batch.after = At(applied);
      for (; next < end; ++next) *batch.entries.Add() = entries_[next];
      applied = entries_[end - 1].sequence();
      batch.through = At(applied);
      batch.high_watermark = batch.through;
      pool.Prepare(&preparer, &batch);
      ASSERT_TRUE(index_->Apply(std::move(batch)).ok());
      pool.TakeBack(&batch);
    }
    done_ = true;
  }
  bool done() const { return done_; }

 private:
  static std::vector<v1::LogEntry> Make() {
    World world(1);
    return world.History(kEntries, 40);
  }
  Index* const index_;
  const std::vector<v1::LogEntry> entries_;
  std::atomic<bool> done_{false};
};

TEST(Concurrent, PagesStayThoseOfTheirPositionWhileTheIndexMoves) {
  Index index(Compacting());
  Writer writer(&index);
  std::vector<std::thread> readers;
  std::atomic<int> compared{0};
  for (uint32_t seed = 1; seed <= 2; ++seed) {
    readers.emplace_back([&, seed] {
      World world(seed);
      while (!writer.done() && !testing::Test::HasFailure()) {
        v1::ListImpactFiguresRequest request = world.Figures();
        const Snapshot first = index.Pin();
        std::vector<std::string> seen;
        std::string position;
        for (;;) {
          const auto page = ListImpactFigures(index.Pin(), request);
          if (!page.ok()) {
            // The index moved past the token: allowed, and said so.
            ASSERT_EQ(page.status().code(), absl::StatusCode::kOutOfRange);
            seen.clear();
            position.clear();
            break;
          }
          if (position.empty()) position = page->position();
          ASSERT_EQ(page->position(), position);
          for (const auto& e : page->entries()) {
            seen.push_back(e.figure().figure_id());
          }
          if (page->next_page_token().empty()) {
            ASSERT_EQ(static_cast<int>(seen.size()), page->total_count());
            break;
          }
          request.set_page_token(page->next_page_token());
        }
        if (position.empty() || !world.OneIn(8)) continue;
        // Against the whole list at that position, in one page.
        const auto at = index.Pin().At(Position::Parse(position)->sequence);
        if (!at.ok()) continue;
        request.clear_page_token();
        request.set_page_size(1000);
        std::vector<std::string> whole;
        const auto page = ListImpactFigures(*at, request);
        ASSERT_TRUE(page.ok());
        for (const auto& e : page->entries()) {
          whole.push_back(e.figure().figure_id());
        }
        ASSERT_EQ(seen, whole);
        ++compared;
      }
    });
  }
  writer.Run();
  for (auto& reader : readers) reader.join();
  RecordProperty("compared", compared.load());
}

TEST(Concurrent, EveryQueryRunsBesideTheWriter) {
  Index index(Compacting());
  Writer writer(&index);
  std::thread reader([&] {
    World world(3);
    while (!writer.done()) {
      const Snapshot now = index.Pin();
      ASSERT_TRUE(ListOrganizations(now, world.Organizations()).ok());
      ASSERT_TRUE(ListExecutives(now, world.Executives()).ok());
      ASSERT_TRUE(ListArticles(now, world.Articles()).ok());
      ASSERT_TRUE(AggregateImpactFigures(now, world.Aggregate()).ok());
      const auto claims = ListClaims(now, world.Claims());
      ASSERT_TRUE(claims.ok());
      for (const v1::Claim& claim : claims->claims()) {
        v1::GetClaimRequest request;
        request.set_claim_id(claim.claim_id());
        const auto got = GetClaim(now, request);
        ASSERT_TRUE(got.ok());
        ASSERT_EQ(got->claim().SerializeAsString(), claim.SerializeAsString());
      }
      ASSERT_TRUE(SearchOrganizations(now, world.Search()).ok());
      ASSERT_TRUE(SearchExecutives(now, world.SearchPeople()).ok());
      ASSERT_TRUE(SearchImpactFigures(now, world.SearchFigures()).ok());
      v1::GetArticleRequest article;
      article.set_article_id(world.ArticleId());
      GetArticle(now, article).status().IgnoreError();
      v1::GetOrganizationRequest organization;
      organization.set_organization_id(world.OrganizationId());
      GetOrganization(now, organization).status().IgnoreError();
      v1::GetExecutiveRequest executive;
      executive.set_executive_id(world.ExecutiveId());
      GetExecutive(now, executive).status().IgnoreError();
    }
  });
  writer.Run();
  reader.join();
}

// Asks `get(snapshot, world)` beside the writer, for the bytes of an answer
// without its position or "", which has to be one of `all(oracle)` at the
// snapshot's position.
template <typename Get, typename All>
void CompareBesideTheWriter(const Get& get, const All& all) {
  Index index(Compacting());
  Writer writer(&index);
  // By position: what readers got there, each answer once.
  using Answers = std::map<uint64_t, std::set<std::string>>;
  std::vector<Answers> answers(2);
  std::vector<std::thread> readers;
  for (Answers& got : answers) {
    readers.emplace_back([&] {
      World world(static_cast<uint32_t>(&got - answers.data()));
      while (!writer.done()) {
        const Snapshot newest = index.Pin();
        // Also a little behind, as pages are.
        const uint64_t back = static_cast<uint64_t>(world.Below(3));
        const auto at = newest.At(newest.at() - std::min(newest.at(), back));
        if (!at.ok()) continue;
        const std::string answer = get(*at, &world);
        if (!answer.empty()) got[at->at()].insert(answer);
      }
    });
  }
  writer.Run();
  for (auto& reader : readers) reader.join();
  int compared = 0;
  for (const Answers& got : answers) {
    for (const auto& [position, texts] : got) {
      const OracleState state(writer.entries(), position);
      const std::set<std::string> expected = all(state);
      for (const std::string& text : texts) {
        ASSERT_TRUE(expected.contains(text)) << "at " << position;
        ++compared;
      }
    }
  }
  EXPECT_GT(compared, 0);
}

TEST(Concurrent, OrganizationsAreThoseOfTheirPositionWhileTheIndexMoves) {
  CompareBesideTheWriter(
      [](const Snapshot& at, World* world) {
        v1::GetOrganizationRequest request;
        request.set_organization_id(world->OrganizationId());
        auto answer = GetOrganization(at, request);
        if (!answer.ok()) return std::string();
        answer->clear_position();
        return answer->SerializeAsString();
      },
      [](const OracleState& state) {
        std::set<std::string> all;
        for (const auto& [id, summary] : state.organizations()) {
          v1::GetOrganizationResponse answer;
          *answer.mutable_organization() = summary;
          for (const v1::Redirect& redirect : state.Redirects(id)) {
            *answer.add_redirects() = redirect;
          }
          all.insert(answer.SerializeAsString());
        }
        return all;
      });
}

TEST(Concurrent, ExecutivesAreThoseOfTheirPositionWhileTheIndexMoves) {
  CompareBesideTheWriter(
      [](const Snapshot& at, World* world) {
        v1::GetExecutiveRequest request;
        request.set_executive_id(world->ExecutiveId());
        const auto answer = GetExecutive(at, request);
        return answer.ok() ? answer->executive().SerializeAsString() : "";
      },
      [](const OracleState& state) {
        std::set<std::string> all;
        for (const auto& [id, summary] : state.executives()) {
          all.insert(summary.SerializeAsString());
        }
        return all;
      });
}

TEST(Concurrent, AWatcherMissesNothingWhileTheIndexMoves) {
  // Without compaction: no watcher can fall behind.
  Index index;
  Writer writer(&index);
  std::map<std::string, std::string> held;
  std::thread watcher([&] {
    v1::WatchImpactFiguresRequest request;
    request.set_from_beginning(true);
    FigureWatch watch = *FigureWatch::Make(index.Pin(), request);
    bool last = false;
    for (;;) {
      // Once more after the writer is done.
      const bool done = writer.done();
      std::vector<v1::WatchImpactFiguresResponse> events;
      const auto more = watch.Poll(index.Pin(), 50, &events);
      if (more.status().code() == absl::StatusCode::kOutOfRange) {
        // It began before the first batch, which ended the replay.
        ASSERT_TRUE(held.empty());
        watch = *FigureWatch::Make(index.Pin(), request);
        continue;
      }
      ASSERT_TRUE(more.ok()) << more.status();
      for (const auto& event : events) {
        const auto& figure = event.entry().figure();
        if (event.kind() == v1::WatchImpactFiguresResponse::KIND_RETRACTED) {
          ASSERT_EQ(held.erase(figure.figure_id()), 1);
        } else {
          held[figure.figure_id()] = std::to_string(figure.value());
        }
      }
      if (last && !*more) return;
      last = done;
    }
  });
  writer.Run();
  watcher.join();
  std::map<std::string, std::string> expected;
  const OracleState state(writer.entries(), writer.entries().back().sequence());
  for (const auto& figure : state.figures()) {
    expected[figure.entry.figure().figure_id()] =
        std::to_string(figure.entry.figure().value());
  }
  EXPECT_EQ(held, expected);
}

}  // namespace
}  // namespace impactwire::query
