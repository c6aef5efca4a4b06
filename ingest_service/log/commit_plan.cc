#include "ingest_service/log/commit_plan.h"

#include <map>
#include <optional>
#include <unordered_map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "impactwire/v1/log.pb.h"

namespace impactwire::record_log {
namespace {

// Collects the effect of the ops, one after the other.
class Planner {
 public:
  Planner(const StorageView& view, const LogState& state)
      : view_(view), state_(state) {}

  absl::StatusOr<Appended> Add(AppendOp op) {
    ASSIGN_OR_RETURN(const std::optional<KeyState> live, Live(op.key));
    const bool had_record = live && live->kind == EntryKind::kRecord;
    if (op.kind == EntryKind::kRecord && had_record &&
        live->fingerprint == op.fingerprint) {
      return Appended{AppendOutcome::kUnchanged, live->sequence};
    }
    if (op.kind == EntryKind::kTombstone && !had_record) {
      return ResourceNotFound("article", op.key.substr(1));
    }
    if (live) Supersede(*live);
    return Write(std::move(op), live && live->kind != EntryKind::kTombstone);
  }

  CommitPlan Finish() {
    CommitPlan plan;
    plan.state = state_;
    if (keys_.empty()) return plan;
    plan.writes = std::move(writes_);
    for (auto& [sequence, op] : added_) {
      const std::string key = EncodeInteger(sequence);
      plan.writes.push_back(
          {Table::kEntries, key, SerializedEntry(sequence, op.entry)});
      if (op.kind == EntryKind::kRecord) {
        plan.writes.push_back({Table::kTexts, key, std::move(op.text)});
        plan.writes.push_back({Table::kBodies, key, std::move(op.body)});
      } else if (op.kind == EntryKind::kTombstone) {
        plan.writes.push_back(
            {Table::kTombstones, key,
             EncodeInteger(static_cast<uint64_t>(op.delete_millis))});
      }
    }
    for (auto& [key, live] : keys_) {
      plan.writes.push_back({Table::kKeys, key, live.Encode()});
    }
    plan.writes.push_back(
        {Table::kMeta, std::string(kStateKey), state_.Encode()});
    return plan;
  }

 private:
  absl::StatusOr<std::optional<KeyState>> Live(const std::string& key) const {
    if (const auto it = keys_.find(key); it != keys_.end()) {
      return std::optional<KeyState>(it->second);
    }
    ASSIGN_OR_RETURN(const auto bytes, view_.Get(Table::kKeys, key));
    if (!bytes) return std::optional<KeyState>();
    ASSIGN_OR_RETURN(KeyState live, KeyState::Decode(*bytes));
    return std::optional<KeyState>(std::move(live));
  }

  void Supersede(const KeyState& live) {
    if (live.kind == EntryKind::kRecord) --state_.article_count;
    if (live.kind == EntryKind::kTombstone) --state_.tombstone_count;
    // Made in this very batch: it never reaches the storage.
    if (added_.erase(live.sequence) > 0) return;
    const std::string key = EncodeInteger(live.sequence);
    writes_.push_back({Table::kEntries, key, std::nullopt});
    if (live.kind == EntryKind::kRecord) {
      writes_.push_back({Table::kTexts, key, std::nullopt});
      writes_.push_back({Table::kBodies, key, std::nullopt});
    } else if (live.kind == EntryKind::kTombstone) {
      writes_.push_back({Table::kTombstones, key, std::nullopt});
    }
  }

  Appended Write(AppendOp op, bool replaces) {
    const uint64_t sequence = ++state_.high_watermark;
    if (op.kind == EntryKind::kRecord) ++state_.article_count;
    if (op.kind == EntryKind::kTombstone) ++state_.tombstone_count;
    keys_[op.key] = {sequence, op.kind, std::move(op.fingerprint)};
    const AppendOutcome outcome = op.kind == EntryKind::kTombstone
                                      ? AppendOutcome::kDeleted
                                  : replaces ? AppendOutcome::kUpdated
                                             : AppendOutcome::kCreated;
    added_.emplace(sequence, std::move(op));
    return {outcome, sequence};
  }

  const StorageView& view_;
  LogState state_;
  std::unordered_map<std::string, KeyState> keys_;  // changed in this batch
  std::map<uint64_t, AppendOp> added_;              // live after this batch
  std::vector<StorageWrite> writes_;                // of superseded entries
};

}  // namespace

CommitPlan PlanAppends(std::vector<AppendOp> ops, const StorageView& view,
                       const LogState& state) {
  Planner planner(view, state);
  std::vector<absl::StatusOr<Appended>> answers;
  answers.reserve(ops.size());
  for (AppendOp& op : ops) answers.push_back(planner.Add(std::move(op)));
  CommitPlan plan = planner.Finish();
  plan.answers = std::move(answers);
  return plan;
}

absl::StatusOr<DropPlan> PlanDrop(int64_t before_millis, uint64_t max_count,
                                  const StorageView& view,
                                  const LogState& state) {
  DropPlan plan;
  plan.state = state;
  std::vector<uint64_t> sequences;
  absl::Status damage;
  RETURN_IF_ERROR(view.Scan(
      Table::kTombstones, "",
      [&](absl::string_view key, absl::string_view value) {
        uint64_t sequence = 0, millis = 0;
        if (!DecodeInteger(key, &sequence) || !DecodeInteger(value, &millis)) {
          damage = absl::DataLossError("tombstones: a row is cut short");
          return false;
        }
        if (static_cast<int64_t>(millis) >= before_millis) return false;
        plan.more = sequences.size() == max_count;
        if (plan.more) return false;
        sequences.push_back(sequence);
        return true;
      }));
  RETURN_IF_ERROR(damage);
  for (const uint64_t sequence : sequences) {
    const std::string key = EncodeInteger(sequence);
    ASSIGN_OR_RETURN(const auto bytes, view.Get(Table::kEntries, key));
    v1::LogEntry entry;
    if (!bytes || !entry.ParseFromString(*bytes) || !entry.has_tombstone()) {
      return absl::DataLossError(
          absl::StrCat("entries: no tombstone at sequence ", sequence));
    }
    plan.writes.push_back({Table::kKeys,
                           ArticleTableKey(entry.tombstone().article_id()),
                           std::nullopt});
    plan.writes.push_back({Table::kEntries, key, std::nullopt});
    plan.writes.push_back({Table::kTombstones, key, std::nullopt});
    plan.state.oldest_resumable = sequence;
    --plan.state.tombstone_count;
    ++plan.dropped;
  }
  if (plan.dropped > 0) {
    plan.writes.push_back(
        {Table::kMeta, std::string(kStateKey), plan.state.Encode()});
  }
  return plan;
}

}  // namespace impactwire::record_log
