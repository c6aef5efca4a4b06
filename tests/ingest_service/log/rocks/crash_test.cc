// Kill -9 proves nothing about syncing, since the page cache survives it: here
// the power fails, at every kind of moment.
#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <optional>
#include <random>
#include <thread>

#include "ingest_service/log/rocks/log_directory.h"
#include "rocksdb/env.h"
#include "rocksdb/system_clock.h"
#include "tests/ingest_service/log/log_test_util.h"
#include "tests/ingest_service/log/rocks/crash_file_system.h"

namespace impactwire::record_log {
namespace {

// Content of an article; nullopt: deleted or never there.
using Content = std::optional<std::string>;

struct Expected {
  Content acknowledged;
  // What was under way when the power failed: it may or may not be there.
  std::optional<Content> attempted;
};

// RocksDB sleeps a second after a failed write, which here is every crash.
class SleeplessClock : public rocksdb::SystemClockWrapper {
 public:
  SleeplessClock() : SystemClockWrapper(rocksdb::SystemClock::Default()) {}
  const char* Name() const override { return "SleeplessClock"; }
  void SleepForMicroseconds(int /*micros*/) override {
    std::this_thread::yield();
  }
};

class SleeplessEnv : public rocksdb::EnvWrapper {
 public:
  explicit SleeplessEnv(const std::shared_ptr<rocksdb::FileSystem>& fs)
      : EnvWrapper(rocksdb::NewCompositeEnv(fs)) {
    system_clock_ = std::make_shared<SleeplessClock>();
  }
};

class CrashTest : public testing::Test {
 protected:
  CrashTest()
      : fs_(std::make_shared<CrashFileSystem>()),
        env_(std::make_unique<SleeplessEnv>(fs_)) {}
  ~CrashTest() override { std::filesystem::remove_all(path_); }

  void Begin(uint32_t seed) {
    std::filesystem::remove_all(path_);
    fs_->Recover(seed);
  }

  absl::StatusOr<std::unique_ptr<RecordLog>> Open(bool sync = true) {
    LogDirectoryOptions options;
    options.data_dir = path_;
    options.env = env_.get();
    options.sync = sync;
    options.committer.max_batch_items = 8;
    // Small, so that tables and manifests are written all the time too.
    options.write_buffer_bytes = 64 << 10;
    options.block_cache_bytes = 1 << 20;
    return OpenLogDirectory(options);
  }

  // Writes its own articles until the power fails.
  static void WriteUntilCrash(RecordLog* log, int writer, uint32_t seed,
                              std::map<std::string, Expected>* expected) {
    std::mt19937 random(seed);
    for (;;) {
      const std::string id = absl::StrCat("w", writer, "-", random() % 10);
      Expected& state = (*expected)[id];
      absl::StatusOr<Appended> answer;
      if (random() % 5 == 0 && state.acknowledged) {
        state.attempted = Content();
        answer = Delete(log, id);
      } else {
        std::string content(random() % 3000,
                            static_cast<char>('a' + random() % 26));
        absl::StrAppend(&content, random());
        state.attempted = content;
        answer = Upsert(log, id, content);
      }
      if (!answer.ok()) return;
      state.acknowledged = *state.attempted;
      state.attempted.reset();
    }
  }

  // What is wrong with the log, or "".
  static std::string Check(const RecordLog& log,
                           const std::map<std::string, Expected>& expected) {
    for (const auto& [id, state] : expected) {
      const auto found = log.Find(id, nullptr);
      Content content;
      if (found.ok()) {
        content = found->record.text();
        const auto original = FindOriginal(log, id);
        if (!original.ok()) return original.status().ToString();
      } else if (!absl::IsNotFound(found.status())) {
        return found.status().ToString();
      }
      if (content != state.acknowledged &&
          (!state.attempted || content != *state.attempted)) {
        return absl::StrCat("lost: ", id);
      }
    }
    return "";
  }

