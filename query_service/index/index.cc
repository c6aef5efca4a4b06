#include "query_service/index/index.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/log.h"

namespace impactwire::query {

Index::Index(const IndexOptions& options)
    : options_(options), writing_(NewGeneration("")) {
  MutexLock lock(&mu_);
  current_ = writing_;
}

Snapshot Index::Pin() const {
  std::shared_ptr<const Generation> generation;
  {
    MutexLock lock(&mu_);
    generation = current_;
  }
  const uint64_t at = generation->published();
  return Snapshot(std::move(generation), at);
}

Position Index::applied() const {
  const Snapshot snapshot = Pin();
  return Position{snapshot.tables().log_id(), snapshot.at()};
}

Position Index::oldest() const {
  const Snapshot snapshot = Pin();
  return Position{snapshot.tables().log_id(), snapshot.tables().horizon()};
}

size_t Index::bytes() const { return Pin().tables().bytes(); }

std::shared_ptr<Generation> Index::NewGeneration(std::string log_id) const {
  return std::make_shared<Generation>(std::move(log_id), generation_options());
}

void Index::Swap(std::shared_ptr<Generation> next) {
  std::shared_ptr<Generation> last = next;
  {
    MutexLock lock(&mu_);
    current_.swap(last);
  }
  writing_ = std::move(next);
  // `last` ends here, or with the last snapshot of it.
}

absl::Status Index::Apply(RecordBatch&& batch) {
  const std::string& log_id = writing_->log_id();
  const uint64_t applied = writing_->published();
  if (batch.through.is_beginning()) {
    // Nothing to say; of an empty log it is all there is.
    if (batch.high_watermark.sequence == 0) replaying_ = false;
    return absl::OkStatus();
  }
  if (!log_id.empty() && batch.through.log_id != log_id) {
    return absl::FailedPreconditionError(
        absl::StrCat("the batch is of log ", batch.through.log_id,
                     ", the index of ", log_id));
  }
  if (!batch.after.is_beginning() &&
      batch.after.log_id != batch.through.log_id) {
    return absl::InvalidArgumentError("the batch's two ends are of two logs");
  }
  if (batch.after.sequence > applied) {
    return absl::FailedPreconditionError(
        absl::StrCat("the batch starts after ", batch.after.sequence,
                     ", the index ends at ", applied));
  }
  uint64_t last = batch.after.sequence;
  for (const v1::LogEntry& entry : batch.entries) {
    if (entry.sequence() <= last || entry.sequence() > batch.through.sequence) {
      return absl::InvalidArgumentError(
          absl::StrCat("entry ", entry.sequence(), " is out of place in (",
                       last, ", ", batch.through.sequence, "]"));
    }
    last = entry.sequence();
  }
  if (replaying_ && !replay_end_.has_value()) {
    replay_end_ = batch.high_watermark.sequence;
  }
  if (batch.through.sequence < applied ||
      (batch.through.sequence == applied && !log_id.empty())) {
    // All of it was applied; a replay may still have ended here.
    if (replaying_ && applied >= *replay_end_) replaying_ = false;
    return absl::OkStatus();
  }
  if (log_id.empty()) {
    Swap(NewGeneration(batch.through.log_id));
  }
  writing_->set_replaying(replaying_);
  int dropped = 0;
  size_t entries = 0;
  const auto prepared = [&](int i) {
    const auto n = static_cast<size_t>(i);
    return n < batch.prepared.size() ? batch.prepared[n].get() : nullptr;
  };
  for (int i = 0; i < batch.entries.size(); ++i) {
    v1::LogEntry& entry = batch.entries[i];
    for (int steps = 1; steps <= Generation::kPrefetchSteps; ++steps) {
      const PreparedRecord* const later = prepared(i + steps);
      if (later == nullptr) continue;
      writing_->Prefetch(batch.entries[i + steps].record(), *later, steps);
    }
    if (entry.sequence() <= applied) continue;
    dropped += writing_->Apply(&entry, prepared(i));
    ++entries;
  }
  if (dropped > 0) {
    Log(Severity::kWarning, "malformed facts left out of the index",
        {{"facts", dropped}, {"through", batch.through.ToString()}});
  }
  if (replaying_) writing_->set_horizon(batch.through.sequence);
  writing_->Publish(batch.through.sequence);
  if (replaying_ && batch.through.sequence >= *replay_end_) replaying_ = false;
  Compact(entries);
  if (on_published_) on_published_();
  return absl::OkStatus();
}

void Index::Compact(size_t applied_entries) {
  if (compactor_ == nullptr) {
    const uint64_t published = writing_->published();
    const uint64_t oldest = writing_->horizon();
    if (published < options_.history_entries) return;
    const uint64_t horizon = published - options_.history_entries;
    if (horizon <= oldest) return;
    const size_t after = writing_->JournalAfter(horizon);
    if (after == 0) return;
    const uint64_t dead = writing_->journal()[after - 1].dead_rows;
    const uint64_t live = writing_->rows() - writing_->dead_rows();
    if (dead <= live + options_.compaction_floor_rows) return;
    compactor_ = std::make_unique<Compactor>(writing_, horizon);
    Log(Severity::kInfo, "index compaction begins",
        {{"rows", writing_->rows()}, {"dead", dead}});
  }
  if (!compactor_->Step(options_.compaction_step +
                        options_.compaction_steps_per_entry *
                            applied_entries)) {
    return;
  }
  std::shared_ptr<Generation> next = compactor_->Finish();
  compactor_.reset();
  Log(Severity::kInfo, "index compaction done",
      {{"rows", next->rows()}, {"oldest", next->horizon()}});
  Swap(std::move(next));
}

void Index::StartFrom(std::shared_ptr<Generation> generation) {
  compactor_.reset();
  replaying_ = true;
  replay_end_.reset();
  Swap(std::move(generation));
  if (on_published_) on_published_();
}

void Index::Clear() {
  compactor_.reset();
  replaying_ = true;
  replay_end_.reset();
  Swap(NewGeneration(""));
  if (on_published_) on_published_();
}

}  // namespace impactwire::query
