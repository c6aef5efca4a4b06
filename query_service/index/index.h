// Index: everything the query service knows, in memory; a pure function of the
// record log's live entries.
//
// One thread applies batches in the log's order; any number of threads pin
// snapshots and read them without waiting for it (a pin copies one pointer).
// Queries are functions over a Snapshot: queries/organization_queries.h,
// executive_queries.h, figure_queries.h, article_queries.h, figure_watch.h.
//
// Positions: a snapshot can be moved to any position from oldest() on. After a
// replay that is where the replay ended, since superseded entries are not in
// the log; later, compaction of dead rows moves it on, leaving at least
// `history_entries` entries of the past.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "common/base/mutex.h"
#include "common/base/position.h"
#include "impactwire/v1/log.pb.h"
#include "query_service/index/compactor.h"
#include "query_service/index/generation/snapshot.h"

namespace impactwire::query {

struct IndexOptions {
  // Compact when the dead rows outweigh the live ones by this many.
  uint64_t compaction_floor_rows = 200000;
  // Positions of the last so many entries stay held.
  uint64_t history_entries = 65536;
  // Entries copied per applied batch, plus so many per entry of the batch.
  size_t compaction_step = 64;
  size_t compaction_steps_per_entry = 4;
  // Figures are found by the words of titles and sentences, too, which take
  // most of the memory for searches.
  bool search_text = true;
  // Ids that are one organization by what articles call them are joined
  // (organization_joiner.h).
  bool join_organizations = true;
  // Those that are one person by name and organization (executive_joiner.h).
  bool join_executives = true;
};

// Live entries in (after, through], ascending.
struct RecordBatch {
  Position after;
  Position through;
  // The last durable position when the batch was made.
  Position high_watermark;
  google::protobuf::RepeatedPtrField<v1::LogEntry> entries;
  // Empty, or of each entry; null for those that are not, or no record. With
  // Index::generation_options.
  std::vector<std::unique_ptr<PreparedRecord>> prepared;
};

class Index {
 public:
  explicit Index(const IndexOptions& options = IndexOptions());
  Index(const Index&) = delete;
  Index& operator=(const Index&) = delete;

  // -- Any thread ---------------------------------------------------------

  Snapshot Pin() const;

  // The position after the last applied batch.
  Position applied() const;
  Position oldest() const;

  Generation::Options generation_options() const {
    return {options_.search_text, options_.join_organizations,
            options_.join_executives};
  }

  // The part of the bytes held that grows with the log.
  size_t bytes() const;

  // Called by the writer after each published batch and after Clear; must be
  // quick. Set once, before the first batch.
  void set_published_callback(std::function<void()> callback) {
    on_published_ = std::move(callback);
  }

  // -- The writer ---------------------------------------------------------

  // Applies a batch and publishes its end. Entries at or before applied() were
  // applied already and are left out. FAILED_PRECONDITION, and nothing is
  // changed: the batch starts after applied() or is of another log.
  // INVALID_ARGUMENT, and nothing is changed: its entries are not ascending
  // within (after, through]. What the entries hold afterwards is unspecified;
  // the caller may use their memory again.
  absl::Status Apply(RecordBatch&& batch);

  // Takes over what a snapshot file held, in place of what is there. Positions
  // held there stay held until entries follow that the log has thinned out: the
  // rest of the log is a replay.
  void StartFrom(std::shared_ptr<Generation> generation);

  // Forgets everything, at once for later pins: the next batch starts at the
  // beginning.
  void Clear();

 private:
  std::shared_ptr<Generation> NewGeneration(std::string log_id) const;
  void Swap(std::shared_ptr<Generation> next);
  void Compact(size_t applied_entries);

  const IndexOptions options_;
  std::function<void()> on_published_;

  mutable Mutex mu_;
  std::shared_ptr<Generation> current_ ABSL_GUARDED_BY(mu_);

  // The writer's own.
  std::shared_ptr<Generation> writing_;
  std::unique_ptr<Compactor> compactor_;
  // Until the first replay has reached the high watermark it was told of first:
  // a log that goes on growing does not keep positions from being held.
  bool replaying_ = true;
  std::optional<uint64_t> replay_end_;
};

}  // namespace impactwire::query
