// What queries refuse, and what their tokens mean; the answers themselves are
// compared with the oracle in index_property_test.cc.
#include <limits>

#include "absl/strings/str_cat.h"
#include "common/base/stable_id.h"
#include "common/status/errors.h"
#include "gtest/gtest.h"
#include "query_service/index/article_queries.h"
#include "query_service/index/executive_queries.h"
#include "query_service/index/figure_queries.h"
#include "query_service/index/figure_watch.h"
#include "query_service/index/index.h"
#include "query_service/index/organization_queries.h"
#include "query_service/index/page_token.h"
#include "tests/query_service/index/history.h"

namespace impactwire::query {
namespace {

class QueryTest : public testing::Test {
 protected:
  QueryTest() {
    World world(5);
    ApplyAll(world.History(80, 0), &index_);
  }

  std::string Wrong(const v1::ImpactFigureFilter& filter) {
    v1::ListImpactFiguresRequest request;
    *request.mutable_filter() = filter;
    return InvalidFields(ListImpactFigures(index_.Pin(), request).status());
  }
  // The first page of two, with its token.
  v1::ListImpactFiguresRequest Paged() {
    v1::ListImpactFiguresRequest request;
    request.set_page_size(2);
    request.set_page_token(
        ListImpactFigures(index_.Pin(), request)->next_page_token());
    EXPECT_NE(request.page_token(), "");
    return request;
  }
  std::string WrongPage(const v1::ListImpactFiguresRequest& request) {
    return InvalidFields(ListImpactFigures(index_.Pin(), request).status());
  }

