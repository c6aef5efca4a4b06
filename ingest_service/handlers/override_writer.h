// OverrideWriter: an analyst's merges and splits of organizations and persons,
// checked and put into the record log. An id has one live override, its latest
// merge or split.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/base/mutex.h"
#include "ingest_service/log/record_log.h"

namespace impactwire {

// Thread-safe. Destroy it after the log has answered everything.
// What an analyst says.
struct OverrideRequest {
  enum class Kind { kMerge, kSplit };
  Kind kind = Kind::kMerge;
  std::string from_id;
  std::string into_id;  // of a merge
  std::string author;
  std::string note;
};

struct OverrideAnswer {
  std::string position;
  // The log said so already.
  bool unchanged = false;
};

// Thread-safe. Destroy it after the log has answered everything.
class OverrideWriter {
 public:
  using Done = std::function<void(absl::StatusOr<OverrideAnswer>)>;

  // `log` must outlive it.
  explicit OverrideWriter(record_log::RecordLog* log) : log_(log) {}

  // `id_kind`: of the ids (common/base/stable_id.h). `done` runs once, when the
  // override is durable or was refused; it must not block. Errors:
  // INVALID_ARGUMENT naming "from_id", "into_id", "author" or "note";
  // RESOURCE_EXHAUSTED with RetryInfo (another change of the same id is being
  // written, too); and those of an append.
  void Write(absl::string_view id_kind, const OverrideRequest& request,
             Done done);

 private:
  // What `id` is merged into, pending overrides included; empty if nothing.
  absl::StatusOr<std::string> Into(const std::string& id) const
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  // The path from `into_id` must not come to `from_id`.
  absl::Status CheckNoCircle(const OverrideRequest& request) const
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  // The sequence of the live override if it says the same; else nothing, and
  // the id is pending.
  absl::StatusOr<std::optional<uint64_t>> Reserve(
      const OverrideRequest& request);
  OverrideAnswer Answer(uint64_t sequence, bool unchanged) const;

  record_log::RecordLog* const log_;
  mutable Mutex mu_;
  // from_id -> into_id (empty: a split) of what was handed to the log and is
  // not yet durable: at most one of each id.
  absl::flat_hash_map<std::string, std::string> pending_ ABSL_GUARDED_BY(mu_);
};

}  // namespace impactwire
