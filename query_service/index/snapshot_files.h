// Snapshot files: the index as of one position, in a file of its own, from
// which a service starts faster than by replaying the log. The log stays the
// only truth: files may be deleted, and one that is damaged or of another
// version is no use but does no harm.
//
// A file is written under a temporary name, synced and renamed: what has its
// name is whole. Names order by the time of writing. For the blocks see
// image_writer.h, for the tables table_image.h.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/position.h"
#include "query_service/index/generation/snapshot.h"

namespace impactwire::query {

struct SnapshotFile {
  std::string path;
  Position position;
  // When it was written.
  absl::Time time;
};

struct LoadedSnapshot {
  SnapshotFile file;
  std::shared_ptr<Generation> generation;
};

// Paths of the folder's snapshot files, the newest first. NOT_FOUND: no folder.
absl::StatusOr<std::vector<std::string>> ListSnapshotFiles(
    const std::string& folder);

// Writes what `snapshot` shows, while others read and write the index. Makes
// the folder if there is none. UNAVAILABLE: it cannot be written.
absl::StatusOr<SnapshotFile> WriteSnapshotFile(const std::string& folder,
                                               const Snapshot& snapshot,
                                               absl::Time now);

// `options`: of the index. DATA_LOSS: the file is damaged. FAILED_PRECONDITION:
// it is of another version or has other options.
absl::StatusOr<LoadedSnapshot> ReadSnapshotFile(
    const std::string& path, const Generation::Options& options);

// Deletes all but the newest `keep` files, and what a crash left half written.
void DeleteOldSnapshotFiles(const std::string& folder, size_t keep);

}  // namespace impactwire::query