  Index index_;
};

// -- Cheap lists --------------------------------------------------------------

// Article `sequence` with `figures` figures of the organization.
v1::LogEntry FiguresOf(const std::string& organization, uint64_t sequence,
                       int figures) {
  v1::LogEntry entry;
  entry.set_sequence(sequence);
  v1::ArticleRecord* const record = entry.mutable_record();
  record->set_article_id(absl::StrCat(sequence));
  for (int i = 0; i < figures; ++i) {
    v1::ImpactFigure* const figure = record->add_impact_figures();
    figure->set_figure_id(
        StableId(kFigureIdKind, {absl::StrCat(sequence), absl::StrCat(i)}));
    figure->set_organization_id(organization);
  }
  return entry;
}

TEST(CheapListTest, CountsWhatIsMergedWithTheOrganization) {
  const std::string large = StableId(kOrganizationIdKind, {"large"});
  const std::string small = StableId(kOrganizationIdKind, {"small"});
  std::vector<v1::LogEntry> entries = {FiguresOf(large, 1, 5000),
                                       FiguresOf(small, 2, 1)};
  Index index;
  ApplyAll(entries, &index);
  v1::ListImpactFiguresRequest request;
  EXPECT_FALSE(IsCheapList(index.Pin(), request));
  request.mutable_filter()->add_organization_ids(small);
  const Snapshot apart = index.Pin();
  EXPECT_TRUE(IsCheapList(apart, request));

  // Whichever of the two stands for both.
  for (const auto& [from, into] : {std::pair(large, small), {small, large}}) {
    v1::LogEntry merge;
    merge.set_sequence(entries.back().sequence() + 1);
    merge.mutable_override()->set_override_id("o");
    merge.mutable_override()->mutable_merge()->set_from_id(from);
    merge.mutable_override()->mutable_merge()->set_into_id(into);
    RecordBatch batch;
    batch.after = At(entries.back().sequence());
    batch.through = batch.high_watermark = At(merge.sequence());
    *batch.entries.Add() = merge;
    entries.push_back(merge);
    ASSERT_TRUE(index.Apply(std::move(batch)).ok());
    EXPECT_FALSE(IsCheapList(index.Pin(), request)) << from << " " << into;
  }
  EXPECT_TRUE(IsCheapList(apart, request));
}

// -- Filters ------------------------------------------------------------------

TEST_F(QueryTest, EveryWrongFilterFieldIsNamed) {
  struct Case {
    const char* field;
    std::function<void(v1::ImpactFigureFilter*)> spoil;
  };
  const Case kCases[] = {
      {"filter.organization_ids[1]",
       [](auto* f) {
         f->add_organization_ids(StableId(kOrganizationIdKind, {"a"}));
         f->add_organization_ids(StableId(kExecutiveIdKind, {"a"}));
       }},
      {"filter.organization_kinds[0]",
       [](auto* f) {
         f->add_organization_kinds(static_cast<v1::OrganizationKind>(99));
       }},
      {"filter.categories[0]",
       [](auto* f) { f->add_categories(v1::IMPACT_CATEGORY_UNSPECIFIED); }},
      {"filter.statuses[0]",
       [](auto* f) { f->add_statuses(static_cast<v1::FigureStatus>(-1)); }},
      {"filter.attributions[0]",
       [](auto* f) { f->add_attributions(static_cast<v1::Attribution>(31)); }},
      {"filter.units", [](auto* f) { f->add_units(std::string(201, 'u')); }},
      {"filter.units",
       [](auto* f) {
         for (int i = 0; i < 1001; ++i) f->add_units("person");
       }},
      {"filter.min_value",
       [](auto* f) {
         f->set_min_value(std::numeric_limits<double>::quiet_NaN());
       }},
      {"filter.max_value",
       [](auto* f) {
         f->set_min_value(2);
         f->set_max_value(1);
       }},
      {"filter.period.start",
       [](auto* f) { f->mutable_period()->set_start("April"); }},
      {"filter.period.end",
       [](auto* f) {
         f->mutable_period()->set_start("2018");
         f->mutable_period()->set_end("2017");
       }},
      {"filter.publish_date.end",
       [](auto* f) { f->mutable_publish_date()->set_end("2017-02-30"); }},
      {"filter.place", [](auto* f) { f->set_place(std::string(201, 'p')); }},
      {"filter.place", [](auto* f) { f->set_place("--"); }},
      {"filter.country_codes", [](auto* f) { f->add_country_codes("CHN"); }},
      {"filter.min_confidence", [](auto* f) { f->set_min_confidence(1.5); }},
      {"filter.min_confidence", [](auto* f) { f->set_min_confidence(-1); }},
      {"filter.sdg_goals", [](auto* f) { f->add_sdg_goals(0); }},
      {"filter.sdg_goals", [](auto* f) { f->add_sdg_goals(18); }},
      {"filter.article_id",
       [](auto* f) { f->set_article_id(std::string(513, 'a')); }},
  };
  for (const Case& c : kCases) {
    v1::ImpactFigureFilter filter;
    c.spoil(&filter);
    EXPECT_EQ(Wrong(filter), c.field);
  }
}

TEST_F(QueryTest, AllWrongFieldsAreNamedAtOnce) {
  v1::ImpactFigureFilter filter;
  filter.add_sdg_goals(18);
  filter.set_min_confidence(2);
  EXPECT_EQ(Wrong(filter), "filter.min_confidence, filter.sdg_goals");
}

TEST_F(QueryTest, WrongFiltersOfOtherListsNameTheirFields) {
  v1::ListOrganizationsRequest organizations;
  organizations.mutable_filter()->set_min_article_count(-1);
  EXPECT_EQ(
      InvalidFields(ListOrganizations(index_.Pin(), organizations).status()),
      "filter.min_article_count");
  v1::ListExecutivesRequest executives;
  executives.mutable_filter()->add_role_families(
      static_cast<v1::RoleFamily>(77));
  EXPECT_EQ(InvalidFields(ListExecutives(index_.Pin(), executives).status()),
            "filter.role_families[0]");
  v1::ListArticlesRequest articles;
  articles.mutable_filter()->add_organization_ids("acme");
  EXPECT_EQ(InvalidFields(ListArticles(index_.Pin(), articles).status()),
            "filter.organization_ids[0]");
}

TEST_F(QueryTest, UnknownOrdersAndGroupingsAreInvalid) {
  v1::ListImpactFiguresRequest figures;
  figures.set_order(static_cast<v1::ListImpactFiguresRequest::Order>(9));
  EXPECT_EQ(WrongPage(figures), "order");
  v1::AggregateImpactFiguresRequest aggregate;
  aggregate.add_group_by(
      v1::AggregateImpactFiguresRequest::GROUP_BY_UNSPECIFIED);
  EXPECT_EQ(
      InvalidFields(AggregateImpactFigures(index_.Pin(), aggregate).status()),
      "group_by[0]");
  aggregate.clear_group_by();
  aggregate.set_max_groups(-1);
  EXPECT_EQ(
      InvalidFields(AggregateImpactFigures(index_.Pin(), aggregate).status()),
      "max_groups");
}

TEST_F(QueryTest, OrderByValueNeedsOneUnit) {
  v1::ListImpactFiguresRequest request;
  request.set_order(v1::ListImpactFiguresRequest::ORDER_VALUE);
  EXPECT_EQ(WrongPage(request), "order");
  request.mutable_filter()->add_units("person");
  EXPECT_EQ(WrongPage(request), "");
}

TEST_F(QueryTest, RequiredAndMalformedIdsAreNamed) {
  const Snapshot now = index_.Pin();
  v1::GetOrganizationRequest organization;
  EXPECT_EQ(InvalidFields(GetOrganization(now, organization).status()),
            "organization_id");
  organization.set_organization_id("org-XYZ");
  EXPECT_EQ(InvalidFields(GetOrganization(now, organization).status()),
            "organization_id");
  EXPECT_EQ(InvalidFields(GetExecutive(now, {}).status()), "executive_id");
  EXPECT_EQ(InvalidFields(GetImpactFigure(now, {}).status()), "figure_id");
  EXPECT_EQ(InvalidFields(GetArticle(now, {}).status()), "article_id");
}

TEST_F(QueryTest, SearchChecksItsQuery) {
  v1::SearchOrganizationsRequest request;
  request.set_query("  ");
  EXPECT_EQ(InvalidFields(SearchOrganizations(index_.Pin(), request).status()),
            "query");
  request.set_query(std::string(201, 'q'));
  EXPECT_EQ(InvalidFields(SearchOrganizations(index_.Pin(), request).status()),
            "query");
  request.set_query("acme");
  request.set_page_size(-1);
  EXPECT_EQ(InvalidFields(SearchOrganizations(index_.Pin(), request).status()),
            "page_size");
}

// -- Page tokens --------------------------------------------------------------

TEST_F(QueryTest, NegativePageSizeIsInvalid) {
  v1::ListImpactFiguresRequest request;
  request.set_page_size(-1);
  EXPECT_EQ(WrongPage(request), "page_size");
}

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

// -- Batches ------------------------------------------------------------------

TEST(IndexApply, ABatchAfterWhatIsHeldIsRefused) {
  World world(1);
  const auto entries = world.History(20, 0);
  Index index;
  const absl::Status status = index.Apply(Batch(entries, 5, 20, 20));
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(index.applied(), Position());
}

TEST(IndexApply, ABatchOfAnotherLogIsRefused) {
  World world(1);
  Index index;
  ApplyAll(world.History(5, 0), &index);
  const Position before = index.applied();
  RecordBatch batch;
  batch.after = Position{"00000000000000bb", before.sequence};
  batch.through = Position{"00000000000000bb", before.sequence + 1};
  EXPECT_EQ(index.Apply(RecordBatch(batch)).code(),
            absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(index.applied(), before);
}

TEST(IndexApply, EntriesOutOfPlaceAreRefusedWhole) {
  World world(1);
  auto entries = world.History(5, 0);
  RecordBatch batch = Batch(entries, 0, entries.back().sequence(), 99);
  batch.entries.Mutable(2)->set_sequence(batch.entries[1].sequence());
  Index index;
  EXPECT_EQ(index.Apply(RecordBatch(batch)).code(),
            absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(index.applied(), Position());
}

TEST(IndexApply, AnEmptyBatchMovesThePosition) {
  Index index;
  RecordBatch batch;
  batch.through = At(7);
  batch.high_watermark = At(7);
  ASSERT_TRUE(index.Apply(RecordBatch(batch)).ok());
  EXPECT_EQ(index.applied(), At(7));
}

TEST(IndexApply, PositionsBeforeTheReplaysEndAreNotHeld) {
  World world(1);
  const auto entries = world.History(30, 0);
  const uint64_t last = entries.back().sequence();
  Index index;
  ASSERT_TRUE(index.Apply(Batch(entries, 0, 10, last)).ok());
  EXPECT_EQ(index.oldest(), At(10));
  ASSERT_TRUE(index.Apply(Batch(entries, 10, last, last)).ok());
  EXPECT_EQ(index.oldest(), At(last));
  ASSERT_TRUE(index.Apply(Batch({}, last, last + 5, last + 5)).ok());
  EXPECT_EQ(index.oldest(), At(last));
}

TEST(IndexApply, TheReplayEndsThoughTheLogGoesOnGrowing) {
  World world(1);
  const auto entries = world.History(30, 0);
  Index index;
  ASSERT_TRUE(index.Apply(Batch(entries, 0, 5, 8)).ok());
  ASSERT_TRUE(index.Apply(Batch(entries, 5, 10, 20)).ok());
  EXPECT_EQ(index.oldest(), At(10));
  ASSERT_TRUE(index.Apply(Batch(entries, 10, 15, 25)).ok());
  EXPECT_EQ(index.oldest(), At(10));
}

TEST(IndexClear, KeepsSnapshotsAndForgetsTheRest) {
  World world(1);
  const auto entries = world.History(30, 0);
  Index index;
  ApplyAll(entries, &index);
  const Snapshot before = index.Pin();
  const int articles = ListArticles(before, {})->total_count();
  index.Clear();
  EXPECT_EQ(ListArticles(index.Pin(), {})->total_count(), 0);
  EXPECT_EQ(ListArticles(before, {})->total_count(), articles);
  ApplyAll(entries, &index);
  EXPECT_EQ(ListArticles(index.Pin(), {})->total_count(), articles);
}

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

// -- Aggregates ---------------------------------------------------------------

TEST(AggregateTest, NeverMixesUnitsOrStatuses) {
  World world(7);
  Index index;
  ApplyAll(world.History(80, 0), &index);
  const auto answer = AggregateImpactFigures(index.Pin(), {});
  ASSERT_TRUE(answer.ok());
  std::set<std::pair<std::string, int>> seen;
  int counted = 0;
  for (const auto& group : answer->groups()) {
    EXPECT_TRUE(seen.insert({group.unit(), group.status()}).second);
    counted += group.count();
    for (const auto& left_out : group.left_out()) counted += left_out.count();
    if (group.unit() == "percent") {
      EXPECT_FALSE(group.sum_is_meaningful());
      EXPECT_EQ(group.sum(), 0);
    }
  }
  EXPECT_GT(seen.size(), 5);
  EXPECT_EQ(counted, answer->total_count());
}

}  // namespace
}  // namespace impactwire::query
