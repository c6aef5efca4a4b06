#include "query_service/index/index.h"

#include "gtest/gtest.h"
#include "query_service/index/queries/article_queries.h"
#include "tests/query_service/index/testing/history.h"

namespace impactwire::query {
namespace {

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
  EXPECT_EQ(index.Apply(std::move(batch)).code(),
            absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(index.applied(), before);
}

TEST(IndexApply, EntriesOutOfPlaceAreRefusedWhole) {
  World world(1);
  auto entries = world.History(5, 0);
  RecordBatch batch = Batch(entries, 0, entries.back().sequence(), 99);
  batch.entries.Mutable(2)->set_sequence(batch.entries[1].sequence());
  Index index;
  EXPECT_EQ(index.Apply(std::move(batch)).code(),
            absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(index.applied(), Position());
}

TEST(IndexApply, AnEmptyBatchMovesThePosition) {
  Index index;
  RecordBatch batch;
  batch.through = At(7);
  batch.high_watermark = At(7);
  ASSERT_TRUE(index.Apply(std::move(batch)).ok());
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

}  // namespace
}  // namespace impactwire::query
