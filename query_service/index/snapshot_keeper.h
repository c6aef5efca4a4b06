// SnapshotKeeper: starts the index from the newest good snapshot file, and
// writes a new one now and then and at an orderly end, on a thread of its own.
// Writing reads the index as any query does: nothing waits for it.
#pragma once

#include <optional>
#include <string>
#include <thread>

#include "absl/time/time.h"
#include "common/base/mutex.h"
#include "query_service/index/index.h"
#include "query_service/index/snapshot_files.h"

namespace impactwire::query {

struct SnapshotKeeperOptions {
  // Empty: no files are read or written.
  std::string folder;
  // 0: only when it stops.
  absl::Duration interval = absl::Minutes(10);
  size_t keep = 2;
};

struct SnapshotKeeperStatus {
  // The file the index started from, if any.
  std::optional<SnapshotFile> loaded;
  // The last one written since.
  std::optional<SnapshotFile> written;
  int failures = 0;
};

// Thread-safe.
class SnapshotKeeper {
 public:
  // `index` must outlive it.
  SnapshotKeeper(const SnapshotKeeperOptions& options, Index* index);
  // Ends without a last file.
  ~SnapshotKeeper();
  SnapshotKeeper(const SnapshotKeeper&) = delete;
  SnapshotKeeper& operator=(const SnapshotKeeper&) = delete;

  // Before the index has another writer: gives it the newest file that is good.
  // Each that is not is named in a warning, with the reason. False: there was
  // none.
  bool Load();

  // Once: writes from now on.
  void Start();
  // Writes no more, but for a last file if anything was applied since the one
  // before it.
  void Stop();

  SnapshotKeeperStatus status() const;

 private:
  void Loop();
  void End();
  // If anything was applied since the last one.
  void Write();

  const SnapshotKeeperOptions options_;
  Index* const index_;
  mutable Mutex mu_;
  CondVar wake_;
  bool stopping_ ABSL_GUARDED_BY(mu_) = false;
  SnapshotKeeperStatus status_ ABSL_GUARDED_BY(mu_);
  std::thread thread_;
};

}  // namespace impactwire::query
