// RocksStorage: LogStorage on RocksDB, one column family per table.
//
// Every batch is one write to RocksDB's own log, synced before it is visible.
// Checksums are verified on every read. The tail of RocksDB's log that a crash
// has cut off is dropped: it was never acknowledged. Any other damage is
// DATA_LOSS.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "ingest_service/log/log_storage.h"
#include "rocksdb/db.h"
#include "rocksdb/env.h"

namespace impactwire::record_log {

struct RocksStorageOptions {
  std::string path;
  bool create = false;  // there must be none; else there must be one
  bool sync = true;
  size_t block_cache_bytes = 0;
  size_t write_buffer_bytes = 0;
  rocksdb::Env* env = nullptr;  // not null; must outlive the storage
};

class RocksStorage : public LogStorage {
 public:
  // FAILED_PRECONDITION: a database of something else. DATA_LOSS, UNAVAILABLE.
  static absl::StatusOr<std::unique_ptr<RocksStorage>> Open(
      const RocksStorageOptions& options);

  ~RocksStorage() override;

  std::unique_ptr<StorageView> View() const override;
  absl::Status Apply(const std::vector<StorageWrite>& writes) override;
  uint64_t ByteSize() const override;

  // Kept until the storage is closed.
  void HoldLock(std::shared_ptr<void> lock) { lock_ = std::move(lock); }

 private:
  class RocksView;

  RocksStorage(std::string path, bool sync, rocksdb::DB* db,
               std::vector<rocksdb::ColumnFamilyHandle*> tables);

  rocksdb::ColumnFamilyHandle* Handle(Table table) const {
    return tables_[static_cast<size_t>(table)];
  }

  std::shared_ptr<void> lock_;  // let go last
  const std::string path_;
  const bool sync_;
  const std::unique_ptr<rocksdb::DB> db_;
  const std::vector<rocksdb::ColumnFamilyHandle*> tables_;  // by Table
};

// `status` with what was being done; OK stays OK.
absl::Status FromRocks(const rocksdb::Status& status, absl::string_view place);

}  // namespace impactwire::record_log
