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
#include "impactwire/v1/ingest.pb.h"
#include "ingest_service/log/record_log.h"

namespace impactwire {

// Thread-safe. Destroy it after the log has answered everything.
class OverrideWriter {
 public:
  using MergeDone = std::function<void(absl::StatusOr<v1::MergeResponse>)>;
  using SplitDone = std::function<void(absl::StatusOr<v1::SplitResponse>)>;

  // `log` must outlive it.
  explicit OverrideWriter(record_log::RecordLog* log) : log_(log) {}

  // `id_kind`: of both ids (common/base/stable_id.h). `done` runs once, when
  // the override is durable or was refused; it must not block. Errors:
  // INVALID_ARGUMENT; RESOURCE_EXHAUSTED with RetryInfo (another change of the
  // same id is being written, too); and those of an append.
  void Merge(absl::string_view id_kind, const v1::MergeRequest& request,
             MergeDone done);
  void Split(absl::string_view id_kind, const v1::SplitRequest& request,
             SplitDone done);

 private:
  // What `id` is merged into, pending overrides included; empty if nothing.
  absl::StatusOr<std::string> Into(const std::string& id) const
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  // The path from `request.into_id` must not come to `request.from_id`.
  absl::Status CheckNoCircle(const v1::MergeRequest& request) const
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  // The position of the live override if it says the same; else nothing, and
  // `from` is pending. `merge`: to check, null for a split.
  absl::StatusOr<std::optional<uint64_t>> Reserve(
      const std::string& from, const std::string& into,
      const v1::MergeRequest* merge);
  template <typename Response>
  void Put(const v1::Override& value,
           std::function<void(absl::StatusOr<Response>)> done);
  template <typename Response>
  Response Answer(uint64_t sequence, bool unchanged) const;

  record_log::RecordLog* const log_;
  mutable Mutex mu_;
  // from_id -> into_id (empty: a split) of what was handed to the log and is
  // not yet durable: at most one of each id.
  absl::flat_hash_map<std::string, std::string> pending_ ABSL_GUARDED_BY(mu_);
};

}  // namespace impactwire
