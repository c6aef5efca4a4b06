// RecordPool: parsed and prepared records whose memory is used again.
//
// An index is filled by parsing one batch of records after the other. With new
// messages each time, their strings are allocated by the thread that reads and
// freed by the one that applies, all over a heap that grows by gigabytes: at 7
// million figures a third of the time went into malloc. A message that is
// parsed into again keeps its strings and parts.
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"
#include "common/base/mutex.h"
#include "impactwire/v1/log.pb.h"
#include "query_service/index/index.h"

namespace impactwire::query {

// Any thread.
class RecordPool {
 public:
  RecordPool() = default;
  RecordPool(const RecordPool&) = delete;
  RecordPool& operator=(const RecordPool&) = delete;

  // Parses a serialized entry, its record into a spare one if there is one.
  // False: `bytes` is no entry.
  bool Parse(absl::string_view bytes, v1::LogEntry* entry);

  // Prepares the records of the batch, with spare memory if there is any.
  void Prepare(RecordPreparer* preparer, RecordBatch* batch);

  // Takes the records out of `entries`, which were dealt with, and keeps those
  // of usual size for later entries: many while batches are large, as in a
  // replay, else few. `entries` is empty then.
  void TakeBack(google::protobuf::RepeatedPtrField<v1::LogEntry>* entries);
  // The same of all of a batch.
  void TakeBack(RecordBatch* batch);

  // Records kept now.
  size_t spare() const;

 private:
  static constexpr int kLargeBatch = 64;
  static constexpr size_t kMostSpare = 2048;
  static constexpr size_t kMostSpareOfSmallBatches = 64;
  // Serialized, of a record that is kept.
  static constexpr size_t kMostBytes = 16 << 10;
  static constexpr size_t kMostLarge = 1024;

  static size_t MostSpare(int batch) {
    return batch >= kLargeBatch ? kMostSpare : kMostSpareOfSmallBatches;
  }
  std::unique_ptr<v1::ArticleRecord> Take();
  std::unique_ptr<PreparedRecord> TakePrepared();

  mutable Mutex mu_;
  std::vector<std::unique_ptr<v1::ArticleRecord>> spare_ ABSL_GUARDED_BY(mu_);
  std::vector<std::unique_ptr<PreparedRecord>> spare_prepared_
      ABSL_GUARDED_BY(mu_);
  // Those given out that are too large to be kept: afterwards their size does
  // not tell any more. Where one was not given back, another one at its address
  // may be let go in its place.
  absl::flat_hash_set<const v1::ArticleRecord*> large_ ABSL_GUARDED_BY(mu_);
};

}  // namespace impactwire::query
