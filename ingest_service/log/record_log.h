// RecordLog: the durable, ordered log of what ingest knows. Its entries are
// article records, tombstones and overrides; there is one live entry per key
// (article id, or override id), and an entry that is superseded leaves a hole
// in the sequence.
//
// Acknowledged means durable: an AppendCallback gets OK only after the entry
// survives a power loss. Readers see whole commits only, up to the high
// watermark.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "impactwire/v1/article.pb.h"
#include "impactwire/v1/log.pb.h"
#include "ingest_service/log/append.h"
#include "ingest_service/log/watermark.h"

namespace impactwire::record_log {

// The live record of an article.
struct FoundRecord {
  uint64_t sequence = 0;
  v1::ArticleRecord record;
};

// The live override of an id.
struct FoundOverride {
  uint64_t sequence = 0;
  v1::Override value;
};

// Live entries in (after, through], in sequence order.
struct LogBatch {
  // Serialized v1::LogEntry each.
  std::vector<std::string> entries;
  uint64_t through = 0;
  uint64_t high_watermark = 0;
};

struct LogStats {
  uint64_t high_watermark = 0;
  // Reading may resume after this sequence or a later one, or after 0.
  uint64_t oldest_resumable = 0;
  uint64_t article_count = 0;    // live records
  uint64_t tombstone_count = 0;  // kept tombstones
  uint64_t stored_bytes = 0;     // on disk, about
  uint64_t commit_count = 0;     // synchronous commits since open
  uint64_t queued_count = 0;     // appends not yet acknowledged
};

// Any thread may call any method. Nobody calls once destruction has begun.
class RecordLog {
 public:
  virtual ~RecordLog() = default;

  // 16 hex digits, chosen at random when the log was made.
  virtual absl::string_view log_id() const = 0;

  // Makes `record` (with its article_id, content_sha256 and extractor_version)
  // the live entry of its article, and keeps `original`, the article as sent.
  // kUnchanged if content and extractor version equal the live record's.
  virtual void Upsert(v1::ArticleRecord record, const v1::Article& original,
                      Admission admission, AppendCallback done) = 0;

  // Replaces the live record of `article_id` by a tombstone. NOT_FOUND if there
  // is none.
  virtual void Delete(absl::string_view article_id, absl::Time now,
                      Admission admission, AppendCallback done) = 0;

  // Makes `value` the live entry of its override_id.
  virtual void PutOverride(const v1::Override& value, Admission admission,
                           AppendCallback done) = 0;

  // The live record; in `original`, unless null, the article as it was sent
  // with it. NOT_FOUND (ResourceInfo), or DATA_LOSS.
  virtual absl::StatusOr<FoundRecord> Find(absl::string_view article_id,
                                           v1::Article* original) const = 0;

  // NOT_FOUND (ResourceInfo), or DATA_LOSS.
  virtual absl::StatusOr<FoundOverride> FindOverride(
      absl::string_view override_id) const = 0;

  // The entries after `after`, as many as fit in `max_bytes` (at least one, if
  // there is any). `omit_text` leaves out ArticleRecord.text and the text of
  // mentions, and is much cheaper. OUT_OF_RANGE: `after` lies beyond the high
  // watermark (reason POSITION_AHEAD), or before the oldest resumable sequence
  // and is not 0 (reason POSITION_EXPIRED). DATA_LOSS names the place.
  virtual absl::StatusOr<LogBatch> ReadAfter(uint64_t after, size_t max_bytes,
                                             bool omit_text) const = 0;

  // Of the last durable entry; 0 in an empty log.
  virtual uint64_t high_watermark() const = 0;

  // Calls `advanced` after each commit: see Watermark::Subscribe.
  [[nodiscard]] virtual std::unique_ptr<Watermark::Subscription> Subscribe(
      std::function<void(uint64_t)> advanced) = 0;

  // Forgets tombstones of articles deleted before `deleted_before`; followers
  // that have not read them must start anew. Blocks; answers how many.
  virtual absl::StatusOr<uint64_t> DropTombstones(
      absl::Time deleted_before) = 0;

  virtual LogStats Stats() const = 0;
};

}  // namespace impactwire::record_log
