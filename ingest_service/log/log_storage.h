// LogStorage: the little the record log asks of a database: ordered tables,
// atomic synchronous batches, consistent views. RocksDB is one (rocks/).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace impactwire::record_log {

// Keys and values are those of log_format.h.
enum class Table : uint8_t {
  kMeta,        // what the log is, and its LogState
  kKeys,        // key -> KeyState of the live entry
  kEntries,     // sequence -> LogEntry without text
  kTexts,       // sequence -> compressed text of the record
  kBodies,      // sequence -> compressed article as sent
  kTombstones,  // sequence -> delete time, of the tombstones kept
};
inline constexpr int kTableCount = 6;

// Stable name, for messages and files: "meta", "keys", ...
absl::string_view TableName(Table table);

// Puts `value`, or deletes where there is none.
struct StorageWrite {
  Table table = Table::kMeta;
  std::string key;
  std::optional<std::string> value;
};

// One moment of the storage: sees whole batches only, and none made later.
// Any thread may read it; it must not outlive its storage.
class StorageView {
 public:
  virtual ~StorageView() = default;

  // Nullopt if there is none. DATA_LOSS names the place.
  virtual absl::StatusOr<std::optional<std::string>> Get(
      Table table, absl::string_view key) const = 0;

  // Calls `visit` for the keys from `first` on, in byte order, until it
  // answers false. The views hold during the call only.
  virtual absl::Status Scan(
      Table table, absl::string_view first,
      absl::FunctionRef<bool(absl::string_view key, absl::string_view value)>
          visit) const = 0;
};

// Any thread may call any method; one thread at a time calls Apply.
class LogStorage {
 public:
  virtual ~LogStorage() = default;

  virtual std::unique_ptr<StorageView> View() const = 0;

  // All writes, in order, or none; durable and visible when it answers OK.
  // After an error nothing is known of the batch: the caller stops for good.
  virtual absl::Status Apply(const std::vector<StorageWrite>& writes) = 0;

  // On disk, about.
  virtual uint64_t ByteSize() const = 0;
};

}  // namespace impactwire::record_log
