// Snapshot files: an index that was loaded from one is the one it was written
// from, whatever comes after; a damaged file is noticed wherever it is damaged.
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

#include "common/base/crc32c.h"
#include "gtest/gtest.h"
#include "query_service/index/index.h"
#include "query_service/index/snapshot_files.h"
#include "query_service/index/snapshot_keeper.h"
#include "query_service/index/tables/image_writer.h"
#include "tests/query_service/index/testing/compare.h"
#include "tests/query_service/index/testing/history.h"

namespace impactwire::query {
namespace {

#ifdef IMPACTWIRE_FEW_HISTORIES
constexpr uint32_t kHistories = 1;
constexpr int kDamages = 20;
#else
constexpr uint32_t kHistories = 6;
constexpr int kDamages = 300;
#endif

class Folder {
 public:
  Folder() {
    std::string name = testing::TempDir() + "snapshots-XXXXXX";
    path_ = mkdtemp(name.data());
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  const std::string& path() const { return path_; }
  size_t files() const { return ListSnapshotFiles(path_)->size(); }

 private:
  std::string path_;
};

std::string ReadFile(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void WriteFile(const std::string& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

SnapshotFile Write(const Folder& folder, const Index& index) {
  static int seconds = 0;
  return *WriteSnapshotFile(folder.path(), index.Pin(),
                            absl::FromUnixSeconds(1700000000 + ++seconds));
}

IndexOptions EagerCompaction() {
  IndexOptions options;
  options.compaction_floor_rows = 20;
  options.history_entries = 15;
  return options;
}

struct Case {
  const char* name;
  int override_every;
  IndexOptions options;
};

class SnapshotFiles : public testing::TestWithParam<Case> {};

TEST_P(SnapshotFiles, ALoadedIndexIsTheOneThatWasWritten) {
  for (uint32_t seed = 1; seed <= kHistories && !HasFailure(); ++seed) {
    SCOPED_TRACE(seed);
    World world(seed + 5000);
    const auto entries = world.History(150, GetParam().override_every);
    const uint64_t last = entries.back().sequence();
    const uint64_t half = last / 2 + world.Below(20);
    Index index(GetParam().options);
    for (uint64_t at = 0; at < half; at += 5) {
      const uint64_t to = std::min(at + 5, half);
      ASSERT_TRUE(index.Apply(Batch(entries, at, to, 5)).ok());
    }
    const Snapshot pinned = index.Pin();
    const uint64_t pinned_horizon = pinned.tables().horizon();
    // What the writer does while the file is written is not in it.
    std::thread writer([&] {
      ASSERT_TRUE(index.Apply(Batch(entries, half, last, last)).ok());
    });
    const Folder folder;
    const SnapshotFile file = *WriteSnapshotFile(
        folder.path(), pinned, absl::FromUnixSeconds(1700000000));
    writer.join();

    auto loaded = ReadSnapshotFile(file.path, {});
    ASSERT_TRUE(loaded.ok()) << loaded.status();
    EXPECT_EQ(loaded->file.position, At(half));
    EXPECT_EQ(loaded->file.time, absl::FromUnixSeconds(1700000000));
    Index copy(GetParam().options);
    copy.StartFrom(loaded->generation);
    ASSERT_EQ(copy.applied(), At(half));
    const Snapshot now = copy.Pin();
    EXPECT_EQ(copy.oldest(), At(pinned_horizon));
    const uint64_t oldest = now.tables().horizon();
    EXPECT_LE(oldest, half);
    for (const uint64_t at :
         {half, oldest,
          oldest + world.Below(static_cast<int>(half - oldest + 1))}) {
      CompareAt(*now.At(at), now, entries, &world);
      CompareGets(*now.At(at), entries, &world);
    }
    if (HasFailure()) return;
    // Nothing is lost on the way: written and read again it is the same file.
    const auto write = [&](const Snapshot& snapshot) {
      return ReadFile(WriteSnapshotFile(folder.path(), snapshot,
                                        absl::FromUnixSeconds(1700000001))
                          ->path);
    };
    const std::string bytes = write(now);
    auto twice = ReadSnapshotFile(folder.path() +
                                      "/index-00001700000001000000"
                                      ".snapshot",
                                  {});
    ASSERT_TRUE(twice.ok()) << twice.status();
    EXPECT_EQ(write(Snapshot(twice->generation, half)), bytes);

    for (uint64_t at = half; at < last; at += 7) {
      const uint64_t to = std::min(at + 7, last);
      ASSERT_TRUE(copy.Apply(Batch(entries, at, to, half)).ok());
      CompareAt(copy.Pin(), copy.Pin(), entries, &world);
      CompareGets(copy.Pin(), entries, &world);
    }
    if (GetParam().options.history_entries < 100) {
      // It was compacted meanwhile.
      EXPECT_GT(copy.oldest().sequence, half);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(
    All, SnapshotFiles,
    testing::Values(Case{"articles", 0, IndexOptions()},
                    Case{"merges", 5, IndexOptions()},
                    Case{"compaction", 6, EagerCompaction()}),
    [](const auto& info) { return std::string(info.param.name); });

// A small index in a file.
class DamagedSnapshot : public testing::Test {
 protected:
  DamagedSnapshot() {
    ApplyAll(entries_, &index_);
    path_ = Write(folder_, index_).path;
    bytes_ = ReadFile(path_);
  }
  absl::Status Read(const std::string& bytes) {
    WriteFile(path_, bytes);
    return ReadSnapshotFile(path_, {}).status();
  }

  World world_{1};
  std::vector<v1::LogEntry> entries_ = world_.History(60, 5);
  Index index_;
  Folder folder_;
  std::string path_;
  std::string bytes_;
};

TEST_F(DamagedSnapshot, IsNoticedWhereverAByteChanged) {
  for (int i = 0; i < kDamages; ++i) {
    std::string damaged = bytes_;
    const int at = i < 40 ? i : world_.Below(static_cast<int>(bytes_.size()));
    damaged[at] = static_cast<char>(damaged[at] ^ (1 << world_.Below(8)));
    EXPECT_EQ(Read(damaged).code(), absl::StatusCode::kDataLoss) << at;
  }
  EXPECT_TRUE(Read(bytes_).ok());
}

TEST_F(DamagedSnapshot, IsNoticedWhereverItWasCutOffOrGrew) {
  for (int i = 0; i < kDamages; ++i) {
    const int size = i < 40 ? i : world_.Below(static_cast<int>(bytes_.size()));
    EXPECT_EQ(Read(bytes_.substr(0, size)).code(), absl::StatusCode::kDataLoss)
        << size;
  }
  EXPECT_EQ(Read(bytes_ + "x").code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(Read(bytes_ + bytes_).code(), absl::StatusCode::kDataLoss);
}

TEST_F(DamagedSnapshot, WithAnotherSearchTextIsNotUsed) {
  EXPECT_EQ(
      ReadSnapshotFile(path_, {.join_organizations = false}).status().code(),
      absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(ReadSnapshotFile(path_, {.join_executives = false}).status().code(),
            absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(ReadSnapshotFile(path_, {.search_text = false}).status().code(),
            absl::StatusCode::kFailedPrecondition);
}

// Numbers that lead out of the tables, in blocks whose checksums are right.
TEST_F(DamagedSnapshot, WithRightChecksumsDoesNoHarm) {
  // Those that do not end a part: where their payloads begin.
  struct Block {
    uint64_t number;
    size_t begin;
    size_t size;
  };
  std::vector<Block> blocks;
  uint64_t number = 0;
  for (size_t at = kImageMagic.size(); at < bytes_.size(); ++number) {
    ImageBlockHead head;
    std::memcpy(&head, bytes_.data() + at, sizeof(head));
    at += sizeof(head);
    if (head.size > 0) blocks.push_back({number, at, head.size});
    at += head.size;
  }
  int refused = 0;
  for (int i = 0; i < kDamages; ++i) {
    const auto& [block, begin, size] =
        blocks[world_.Below(static_cast<int>(blocks.size()))];
    std::string payload = bytes_.substr(begin, size);
    const size_t at = world_.Below(static_cast<int>(size - 4));
    for (int b = 0; b < 4; ++b) payload[at + b] = static_cast<char>(0xf0 + b);
    const ImageBlockHead head = {static_cast<uint32_t>(size),
                                 ImageBlockCrc(block, payload)};
    std::string damaged = bytes_;
    damaged.replace(begin - sizeof(head), sizeof(head),
                    reinterpret_cast<const char*>(&head), sizeof(head));
    damaged.replace(begin, size, payload);
    refused += !Read(damaged).ok();
  }
  EXPECT_GT(refused, kDamages / 8);
}

TEST_F(DamagedSnapshot, WithAPartMissingIsNoticed) {
  // The parts end with blocks of size 0, of which each has a number.
  size_t last = 0;
  for (size_t at = kImageMagic.size(); at < bytes_.size();) {
    ImageBlockHead head;
    std::memcpy(&head, bytes_.data() + at, sizeof(head));
    if (head.size == 0 && at + sizeof(head) < bytes_.size()) {
      last = at + sizeof(head);
    }
    at += sizeof(head) + head.size;
  }
  ASSERT_GT(last, 0u);
  EXPECT_EQ(Read(bytes_.substr(0, last)).code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(Read(bytes_ + bytes_.substr(last)).code(),
            absl::StatusCode::kDataLoss);
}

TEST(Crc32cTest, IsTheKnownOneInOneOrMoreParts) {
  EXPECT_EQ(Crc32c("123456789"), 0xe3069283u);
  EXPECT_EQ(Crc32c("3456789", Crc32c("12")), 0xe3069283u);
}

TEST(SnapshotKeeper, StartsFromTheNewestGoodFile) {
  const Folder folder;
  World world(2);
  const auto entries = world.History(60, 5);
  Index index;
  ASSERT_TRUE(index.Apply(Batch(entries, 0, 20, 60)).ok());
  const SnapshotFile older = Write(folder, index);
  ASSERT_TRUE(index.Apply(Batch(entries, 20, 40, 60)).ok());
  const SnapshotFile newer = Write(folder, index);
  WriteFile(folder.path() + "/index-x.snapshot.tmp", "half");

  SnapshotKeeperOptions options;
  options.folder = folder.path();
  const auto load = [&] {
    Index fresh;
    SnapshotKeeper keeper(options, &fresh);
    keeper.Load();
    return fresh.applied();
  };
  EXPECT_EQ(load(), At(40));
  EXPECT_FALSE(
      std::filesystem::exists(folder.path() + "/index-x.snapshot.tmp"));
  WriteFile(newer.path, "IWINDEX1 but nothing more");
  EXPECT_EQ(load(), At(20));
  WriteFile(older.path, ReadFile(older.path) + "x");
  EXPECT_EQ(load(), Position());
}

TEST(SnapshotKeeper, WritesWhatIsNewAndKeepsTwo) {
  const Folder folder;
  World world(3);
  const auto entries = world.History(60, 5);
  SnapshotKeeperOptions options;
  options.folder = folder.path() + "/made";
  for (int i = 1; i <= 4; ++i) {
    Index index;
    SnapshotKeeper keeper(options, &index);
    EXPECT_EQ(keeper.Load(), i > 1);
    // Nothing new.
    keeper.Stop();
    EXPECT_FALSE(keeper.status().written.has_value());
    ASSERT_TRUE(index.Apply(Batch(entries, 10 * (i - 1), 10 * i, 60)).ok());
    keeper.Stop();
    EXPECT_EQ(keeper.status().written->position, At(10 * i));
  }
  EXPECT_EQ(ListSnapshotFiles(options.folder)->size(), 2);
}

TEST(SnapshotKeeper, WritesNowAndThen) {
  const Folder folder;
  World world(4);
  SnapshotKeeperOptions options;
  options.folder = folder.path();
  options.interval = absl::Milliseconds(5);
  Index index;
  ApplyAll(world.History(60, 5), &index);
  SnapshotKeeper keeper(options, &index);
  keeper.Start();
  while (!keeper.status().written.has_value()) std::this_thread::yield();
  EXPECT_EQ(keeper.status().written->position, index.applied());
  keeper.Stop();
  EXPECT_EQ(folder.files(), 1);
}

}  // namespace
}  // namespace impactwire::query
