// CrashFileSystem: a RocksDB file system that can lose power. What was written
// but not synced when it did is gone (or only its beginning is left); a file
// whose directory was not synced since it was made or renamed is as before.
//
//   fs.CrashAfter(100);        // or Crash()
//   ... use it until everything fails, close the database ...
//   fs.Recover(seed);          // now the files are what a disk would hold
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "common/base/mutex.h"
#include "rocksdb/file_system.h"

namespace impactwire::record_log {

// Thread-safe.
class CrashFileSystem : public rocksdb::FileSystemWrapper {
 public:
  CrashFileSystem()
      : rocksdb::FileSystemWrapper(rocksdb::FileSystem::Default()) {}
  const char* Name() const override { return "CrashFileSystem"; }

  // The power fails now, or before the `operations`-th change from now.
  void Crash();
  void CrashAfter(int operations);
  bool crashed() const;

  // Makes the files what survived. No file may be open. Of unsynced bytes a
  // random beginning is kept, often none.
  void Recover(uint32_t seed);

  // Syncing files fails from now on.
  void FailSyncs(bool fail);

  // Changes made so far.
  int operations() const;

  rocksdb::IOStatus NewWritableFile(
      const std::string& path, const rocksdb::FileOptions& options,
      std::unique_ptr<rocksdb::FSWritableFile>* result,
      rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus ReopenWritableFile(
      const std::string& path, const rocksdb::FileOptions& options,
      std::unique_ptr<rocksdb::FSWritableFile>* result,
      rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus ReuseWritableFile(
      const std::string& path, const std::string& old_path,
      const rocksdb::FileOptions& options,
      std::unique_ptr<rocksdb::FSWritableFile>* result,
      rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus NewDirectory(const std::string& path,
                                 const rocksdb::IOOptions& options,
                                 std::unique_ptr<rocksdb::FSDirectory>* result,
                                 rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus RenameFile(const std::string& from, const std::string& to,
                               const rocksdb::IOOptions& options,
                               rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus DeleteFile(const std::string& path,
                               const rocksdb::IOOptions& options,
                               rocksdb::IODebugContext* debug) override;

 private:
  class File;
  class Directory;
  struct Sizes {
    uint64_t written = 0;
    uint64_t synced = 0;
  };
  // A change of a directory that is not synced.
  struct Change {
    std::string from;  // empty: `to` was made
    std::string to;
    bool replaced = false;  // there was a `to` before: `old_bytes`
    std::string old_bytes;
  };

  // Counts a change; an error once the power is off.
  rocksdb::IOStatus Operate() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void Undo(const Change& change) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void Move(const std::string& from, const std::string& to)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);

  mutable Mutex mu_;
  bool crashed_ ABSL_GUARDED_BY(mu_) = false;
  bool fail_syncs_ ABSL_GUARDED_BY(mu_) = false;
  int operations_ ABSL_GUARDED_BY(mu_) = 0;
  int crash_at_ ABSL_GUARDED_BY(mu_) = -1;
  std::map<std::string, Sizes> files_ ABSL_GUARDED_BY(mu_);
  std::vector<Change> changes_ ABSL_GUARDED_BY(mu_);  // in order
};

}  // namespace impactwire::record_log
