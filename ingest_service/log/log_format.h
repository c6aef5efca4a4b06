// Keys and values of the record log's tables, as stored. Integers are eight
// bytes, big-endian, so that byte order is sequence order.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "ingest_service/log/log_storage.h"

namespace impactwire::record_log {

// Keys of Table::kMeta.
inline constexpr absl::string_view kFormatKey = "format";
inline constexpr absl::string_view kLogIdKey = "log_id";
inline constexpr absl::string_view kStateKey = "state";

// The value of kFormatKey. A format that older readers would misread gets a new
// number.
inline constexpr absl::string_view kFormat = "impactwire record log 1";

std::string EncodeInteger(uint64_t value);
bool DecodeInteger(absl::string_view bytes, uint64_t* value);

// Keys of Table::kKeys.
std::string ArticleTableKey(absl::string_view article_id);
std::string OverrideTableKey(absl::string_view override_id);

enum class EntryKind : char {
  kRecord = 'r',
  kTombstone = 't',
  kOverride = 'o',
};

// What a key's live entry is. The fingerprint tells whether a record changed;
// empty for the other kinds.
struct KeyState {
  uint64_t sequence = 0;
  EntryKind kind = EntryKind::kRecord;
  std::string fingerprint;

  std::string Encode() const;
  // DATA_LOSS if `bytes` is none.
  static absl::StatusOr<KeyState> Decode(absl::string_view bytes);
};

// Counters that change with each commit, in the same batch.
struct LogState {
  uint64_t high_watermark = 0;    // last sequence given
  uint64_t oldest_resumable = 0;  // last sequence of a dropped tombstone
  uint64_t article_count = 0;
  uint64_t tombstone_count = 0;

  std::string Encode() const;
  // DATA_LOSS if `bytes` is none.
  static absl::StatusOr<LogState> Decode(absl::string_view bytes);
};

// The serialized LogEntry whose fields after `sequence` are `rest`.
std::string SerializedEntry(uint64_t sequence, absl::string_view rest);

// Whether `entry` begins as SerializedEntry(sequence, ...) does.
bool HasSequence(absl::string_view entry, uint64_t sequence);

// The writes that make an empty storage a log named `log_id`.
std::vector<StorageWrite> NewLogWrites(absl::string_view log_id);

// 16 random hex digits.
std::string RandomLogId();

}  // namespace impactwire::record_log
