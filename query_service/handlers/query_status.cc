// The part of QueryHandlers that tells how the service stands: status, metrics.
#include <algorithm>
#include <limits>
#include <optional>
#include <vector>

#include "absl/time/time.h"
#include "query_service/handlers/query_handlers.h"

namespace impactwire::query {
namespace {

void SetTimestamp(absl::Time time, google::protobuf::Timestamp* out) {
  out->set_seconds(absl::ToUnixSeconds(time));
}

int32_t Clamp(uint64_t value) {
  return static_cast<int32_t>(
      std::min<uint64_t>(value, std::numeric_limits<int32_t>::max()));
}

}  // namespace

SnapshotKeeperStatus QueryHandlers::Snapshots() const {
  return options_.snapshots == nullptr ? SnapshotKeeperStatus()
                                       : options_.snapshots->status();
}

v1::GetIndexStatusResponse QueryHandlers::Status(const Snapshot& now) const {
  v1::GetIndexStatusResponse response;
  response.set_version(options_.version);
  SetTimestamp(start_time_, response.mutable_start_time());
  response.set_position(now.position());
  const FollowerStatus follower = follower_->status();
  response.set_lag(-1);
  if (follower.high_watermark.has_value()) {
    const Position& high = *follower.high_watermark;
    response.set_high_watermark(high.ToString());
    response.set_lag(
        Clamp(high.sequence > now.at() ? high.sequence - now.at() : 0));
  }
  response.set_following(follower.following);
  response.set_ingest_target(follower_->target());
  response.set_last_error(follower.last_error);
  response.set_connect_count(follower.connect_count);
  const LiveCounts counts = now.tables().CountsAt(now.at());
  response.set_article_count(Clamp(counts.articles));
  response.set_organization_count(Clamp(counts.organizations));
  response.set_executive_count(Clamp(counts.executives));
  response.set_impact_figure_count(Clamp(counts.figures));
  response.set_claim_count(Clamp(counts.claims));
  response.set_index_bytes(static_cast<double>(now.tables().bytes()));
  response.set_oldest_position(now.PositionText(now.tables().horizon()));
  if (const auto micros = now.tables().KnownMicros(now.at())) {
    SetTimestamp(absl::FromUnixMicros(*micros),
                 response.mutable_newest_ingest_time());
  }
  const SnapshotKeeperStatus snapshots = Snapshots();
  if (snapshots.loaded.has_value()) {
    SetTimestamp(snapshots.loaded->time,
                 response.mutable_loaded_snapshot_time());
  }
  if (snapshots.written.has_value()) {
    SetTimestamp(snapshots.written->time,
                 response.mutable_written_snapshot_time());
  }
  response.set_stale(follower.stale);
  return response;
}

std::vector<Metric> QueryHandlers::Metrics() const {
  const Snapshot now = index_->Pin();
  const FollowerStatus follower = follower_->status();
  const LiveCounts counts = now.tables().CountsAt(now.at());
  const uint64_t high = follower.high_watermark.has_value()
                            ? follower.high_watermark->sequence
                            : 0;
  std::vector<Metric> metrics;
  const auto add = [&](const char* name, const char* help, auto value) {
    metrics.push_back({name, help, static_cast<double>(value), {}});
  };
  add("impactwire_index_applied_sequence",
      "Sequence of the last entry that the index holds.", now.at());
  add("impactwire_log_high_watermark",
      "Sequence of the last durable entry, as the ingest service said.", high);
  add("impactwire_index_lag", "Entries that the index lacks.",
      high > now.at() ? high - now.at() : 0);
  add("impactwire_index_caught_up", "1: holds what the log held at the start.",
      follower.caught_up);
  add("impactwire_index_following", "1: the record stream is open.",
      follower.following);
  add("impactwire_index_connects_total", "Record streams opened.",
      follower.connect_count);
  add("impactwire_index_stale",
      "1: serves what a snapshot file held, as ingest is not in reach.",
      follower.stale);
  const SnapshotKeeperStatus snapshots = Snapshots();
  const auto seconds = [](const std::optional<SnapshotFile>& file) {
    return file.has_value() ? absl::ToUnixSeconds(file->time) : 0;
  };
  add("impactwire_snapshot_loaded_timestamp_seconds",
      "When the snapshot file was written that the index started from; 0: "
      "none.",
      seconds(snapshots.loaded));
  add("impactwire_snapshot_written_timestamp_seconds",
      "When the last snapshot file was written since the start; 0: never.",
      seconds(snapshots.written));
  add("impactwire_snapshot_failures_total",
      "Snapshot files that could not be written.", snapshots.failures);
  const auto rows = [&](const char* kind, uint32_t value) {
    add("impactwire_index_rows", "What holds now, by kind.", value);
    metrics.back().labels = {{"kind", kind}};
  };
  rows("articles", counts.articles);
  rows("organizations", counts.organizations);
  rows("executives", counts.executives);
  rows("figures", counts.figures);
  rows("claims", counts.claims);
  add("impactwire_index_bytes", "Memory of the index.", now.tables().bytes());
  add("impactwire_position_waiters", "Calls that wait for a position.",
      waiters_.waiting());
  add("impactwire_queued_calls", "Calls that wait for a thread.",
      pool_.queued());
  add("impactwire_slow_watchers_total",
      "Watchers ended because they read too slowly.", slow_watchers());
  return metrics;
}

}  // namespace impactwire::query