  // What has happened is what is there.
  static void Settle(const RecordLog& log,
                     std::map<std::string, Expected>* expected) {
    for (auto& [id, state] : *expected) {
      const auto found = log.Find(id, nullptr);
      state.acknowledged =
          found.ok() ? Content(found->record.text()) : std::nullopt;
      state.attempted.reset();
    }
  }

  // Several power failures in a row; what is wrong afterwards, or "".
  std::string Run(uint32_t seed, bool sync) {
    constexpr int kWriters = 4, kCrashes = 3;
    Begin(seed);
    std::mt19937 random(seed);
    std::map<std::string, Expected> expected[kWriters];
    for (int crash = 0; crash < kCrashes; ++crash) {
      fs_->CrashAfter(20 + random() % 500);
      if (auto log = Open(sync); log.ok()) {
        std::vector<std::thread> writers;
        for (int w = 0; w < kWriters; ++w) {
          writers.emplace_back(WriteUntilCrash, log->get(), w, random(),
                               &expected[w]);
        }
        for (std::thread& writer : writers) writer.join();
      }
      fs_->Recover(random());
      auto log = Open(sync);
      if (!log.ok()) return log.status().ToString();
      for (auto& part : expected) {
        if (std::string wrong = Check(**log, part); !wrong.empty()) {
          return wrong;
        }
        Settle(**log, &part);
      }
      const std::string all = SayAll(**log, 0, 4096);
      if (all.find("DATA_LOSS") != std::string::npos) return all;
    }
    return "";
  }

  const std::string path_ =
      absl::StrCat(testing::TempDir(), "/impactwire_crash_", getpid());
  const std::shared_ptr<CrashFileSystem> fs_;
  const std::unique_ptr<rocksdb::Env> env_;
};

TEST_F(CrashTest, EverythingAcknowledgedSurvivesAPowerFailure) {
  for (uint32_t seed = 0; seed < 40; ++seed) {
    ASSERT_EQ(Run(seed, /*sync=*/true), "") << "seed " << seed;
  }
}

// Shows that the test above would see it.
TEST_F(CrashTest, WithoutSyncingAcknowledgedEntriesAreLost) {
  int lost = 0;
  for (uint32_t seed = 0; seed < 10; ++seed) {
    if (!Run(seed, /*sync=*/false).empty()) ++lost;
  }
  EXPECT_GE(lost, 5);
}

TEST_F(CrashTest, APowerFailureWhileTheLogIsMadeLeavesNoneOrAWholeOne) {
  Begin(0);
  ASSERT_TRUE(Open().ok());
  const int operations = fs_->operations();
  for (int at = 0; at < operations; ++at) {
    Begin(at);
    fs_->CrashAfter(at);
    (void)Open();
    fs_->Recover(at);
    const auto log = Open();
    ASSERT_TRUE(log.ok()) << "operation " << at << ": " << log.status();
    ASSERT_EQ(Say(Upsert(log->get(), "a", "x")), "created 1");
  }
}

TEST_F(CrashTest, AFailedSyncIsFatalAndNothingOfItIsAcknowledgedOrSeen) {
  Begin(0);
  std::vector<absl::Status> fatal;
  LogDirectoryOptions options;
  options.data_dir = path_;
  options.env = env_.get();
  options.committer.on_fatal = [&](const absl::Status& status) {
    fatal.push_back(status);
  };
  auto log = OpenLogDirectory(options).value();
  ASSERT_TRUE(Upsert(log.get(), "a", "x").ok());
  fs_->FailSyncs(true);
  EXPECT_EQ(Upsert(log.get(), "b", "x").status().code(),
            absl::StatusCode::kUnavailable);
  fs_->FailSyncs(false);
  EXPECT_EQ(Upsert(log.get(), "c", "x").status().code(),
            absl::StatusCode::kUnavailable);
  EXPECT_EQ(log->high_watermark(), 1u);
  EXPECT_EQ(SayAll(*log), "1:a=x");
  log.reset();
  ASSERT_EQ(fatal.size(), 1u);
  EXPECT_EQ(fatal[0].message(),
            absl::StrCat("commit to record log ", path_,
                         "/record_log: IO error: sync failed"));
}

}  // namespace
}  // namespace impactwire::record_log
