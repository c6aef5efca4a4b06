#include "ingest_service/log/stored_record_log.h"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <thread>

#include "absl/strings/match.h"
#include "common/status/errors.h"
#include "google/protobuf/util/message_differencer.h"
#include "ingest_service/log/log_format.h"
#include "tests/ingest_service/log/log_test_util.h"
#include "tests/ingest_service/log/memory_storage.h"

namespace impactwire::record_log {
namespace {

using google::protobuf::util::MessageDifferencer;

class StoredRecordLogTest : public testing::Test {
 protected:
  StoredRecordLogTest() {
    auto storage = std::make_unique<MemoryStorage>();
    storage_ = storage.get();
    EXPECT_TRUE(StoredRecordLog::Initialize(storage_).ok());
    log_ = StoredRecordLog::Open(std::move(storage), {}).value();
  }

  // Error of opening a storage that holds `writes`.
  absl::Status OpenError(const std::vector<StorageWrite>& writes) {
    auto storage = std::make_unique<MemoryStorage>();
    EXPECT_TRUE(storage->Apply(writes).ok());
    return StoredRecordLog::Open(std::move(storage), {}).status();
  }

  MemoryStorage* storage_;
  std::unique_ptr<StoredRecordLog> log_;
};

TEST_F(StoredRecordLogTest, AnEmptyLogHasNothingToRead) {
  const LogBatch batch = log_->ReadAfter(0, 1000, true).value();
  EXPECT_TRUE(batch.entries.empty());
  EXPECT_EQ(batch.through, 0u);
  EXPECT_EQ(batch.high_watermark, 0u);
  EXPECT_EQ(log_->log_id().size(), 16u);
}

TEST_F(StoredRecordLogTest, ARecordIsFoundAsItWasGiven) {
  v1::ArticleRecord record = MakeRecord("a", "Acme helps.");
  auto* mention = record.add_organizations()->add_mentions();
  mention->set_end(4);
  mention->set_text("Acme");
  Answer answer;
  log_->Upsert(record, MakeArticle("a", "Acme helps."), Admission::kShed,
               Into(&answer));
  EXPECT_EQ(Say(answer.get()), "created 1");
  const FoundRecord found = log_->Find("a", nullptr).value();
  EXPECT_EQ(found.sequence, 1u);
  EXPECT_TRUE(MessageDifferencer::Equals(found.record, record));
  EXPECT_TRUE(MessageDifferencer::Equals(FindOriginal(*log_, "a").value(),
                                         MakeArticle("a", "Acme helps.")));
}

// Readers would refuse the batch it comes in, and never get past it.
TEST_F(StoredRecordLogTest, ARecordThatCouldNotBeReadBackIsRefused) {
  v1::ArticleRecord record = MakeRecord("a", "Acme helps.");
  record.add_impact_figures()->set_what("caf\xC3");
  Answer facts;
  log_->Upsert(record, v1::Article(), Admission::kShed, Into(&facts));
  EXPECT_EQ(facts.get().status().code(), absl::StatusCode::kInternal);
  Answer text;
  log_->Upsert(MakeRecord("a", "caf\xC3"), v1::Article(), Admission::kShed,
               Into(&text));
  EXPECT_EQ(text.get().status().code(), absl::StatusCode::kInternal);
  EXPECT_EQ(log_->high_watermark(), 0u);
}

TEST_F(StoredRecordLogTest, AnArticleThatIsNotThereIsNotFound) {
  EXPECT_EQ(log_->Find("a", nullptr).status(),
            ResourceNotFound("article", "a"));
  ASSERT_TRUE(Upsert(log_.get(), "a", "x").ok());
  ASSERT_TRUE(Delete(log_.get(), "a").ok());
  EXPECT_EQ(log_->Find("a", nullptr).status(),
            ResourceNotFound("article", "a"));
  EXPECT_EQ(FindOriginal(*log_, "a").status(),
            ResourceNotFound("article", "a"));
}

TEST_F(StoredRecordLogTest, CreatedUpdatedUnchangedDeleted) {
  EXPECT_EQ(Say(Upsert(log_.get(), "a", "x")), "created 1");
  EXPECT_EQ(Say(Upsert(log_.get(), "a", "x")), "unchanged 1");
  EXPECT_EQ(Say(Upsert(log_.get(), "a", "y")), "updated 2");
  EXPECT_EQ(Say(Upsert(log_.get(), "b", "x")), "created 3");
  EXPECT_EQ(Say(Delete(log_.get(), "a")), "deleted 4");
  EXPECT_EQ(SayAll(*log_), "3:b=x 4:a deleted");
}

TEST_F(StoredRecordLogTest, AnotherExtractorVersionIsAnUpdate) {
  ASSERT_TRUE(Upsert(log_.get(), "a", "x").ok());
  v1::ArticleRecord record = MakeRecord("a", "x");
  record.set_extractor_version("x2");
  Answer answer;
  log_->Upsert(record, MakeArticle("a", "x"), Admission::kShed, Into(&answer));
  EXPECT_EQ(Say(answer.get()), "updated 2");
}

TEST_F(StoredRecordLogTest, OverridesAreEntriesOfTheirOwn) {
  v1::Override value;
  value.set_override_id("a");
  value.mutable_merge()->set_from_id("org-1");
  Answer first, second;
  ASSERT_TRUE(Upsert(log_.get(), "a", "x").ok());
  log_->PutOverride(value, Admission::kShed, Into(&first));
  EXPECT_EQ(Say(first.get()), "created 2");
  log_->PutOverride(value, Admission::kShed, Into(&second));
  EXPECT_EQ(Say(second.get()), "updated 3");
  EXPECT_EQ(SayAll(*log_), "1:a=x 3:a override");
  EXPECT_EQ(log_->Stats().article_count, 1u);
}

TEST_F(StoredRecordLogTest, ReadingWorksAfterEverySequenceHolesIncluded) {
  for (const char* id : {"a", "b", "c", "a", "b"}) {
    ASSERT_TRUE(
        Upsert(log_.get(), id, absl::StrCat("v", log_->high_watermark())).ok());
  }
  EXPECT_EQ(SayAll(*log_, 0), "3:c=v2 4:a=v3 5:b=v4");
  EXPECT_EQ(SayAll(*log_, 1), "3:c=v2 4:a=v3 5:b=v4");
  EXPECT_EQ(SayAll(*log_, 2), "3:c=v2 4:a=v3 5:b=v4");
  EXPECT_EQ(SayAll(*log_, 3), "4:a=v3 5:b=v4");
  EXPECT_EQ(SayAll(*log_, 4), "5:b=v4");
  EXPECT_EQ(SayAll(*log_, 5), "");
}

TEST_F(StoredRecordLogTest, BatchesAreBoundedInBytesAndChain) {
  for (int i = 0; i < 10; ++i) {
    ASSERT_TRUE(
        Upsert(log_.get(), absl::StrCat(i), std::string(100, 'x')).ok());
  }
  uint64_t after = 0;
  int batches = 0;
  while (after < 10) {
    const LogBatch batch = log_->ReadAfter(after, 700, false).value();
    size_t bytes = 0;
    for (const std::string& entry : batch.entries) bytes += entry.size();
    EXPECT_LE(bytes, 700u);
    EXPECT_EQ(batch.through, after + batch.entries.size());
    after = batch.through;
    ++batches;
  }
  EXPECT_EQ(batches, 4);
}

TEST_F(StoredRecordLogTest, AnEntryLargerThanTheBoundComesAlone) {
  ASSERT_TRUE(Upsert(log_.get(), "a", "x").ok());
  ASSERT_TRUE(Upsert(log_.get(), "large", std::string(5000, 'y')).ok());
  ASSERT_TRUE(Upsert(log_.get(), "b", "x").ok());
  const LogBatch first = log_->ReadAfter(0, 500, false).value();
  EXPECT_EQ(Say(first.entries), "1:a=x");
  EXPECT_EQ(first.through, 1u);
  const LogBatch second = log_->ReadAfter(1, 500, false).value();
  EXPECT_EQ(second.entries.size(), 1u);
  EXPECT_EQ(second.through, 2u);
  EXPECT_EQ(Say(log_->ReadAfter(2, 500, false).value().entries), "3:b=x");
}

TEST_F(StoredRecordLogTest, TextIsLeftOutOnRequest) {
  ASSERT_TRUE(Upsert(log_.get(), "a", "a text").ok());
  EXPECT_EQ(Say(log_->ReadAfter(0, 1000, true).value().entries), "1:a=");
  EXPECT_EQ(Say(log_->ReadAfter(0, 1000, false).value().entries), "1:a=a text");
}

TEST_F(StoredRecordLogTest, APositionBeyondTheEndIsOutOfRange) {
  ASSERT_TRUE(Upsert(log_.get(), "a", "x").ok());
  EXPECT_EQ(log_->ReadAfter(2, 1000, true).status().code(),
            absl::StatusCode::kOutOfRange);
  EXPECT_EQ(log_->ReadAfter(2, 1000, true).status().message(),
            "the position lies beyond the end of the log (sequence 2, end 1): "
            "start anew from the empty position");
}

TEST_F(StoredRecordLogTest, APositionBeforeDroppedTombstonesIsOutOfRange) {
  for (const char* id : {"a", "b", "c"}) {
    ASSERT_TRUE(Upsert(log_.get(), id, "x").ok());
  }
  ASSERT_TRUE(Delete(log_.get(), "a", absl::FromUnixSeconds(10)).ok());
  ASSERT_TRUE(Delete(log_.get(), "b", absl::FromUnixSeconds(20)).ok());
  EXPECT_EQ(log_->DropTombstones(absl::FromUnixSeconds(15)).value(), 1u);
  EXPECT_EQ(log_->Stats().oldest_resumable, 4u);
  EXPECT_EQ(log_->ReadAfter(3, 1000, true).status().message(),
            "the position is no longer kept (sequence 3, oldest 4): start anew "
            "from the empty position");
  EXPECT_EQ(SayAll(*log_, 4), "5:b deleted");
  EXPECT_EQ(SayAll(*log_, 0), "3:c=x 5:b deleted");
}

TEST_F(StoredRecordLogTest, StatsCountWhatIsLive) {
  ASSERT_TRUE(Upsert(log_.get(), "a", "x").ok());
  ASSERT_TRUE(Upsert(log_.get(), "b", "x").ok());
  ASSERT_TRUE(Delete(log_.get(), "a").ok());
  const LogStats stats = log_->Stats();
  EXPECT_EQ(stats.article_count, 1u);
  EXPECT_EQ(stats.tombstone_count, 1u);
  EXPECT_EQ(stats.high_watermark, 3u);
  EXPECT_EQ(stats.commit_count, 3u);
}

TEST_F(StoredRecordLogTest, MissingOrDamagedRowsAreDataLossWithThePlace) {
  ASSERT_TRUE(Upsert(log_.get(), "a", "x").ok());
  ASSERT_TRUE(
      storage_->Apply({{Table::kBodies, EncodeInteger(1), std::nullopt}}).ok());
  EXPECT_EQ(FindOriginal(*log_, "a").status(),
            absl::DataLossError("record log, bodies, sequence 1: is missing"));
  ASSERT_TRUE(
      storage_->Apply({{Table::kTexts, EncodeInteger(1), "rubbish"}}).ok());
  EXPECT_EQ(log_->Find("a", nullptr).status(),
            absl::DataLossError("record log, texts, sequence 1: not a zstd "
                                "frame of known size"));
  EXPECT_EQ(log_->ReadAfter(0, 1000, false).status(),
            log_->Find("a", nullptr).status());
  ASSERT_TRUE(
      storage_->Apply({{Table::kEntries, EncodeInteger(1), "rubbish"}}).ok());
  EXPECT_EQ(log_->ReadAfter(0, 1000, true).status(),
            absl::DataLossError("record log, entries, sequence 1: the entry is "
                                "of another sequence"));
}

TEST_F(StoredRecordLogTest, AStorageWithoutALogIsRefused) {
  EXPECT_EQ(OpenError({{Table::kMeta, "x", "y"}}),
            absl::FailedPreconditionError("holds no impactwire record log"));
}

TEST_F(StoredRecordLogTest, ALogOfAnotherFormatIsRefused) {
  EXPECT_EQ(OpenError({{Table::kMeta, "format", "impactwire record log 2"}}),
            absl::FailedPreconditionError(
                "holds a record log of another format (\"impactwire record log "
                "2\"); this program reads \"impactwire record log 1\""));
}

TEST_F(StoredRecordLogTest, ADamagedLogIsDataLoss) {
  std::vector<StorageWrite> writes = NewLogWrites("0123456789abcdef");
  writes.push_back({Table::kEntries, EncodeInteger(7), "x"});
  EXPECT_EQ(OpenError(writes),
            absl::DataLossError("record log, entries: there are some beyond "
                                "the high watermark 0"));
  EXPECT_EQ(OpenError({{Table::kMeta, "format", std::string(kFormat)},
                       {Table::kMeta, "log_id", "0123456789abcdef"}}),
            absl::DataLossError("record log, meta: no log state"));
}

// A follower that reads while others write: its batches chain, and in the end
// it holds exactly the live entries.
TEST_F(StoredRecordLogTest, AFollowerNeverMissesAnythingWhileOthersWrite) {
  Mutex mu;
  CondVar advanced;
  uint64_t seen = 0;
  const auto subscription = log_->Subscribe([&](uint64_t value) {
    MutexLock lock(&mu);
    seen = value;
    advanced.Signal();
  });
  std::vector<std::thread> writers;
  for (int w = 0; w < 4; ++w) {
    writers.emplace_back([this, w] {
      std::mt19937 random(w);
      for (int i = 0; i < 100; ++i) {
        const std::string id = absl::StrCat("a", random() % 20);
        if (random() % 4 == 0) {
          (void)Delete(log_.get(), id);
        } else {
          (void)Upsert(log_.get(), id, absl::StrCat(w, "-", i));
        }
      }
      (void)Upsert(log_.get(), absl::StrCat("last", w), "x");
    });
  }
  std::map<std::string, std::string> held;
  uint64_t after = 0;
  int last = 0;
  while (last < 4) {
    {
      MutexLock lock(&mu);
      while (seen <= after) advanced.Wait(&mu);
    }
    const LogBatch batch = log_->ReadAfter(after, 300, false).value();
    for (const std::string& bytes : batch.entries) {
      v1::LogEntry entry;
      ASSERT_TRUE(entry.ParseFromString(bytes));
      ASSERT_GT(entry.sequence(), after);
      ASSERT_LE(entry.sequence(), batch.through);
      if (entry.has_tombstone()) {
        held.erase(entry.tombstone().article_id());
      } else {
        held[entry.record().article_id()] = entry.record().text();
        last += absl::StrContains(entry.record().article_id(), "last") ? 1 : 0;
      }
    }
    after = batch.through;
  }
  for (std::thread& writer : writers) writer.join();
  EXPECT_EQ(held.size(), log_->Stats().article_count);
  for (const auto& [id, text] : held) {
    EXPECT_EQ(log_->Find(id, nullptr)->record.text(), text);
  }
}

}  // namespace
}  // namespace impactwire::record_log
