#include "ingest_service/log/rocks/log_directory.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "rocksdb/db.h"
#include "tests/ingest_service/log/log_test_util.h"

namespace impactwire::record_log {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class LogDirectoryTest : public testing::Test {
 protected:
  LogDirectoryTest() { fs::remove_all(path_); }
  ~LogDirectoryTest() override {
    fs::remove_all(fs::path(path_).parent_path());
  }

  absl::StatusOr<std::unique_ptr<RecordLog>> Open() {
    LogDirectoryOptions options;
    options.data_dir = path_;
    return OpenLogDirectory(options);
  }

  // Leaves a closed log of `count` articles.
  void Fill(int count) {
    const auto log = Open().value();
    for (int i = 0; i < count; ++i) {
      ASSERT_TRUE(Upsert(log.get(), absl::StrCat("a", i),
                         absl::StrCat(std::string(500, 'x'), i))
                      .ok());
    }
  }

  // Files in `data_dir`/record_log with this extension: "/record_log/<name>".
  static std::vector<std::string> Files(const std::string& data_dir,
                                        const std::string& extension) {
    std::vector<std::string> files;
    for (const auto& file : fs::directory_iterator(data_dir + "/record_log")) {
      if (file.path().extension() == extension && file.file_size() > 0) {
        files.push_back("/record_log/" + file.path().filename().string());
      }
    }
    return files;
  }

  static void Flip(const std::string& path, uint64_t at) {
    std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
    file.seekg(static_cast<int64_t>(at));
    const char byte = static_cast<char>(file.get());
    file.seekp(static_cast<int64_t>(at));
    file.put(static_cast<char>(byte ^ 0x55));
  }

  const std::string path_ =
      absl::StrCat(testing::TempDir(), "/impactwire_log_", getpid(), "/data");
};

TEST_F(LogDirectoryTest, ALogIsMadeWhereThereIsNoneAndFoundAgain) {
  std::string id;
  {
    const auto log = Open().value();
    id = std::string(log->log_id());
    EXPECT_EQ(Say(Upsert(log.get(), "a", "x")), "created 1");
    EXPECT_EQ(Say(Upsert(log.get(), "b", "x")), "created 2");
    EXPECT_EQ(Say(Upsert(log.get(), "a", "y")), "updated 3");
    EXPECT_EQ(Say(Delete(log.get(), "b")), "deleted 4");
  }
  const auto log = Open().value();
  EXPECT_EQ(log->log_id(), id);
  EXPECT_EQ(SayAll(*log), "3:a=y 4:b deleted");
  EXPECT_EQ(FindOriginal(*log, "a")->text(), "y");
  EXPECT_EQ(Say(Upsert(log.get(), "a", "y")), "unchanged 3");
  EXPECT_EQ(Say(Upsert(log.get(), "c", "x")), "created 5");
  EXPECT_EQ(log->Stats().article_count, 2u);
  EXPECT_GT(log->Stats().stored_bytes, 0u);
}

TEST_F(LogDirectoryTest, ASequenceIsNotGivenAgainAfterItsTombstoneIsDropped) {
  {
    const auto log = Open().value();
    ASSERT_TRUE(Upsert(log.get(), "a", "x").ok());
    ASSERT_TRUE(Delete(log.get(), "a", absl::FromUnixSeconds(5)).ok());
    EXPECT_EQ(log->DropTombstones(absl::FromUnixSeconds(6)).value(), 1u);
  }
  const auto log = Open().value();
  EXPECT_EQ(log->high_watermark(), 2u);
  EXPECT_EQ(log->Stats().oldest_resumable, 2u);
  EXPECT_EQ(Say(Upsert(log.get(), "a", "x")), "created 3");
}

TEST_F(LogDirectoryTest, LargeRecordsAndManyOfThemComeBack) {
  {
    const auto log = Open().value();
    std::vector<Answer> answers;
    for (int i = 0; i < 300; ++i) {
      answers.push_back(StartUpsert(log.get(), absl::StrCat(i),
                                    std::string(i * 1000, 'x'),
                                    Admission::kWait));
    }
    for (Answer& answer : answers) ASSERT_TRUE(answer.get().ok());
    ASSERT_TRUE(Upsert(log.get(), "largest", std::string(16 << 20, 'y')).ok());
  }
  const auto log = Open().value();
  EXPECT_EQ(log->Find("largest", nullptr)->record.text().size(),
            size_t{16} << 20);
  uint64_t after = 0;
  size_t entries = 0;
  while (after < 301) {
    const LogBatch batch = log->ReadAfter(after, 1 << 20, false).value();
    entries += batch.entries.size();
    after = batch.through;
  }
  EXPECT_EQ(entries, 301u);
}

TEST_F(LogDirectoryTest, TwoLogsHaveTwoIds) {
  const std::string first = std::string(Open().value()->log_id());
  fs::remove_all(path_);
  EXPECT_NE(Open().value()->log_id(), first);
}

TEST_F(LogDirectoryTest, ASecondOwnerIsRefused) {
  const auto log = Open().value();
  const absl::Status status = Open().status();
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(status.message(),
              HasSubstr(absl::StrCat(path_, " is in use by another process")));
}

TEST_F(LogDirectoryTest, ADatabaseOfSomethingElseIsRefused) {
  fs::create_directories(path_);
  rocksdb::Options options;
  options.create_if_missing = true;
  rocksdb::DB* db = nullptr;
  ASSERT_TRUE(rocksdb::DB::Open(options, path_ + "/record_log", &db).ok());
  delete db;
  const absl::Status status = Open().status();
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(status.message(), HasSubstr("holds no impactwire record log"));
}

TEST_F(LogDirectoryTest, AFolderWithoutADatabaseInTheLogsPlaceIsRefused) {
  fs::create_directories(path_ + "/record_log");
  std::ofstream(path_ + "/record_log/notes.txt") << "mine";
  EXPECT_EQ(Open().status(),
            absl::FailedPreconditionError(
                path_ + "/record_log holds no record log: no file CURRENT"));
  EXPECT_TRUE(fs::exists(path_ + "/record_log/notes.txt"));
}

TEST_F(LogDirectoryTest, ALostFileIsDataLoss) {
  Fill(10);
  ASSERT_TRUE(Open().ok());  // moves the entries into tables
  fs::remove(path_ + Files(path_, ".sst").at(0));
  EXPECT_EQ(Open().status().code(), absl::StatusCode::kDataLoss);
}

TEST_F(LogDirectoryTest, ALostCurrentFileIsNotAnEmptyLog) {
  Fill(10);
  fs::remove(path_ + "/record_log/CURRENT");
  EXPECT_EQ(Open().status(),
            absl::DataLossError(path_ + "/record_log: the file CURRENT is "
                                        "missing, others are there"));
}

TEST_F(LogDirectoryTest, ADamagedCommitIsDataLossNotAnEndOfTheLog) {
  Fill(50);
  const std::vector<std::string> wals = Files(path_, ".log");
  ASSERT_EQ(wals.size(), 1u);
  Flip(path_ + wals[0], fs::file_size(path_ + wals[0]) / 2);
  const absl::Status status = Open().status();
  EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss);
  EXPECT_THAT(status.message(), HasSubstr(path_ + "/record_log: Corruption"));
}

