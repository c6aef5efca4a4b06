#include "ingest_service/log/group_committer.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status/errors.h"

namespace impactwire::record_log {
namespace {

constexpr uint64_t kMaxDropsPerCommit = 4096;
constexpr absl::Duration kQueueRetry = absl::Milliseconds(200);
constexpr absl::Duration kRestartRetry = absl::Seconds(2);

}  // namespace

GroupCommitter::GroupCommitter(LogStorage* storage, const LogState& state,
                               CommitterOptions options)
    : storage_(storage),
      options_(std::move(options)),
      watermark_(state.high_watermark),
      state_(state) {
  committer_ = std::thread([this] { RunCommitter(); });
  acknowledger_ = std::thread([this] { RunAcknowledger(); });
}

GroupCommitter::~GroupCommitter() {
  {
    MutexLock lock(&mu_);
    closing_ = true;
  }
  work_.SignalAll();
  room_.SignalAll();
  committer_.join();
  acknowledger_.join();
}

bool GroupCommitter::HasRoom(size_t bytes) const {
  return open_items_ == 0 || (open_items_ < options_.max_open_items &&
                              open_bytes_ + bytes <= options_.max_open_bytes);
}

void GroupCommitter::Append(AppendOp op, Admission admission,
                            AppendCallback done) {
  const size_t bytes = op.bytes();
  absl::Status refusal;
  {
    MutexLock lock(&mu_);
    while (admission == Admission::kWait && !HasRoom(bytes) && !closing_ &&
           failure_.ok()) {
      room_.Wait(&mu_);
    }
    if (!failure_.ok()) {
      refusal = failure_;
    } else if (closing_) {
      refusal = UnavailableError("the record log is closing", kRestartRetry);
    } else if (!HasRoom(bytes)) {
      refusal = WithReason(
          OverloadedError("the record log's queue is full", kQueueRetry),
          "LOG_QUEUE_FULL", {{"queued", absl::StrCat(open_items_)}});
    } else {
      ++open_items_;
      open_bytes_ += bytes;
      queue_.push_back({std::move(op), std::move(done), bytes});
      work_.Signal();
      return;
    }
  }
  done(refusal);
}

absl::StatusOr<uint64_t> GroupCommitter::DropTombstones(int64_t before_millis) {
  Drop drop;
  drop.before_millis = before_millis;
  MutexLock lock(&mu_);
  if (!failure_.ok()) return failure_;
  drops_.push_back(&drop);
  work_.Signal();
  while (!drop.done) room_.Wait(&mu_);
  return drop.dropped;
}

LogState GroupCommitter::state() const {
  MutexLock lock(&mu_);
  return state_;
}

uint64_t GroupCommitter::commit_count() const {
  MutexLock lock(&mu_);
  return commit_count_;
}

uint64_t GroupCommitter::queued_count() const {
  MutexLock lock(&mu_);
  return open_items_;
}

void GroupCommitter::RunCommitter() {
  for (;;) {
    std::vector<Pending> batch;
    Drop* drop = nullptr;
    {
      MutexLock lock(&mu_);
      while (queue_.empty() && drops_.empty() && !closing_) work_.Wait(&mu_);
      if (!drops_.empty()) {
        drop = drops_.front();
        drops_.pop_front();
      } else if (!queue_.empty()) {
        batch = TakeBatch();
      } else {
        committer_ended_ = true;
        acks_due_.Signal();
        return;
      }
    }
    if (drop != nullptr) {
      CommitDrop(drop);
    } else {
      Commit(std::move(batch));
    }
  }
}

std::vector<GroupCommitter::Pending> GroupCommitter::TakeBatch() {
  std::vector<Pending> batch;
  size_t bytes = 0;
  while (!queue_.empty() && batch.size() < options_.max_batch_items) {
    if (!batch.empty() &&
        bytes + queue_.front().bytes > options_.max_batch_bytes) {
      break;
    }
    bytes += queue_.front().bytes;
    batch.push_back(std::move(queue_.front()));
    queue_.pop_front();
  }
  return batch;
}

absl::Status GroupCommitter::Apply(const std::vector<StorageWrite>& writes,
                                   const LogState& state) {
  {
    MutexLock lock(&mu_);
    if (!failure_.ok()) return failure_;
  }
  const absl::Status status = storage_->Apply(writes);
  if (status.ok()) {
    {
      MutexLock lock(&mu_);
      state_ = state;
      ++commit_count_;
    }
    if (state.high_watermark > watermark_.value()) {
      watermark_.Advance(state.high_watermark);
    }
    return status;
  }
  const absl::Status failure = WithReason(
      UnavailableError("the record log has failed; the service is ending",
                       kRestartRetry),
      "LOG_FAILED");
  {
    MutexLock lock(&mu_);
    failure_ = failure;
  }
  room_.SignalAll();
  if (options_.on_fatal) options_.on_fatal(status);
  return failure;
}

void GroupCommitter::Commit(std::vector<Pending> batch) {
  std::vector<AppendOp> ops;
  ops.reserve(batch.size());
  for (Pending& pending : batch) ops.push_back(std::move(pending.op));
  CommitPlan plan = PlanAppends(std::move(ops), *storage_->View(), state());
  absl::Status status;
  if (!plan.writes.empty()) status = Apply(plan.writes, plan.state);
  {
    MutexLock lock(&mu_);
    if (status.ok() && !failure_.ok()) status = failure_;
    for (size_t i = 0; i < batch.size(); ++i) {
      if (!status.ok()) plan.answers[i] = status;
      acks_.push_back({std::move(batch[i].done), std::move(plan.answers[i]),
                       batch[i].bytes});
    }
  }
  acks_due_.Signal();
}

void GroupCommitter::CommitDrop(Drop* drop) {
  absl::StatusOr<uint64_t> dropped = uint64_t{0};
  for (bool more = true; more && dropped.ok();) {
    auto plan = PlanDrop(drop->before_millis, kMaxDropsPerCommit,
                         *storage_->View(), state());
    absl::Status status = plan.status();
    if (plan.ok() && !plan->writes.empty()) {
      status = Apply(plan->writes, plan->state);
    }
    if (!status.ok()) {
      dropped = status;
    } else {
      *dropped += plan->dropped;
      more = plan->more;
    }
  }
  MutexLock lock(&mu_);
  drop->dropped = std::move(dropped);
  drop->done = true;
  room_.SignalAll();
}

void GroupCommitter::RunAcknowledger() {
  for (;;) {
    std::deque<Acknowledgement> due;
    {
      MutexLock lock(&mu_);
      while (acks_.empty() && !committer_ended_) acks_due_.Wait(&mu_);
      if (acks_.empty()) return;
      due.swap(acks_);
    }
    for (Acknowledgement& ack : due) {
      ack.done(std::move(ack.answer));
      {
        MutexLock lock(&mu_);
        --open_items_;
        open_bytes_ -= ack.bytes;
      }
      room_.SignalAll();
    }
  }
}

}  // namespace impactwire::record_log
