// GroupCommitter: one thread that turns the appends of all writers into
// batches. While one batch is being synced the next one gathers, so many
// writers share a commit and a lone writer never waits for others. A second
// thread tells the outcome, so that slow callbacks do not hold up commits.
//
// A sequence is given inside its batch, batches are applied one after the
// other, and the watermark moves after the sync: nothing ever becomes visible
// before a smaller sequence.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/mutex.h"
#include "ingest_service/log/append.h"
#include "ingest_service/log/commit_plan.h"
#include "ingest_service/log/log_storage.h"
#include "ingest_service/log/watermark.h"

namespace impactwire::record_log {

struct CommitterOptions {
  // Appends not yet acknowledged, in number and bytes; a single one is always
  // taken when there is no other.
  size_t max_open_items = 4096;
  size_t max_open_bytes = 64 << 20;
  // Of one commit.
  size_t max_batch_items = 1024;
  size_t max_batch_bytes = 8 << 20;
  // Called once, on the committer's thread, when a commit has failed: what is
  // on disk is unknown then, so the process should end. Appends already made
  // and all later ones are answered UNAVAILABLE.
  std::function<void(const absl::Status&)> on_fatal;
};

// Thread-safe.
class GroupCommitter {
 public:
  // `storage` must outlive it; `state` is the storage's.
  GroupCommitter(LogStorage* storage, const LogState& state,
                 CommitterOptions options);

  // Commits and acknowledges what is queued, then joins.
  ~GroupCommitter();

  void Append(AppendOp op, Admission admission, AppendCallback done);

  // See RecordLog::DropTombstones.
  absl::StatusOr<uint64_t> DropTombstones(int64_t before_millis);

  Watermark& watermark() { return watermark_; }
  const Watermark& watermark() const { return watermark_; }

  LogState state() const;
  uint64_t commit_count() const;
  uint64_t queued_count() const;

 private:
  struct Pending {
    AppendOp op;
    AppendCallback done;
    size_t bytes = 0;
  };
  struct Acknowledgement {
    AppendCallback done;
    absl::StatusOr<Appended> answer;
    size_t bytes = 0;
  };
  struct Drop {
    int64_t before_millis = 0;
    absl::StatusOr<uint64_t> dropped = uint64_t{0};
    bool done = false;
  };

  bool HasRoom(size_t bytes) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void RunCommitter();
  void RunAcknowledger();
  std::vector<Pending> TakeBatch() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void Commit(std::vector<Pending> batch);
  void CommitDrop(Drop* drop);
  // Applies and publishes; the error is final.
  absl::Status Apply(const std::vector<StorageWrite>& writes,
                     const LogState& state);

  LogStorage* const storage_;
  const CommitterOptions options_;
  Watermark watermark_;

  mutable Mutex mu_;
  CondVar work_;      // for the committer
  CondVar acks_due_;  // for the acknowledger
  CondVar room_;      // for appends that wait, and drops
  std::deque<Pending> queue_ ABSL_GUARDED_BY(mu_);
  std::deque<Drop*> drops_ ABSL_GUARDED_BY(mu_);
  std::deque<Acknowledgement> acks_ ABSL_GUARDED_BY(mu_);
  size_t open_items_ ABSL_GUARDED_BY(mu_) = 0;
  size_t open_bytes_ ABSL_GUARDED_BY(mu_) = 0;
  LogState state_ ABSL_GUARDED_BY(mu_);
  uint64_t commit_count_ ABSL_GUARDED_BY(mu_) = 0;
  bool closing_ ABSL_GUARDED_BY(mu_) = false;
  bool committer_ended_ ABSL_GUARDED_BY(mu_) = false;
  absl::Status failure_ ABSL_GUARDED_BY(mu_);

  std::thread committer_;
  std::thread acknowledger_;
};

}  // namespace impactwire::record_log
