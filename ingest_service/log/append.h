// What an append to the record log is answered.
#pragma once

#include <cstdint>
#include <functional>

#include "absl/status/statusor.h"

namespace impactwire::record_log {

enum class AppendOutcome {
  kCreated,    // first live entry of its key
  kUpdated,    // replaced the live entry of its key
  kUnchanged,  // the live entry says the same; nothing was written
  kDeleted,    // a tombstone was written
};

struct Appended {
  AppendOutcome outcome = AppendOutcome::kCreated;
  // Of the entry written; kUnchanged: of the entry kept.
  uint64_t sequence = 0;
};

// Runs once, on the log's own acknowledging thread, in commit order (or on the
// caller's thread, before the append returns, if the log takes no more). It
// must not block and must not append with Admission::kWait. Errors:
//   RESOURCE_EXHAUSTED  the queue is full (RetryInfo)
//   NOT_FOUND           nothing to delete
//   UNAVAILABLE         the log is closing or has failed (RetryInfo)
//   DATA_LOSS           what the key held cannot be read
//   INTERNAL            a record that could not be read back: not UTF-8
using AppendCallback = std::function<void(absl::StatusOr<Appended>)>;

// What to do when the queue is full.
enum class Admission {
  kShed,  // answer RESOURCE_EXHAUSTED
  kWait,  // block the caller until there is room: never on a gRPC thread
};

}  // namespace impactwire::record_log