TEST_F(LogDirectoryTest, ACommitCutShortByACrashIsForgotten) {
  Fill(50);
  const std::string wal = path_ + Files(path_, ".log").at(0);
  fs::resize_file(wal, fs::file_size(wal) - 5);
  const auto log = Open().value();
  EXPECT_EQ(log->high_watermark(), 49u);
  EXPECT_EQ(Say(Upsert(log.get(), "a49", "again")), "created 50");
}

// Whatever byte of a table is damaged: the answer is DATA_LOSS or right, never
// wrong or empty.
TEST_F(LogDirectoryTest, ADamagedTableNeverGivesAWrongAnswer) {
  Fill(50);
  ASSERT_TRUE(Open().ok());
  const std::string whole = SayAll(*Open().value());
  const std::string pristine = path_ + ".pristine";
  fs::remove_all(pristine);
  fs::rename(path_, pristine);
  int refused = 0;
  for (const std::string& table : Files(pristine, ".sst")) {
    const uint64_t size = fs::file_size(pristine + table);
    for (uint64_t at = 0; at < size; at += size / 16 + 1) {
      fs::remove_all(path_);
      fs::copy(pristine, path_, fs::copy_options::recursive);
      Flip(path_ + table, at);
      const auto log = Open();
      const absl::Status status =
          log.ok() ? (*log)->ReadAfter(0, 1 << 20, false).status()
                   : log.status();
      if (status.ok()) {
        ASSERT_EQ(SayAll(**log), whole) << table << " at " << at;
      } else {
        ASSERT_EQ(status.code(), absl::StatusCode::kDataLoss) << status;
        ASSERT_THAT(status.message(), HasSubstr(path_));
        ++refused;
      }
    }
  }
  EXPECT_GT(refused, 10);
}

}  // namespace
}  // namespace impactwire::record_log
