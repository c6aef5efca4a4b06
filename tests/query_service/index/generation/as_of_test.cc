#include "query_service/index/generation/as_of.h"

#include "absl/strings/str_cat.h"
#include "common/status/errors.h"
#include "gtest/gtest.h"
#include "query_service/index/index.h"
#include "tests/query_service/index/testing/history.h"

namespace impactwire::query {
namespace {

using absl::StatusCode;

// Articles that came in at 10, 20, 15 and 30 seconds.
class AsOfTest : public testing::Test {
 protected:
  AsOfTest() {
    std::vector<v1::LogEntry> entries;
    for (const int64_t seconds : {10, 20, 15, 30}) {
      v1::LogEntry& entry = entries.emplace_back();
      entry.set_sequence(entries.size());
      entry.mutable_record()->set_article_id(absl::StrCat(seconds));
      entry.mutable_record()->mutable_ingest_time()->set_seconds(seconds);
    }
    // The replay ends with the first, so that all later positions are held.
    EXPECT_TRUE(index_.Apply(Batch({entries[0]}, 0, 1, 1)).ok());
    entries.erase(entries.begin());
    EXPECT_TRUE(index_.Apply(Batch(entries, 1, 4, 4)).ok());
  }

  absl::StatusOr<uint64_t> AtTime(int64_t seconds, int32_t nanos = 0) {
    v1::AsOf as_of;
    as_of.mutable_time()->set_seconds(seconds);
    as_of.mutable_time()->set_nanos(nanos);
    return Sequence(as_of);
  }
  absl::StatusOr<uint64_t> AtPosition(const std::string& position) {
    v1::AsOf as_of;
    as_of.set_position(position);
    return Sequence(as_of);
  }
  absl::StatusOr<uint64_t> Sequence(const v1::AsOf& as_of) {
    const auto then = SnapshotAsOf(index_.Pin(), as_of);
    if (!then.ok()) return then.status();
    return then->at();
  }

  Index index_;
};

TEST_F(AsOfTest, NothingMeansNow) { EXPECT_EQ(*Sequence({}), 4); }

TEST_F(AsOfTest, ATimeIsTheLastPositionOfWhatWasKnownThen) {
  EXPECT_EQ(*AtTime(10), 1);
  EXPECT_EQ(*AtTime(19, 999999999), 1);
  // The third came in after the second, whatever its clock said.
  EXPECT_EQ(*AtTime(15), 1);
  EXPECT_EQ(*AtTime(20), 3);
  EXPECT_EQ(*AtTime(1000), 4);
}

TEST_F(AsOfTest, APositionIsItself) {
  EXPECT_EQ(*AtPosition(At(2).ToString()), 2);
}

TEST_F(AsOfTest, WhatIsNoLongerHeldIsOutOfRangeAndSaysSinceWhen) {
  const absl::Status status = AtTime(9).status();
  EXPECT_EQ(status.code(), StatusCode::kOutOfRange);
  EXPECT_EQ(AtPosition("p1-00000000000000aa-0").status().code(),
            StatusCode::kOutOfRange);
}

TEST_F(AsOfTest, WrongOnesAreNamed) {
  EXPECT_EQ(InvalidFields(AtPosition("yesterday").status()), "as_of.position");
  EXPECT_EQ(AtPosition("p1-00000000000000bb-1").status().code(),
            StatusCode::kFailedPrecondition);
  EXPECT_EQ(AtPosition(At(9).ToString()).status().code(),
            StatusCode::kUnavailable);
  EXPECT_EQ(InvalidFields(AtTime(1, -1).status()), "as_of.time");
  EXPECT_EQ(InvalidFields(AtTime(int64_t{1} << 60).status()), "as_of.time");
  v1::AsOf both;
  both.set_position(At(1).ToString());
  both.mutable_time();
  EXPECT_EQ(InvalidFields(Sequence(both).status()), "as_of.time");
}

}  // namespace
}  // namespace impactwire::query
