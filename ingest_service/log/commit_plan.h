// CommitPlan: what a batch of appends means for the tables: which sequences
// they get, what is written and superseded, and how each is answered. Pure:
// the committer applies it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "ingest_service/log/append.h"
#include "ingest_service/log/log_format.h"
#include "ingest_service/log/log_storage.h"

namespace impactwire::record_log {

// One append, made ready on the caller's thread.
struct AppendOp {
  EntryKind kind = EntryKind::kRecord;
  std::string key;            // of Table::kKeys
  std::string fingerprint;    // records only
  std::string entry;          // LogEntry without its sequence, serialized
  std::string text;           // compressed; records only
  std::string body;           // compressed; records only
  int64_t delete_millis = 0;  // since 1970; tombstones only

  size_t bytes() const {
    return key.size() + fingerprint.size() + entry.size() + text.size() +
           body.size();
  }
};

struct CommitPlan {
  std::vector<StorageWrite> writes;               // none: nothing to commit
  LogState state;                                 // after the commit
  std::vector<absl::StatusOr<Appended>> answers;  // one per op, in order
};

// Reads from `view`, which holds all earlier commits, whose state is `state`.
// Several ops may name one key: they act in order. An op whose key cannot be
// read is answered with that error and changes nothing. Moves the ops' bytes
// into the writes.
CommitPlan PlanAppends(std::vector<AppendOp> ops, const StorageView& view,
                       const LogState& state);

struct DropPlan {
  std::vector<StorageWrite> writes;
  LogState state;
  uint64_t dropped = 0;
  bool more = false;  // others are left to drop: plan again
};

// Drops the oldest tombstones made before `before_millis`, at most
// `max_count`. DATA_LOSS.
absl::StatusOr<DropPlan> PlanDrop(int64_t before_millis, uint64_t max_count,
                                  const StorageView& view,
                                  const LogState& state);

}  // namespace impactwire::record_log
