#include "ingest_service/log/tombstone_sweeper.h"

#include <gtest/gtest.h>

#include <thread>

#include "absl/time/clock.h"
#include "ingest_service/log/stored_record_log.h"
#include "tests/ingest_service/log/log_test_util.h"
#include "tests/ingest_service/log/memory_storage.h"

namespace impactwire::record_log {
namespace {

class TombstoneSweeperTest : public testing::Test {
 protected:
  TombstoneSweeperTest() {
    auto storage = std::make_unique<MemoryStorage>();
    EXPECT_TRUE(StoredRecordLog::Initialize(storage.get()).ok());
    log_ = StoredRecordLog::Open(std::move(storage), {}).value();
  }
  // An article that was deleted so long ago.
  void Deleted(const char* id, absl::Duration ago) {
    ASSERT_TRUE(Upsert(log_.get(), id, "x").ok());
    ASSERT_TRUE(Delete(log_.get(), id, absl::Now() - ago).ok());
  }
  std::unique_ptr<RecordLog> log_;
};

TEST_F(TombstoneSweeperTest, OldTombstonesGoAndYoungOnesStay) {
  Deleted("old", absl::Hours(3));
  Deleted("young", absl::Hours(1));
  const TombstoneSweeper sweeper(log_.get(), absl::Hours(2), absl::Hours(1));
  while (log_->Stats().tombstone_count > 1) std::this_thread::yield();
  EXPECT_EQ(SayAll(*log_), "4:young deleted");
}

TEST_F(TombstoneSweeperTest, ItSweepsAgainAfterTheInterval) {
  const TombstoneSweeper sweeper(log_.get(), absl::Hours(2),
                                 absl::Milliseconds(1));
  Deleted("old", absl::Hours(3));
  while (log_->Stats().tombstone_count > 0) std::this_thread::yield();
  EXPECT_EQ(SayAll(*log_), "");
}

TEST_F(TombstoneSweeperTest, ItEndsWithoutWaitingForTheInterval) {
  TombstoneSweeper(log_.get(), absl::Hours(2), absl::Hours(1000));
}

}  // namespace
}  // namespace impactwire::record_log
