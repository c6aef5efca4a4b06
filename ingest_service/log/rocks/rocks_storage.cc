#include "ingest_service/log/rocks/rocks_storage.h"

#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "ingest_service/log/log_format.h"
#include "rocksdb/cache.h"
#include "rocksdb/filter_policy.h"
#include "rocksdb/options.h"
#include "rocksdb/snapshot.h"
#include "rocksdb/table.h"
#include "rocksdb/write_batch.h"

namespace impactwire::record_log {
namespace {

constexpr int kMaxOpenFiles = 512;
constexpr size_t kMaxKeyShown = 64;

rocksdb::Slice ToSlice(absl::string_view bytes) {
  return {bytes.data(), bytes.size()};
}

absl::string_view ToView(const rocksdb::Slice& slice) {
  return {slice.data(), slice.size()};
}

// Table::kMeta lives in RocksDB's default column family, which always exists.
std::string FamilyName(Table table) {
  return table == Table::kMeta ? rocksdb::kDefaultColumnFamilyName
                               : std::string(TableName(table));
}

rocksdb::DBOptions DatabaseOptions(const RocksStorageOptions& options) {
  rocksdb::DBOptions result;
  result.env = options.env;
  result.create_if_missing = options.create;
  result.create_missing_column_families = options.create;
  result.error_if_exists = options.create;
  result.paranoid_checks = true;
  // Not the default, which quietly drops all that follows a damaged place.
  result.wal_recovery_mode =
      rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
  result.max_open_files = kMaxOpenFiles;
  result.max_total_wal_size = 2 * options.write_buffer_bytes;
  result.db_write_buffer_size = options.write_buffer_bytes;
  result.info_log_level = rocksdb::InfoLogLevel::WARN_LEVEL;
  result.keep_log_file_num = 4;
  return result;
}

std::vector<rocksdb::ColumnFamilyDescriptor> Families(
    const RocksStorageOptions& options) {
  rocksdb::BlockBasedTableOptions blocks;
  blocks.block_cache = rocksdb::NewLRUCache(options.block_cache_bytes);
  blocks.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
  blocks.block_size = 16 << 10;
  std::vector<rocksdb::ColumnFamilyDescriptor> families;
  for (int i = 0; i < kTableCount; ++i) {
    const Table table = static_cast<Table>(i);
    rocksdb::ColumnFamilyOptions family;
    const bool compressed = table == Table::kTexts || table == Table::kBodies;
    family.compression =
        compressed ? rocksdb::kNoCompression : rocksdb::kLZ4Compression;
    family.write_buffer_size = options.write_buffer_bytes / 4;
    family.table_factory.reset(rocksdb::NewBlockBasedTableFactory(blocks));
    families.emplace_back(FamilyName(table), family);
  }
  return families;
}

}  // namespace

absl::Status FromRocks(const rocksdb::Status& status, absl::string_view place) {
  if (status.ok()) return absl::OkStatus();
  const std::string message = absl::StrCat(place, ": ", status.ToString());
  if (status.IsCorruption() || status.IsPathNotFound()) {
    return absl::DataLossError(message);
  }
  if (status.IsIOError() || status.IsShutdownInProgress()) {
    return absl::UnavailableError(message);
  }
  return absl::InternalError(message);
}

// Holds a RocksDB snapshot.
class RocksStorage::RocksView : public StorageView {
 public:
  explicit RocksView(const RocksStorage* storage)
      : storage_(storage), snapshot_(storage->db_.get()) {
    read_.snapshot = snapshot_.snapshot();
  }

  absl::StatusOr<std::optional<std::string>> Get(
      Table table, absl::string_view key) const override {
    std::string value;
    const rocksdb::Status status = storage_->db_->Get(
        read_, storage_->Handle(table), ToSlice(key), &value);
    if (status.IsNotFound()) return std::optional<std::string>();
    if (!status.ok()) return FromRocks(status, Place(table, key));
    return std::optional<std::string>(std::move(value));
  }

  absl::Status Scan(
      Table table, absl::string_view first,
      absl::FunctionRef<bool(absl::string_view, absl::string_view)> visit)
      const override {
    const std::unique_ptr<rocksdb::Iterator> it(
        storage_->db_->NewIterator(read_, storage_->Handle(table)));
    std::string last(first);
    for (it->Seek(ToSlice(first)); it->Valid(); it->Next()) {
      last.assign(it->key().data(), it->key().size());
      if (!visit(ToView(it->key()), ToView(it->value()))) break;
    }
    return FromRocks(it->status(),
                     absl::StrCat("from ", Place(table, last), " on"));
  }

 private:
  std::string Place(Table table, absl::string_view key) const {
    uint64_t sequence = 0;
    const std::string shown =
        table != Table::kKeys && DecodeInteger(key, &sequence)
            ? absl::StrCat("sequence ", sequence)
            : absl::StrCat("key \"",
                           absl::CHexEscape(key.substr(0, kMaxKeyShown)), "\"");
    return absl::StrCat("record log ", storage_->path_, ", ", TableName(table),
                        ", ", shown);
  }

  const RocksStorage* const storage_;
  rocksdb::ManagedSnapshot snapshot_;
  rocksdb::ReadOptions read_;
};

absl::StatusOr<std::unique_ptr<RocksStorage>> RocksStorage::Open(
    const RocksStorageOptions& options) {
  std::vector<rocksdb::ColumnFamilyHandle*> tables;
  rocksdb::DB* db = nullptr;
  const rocksdb::Status status = rocksdb::DB::Open(
      DatabaseOptions(options), options.path, Families(options), &tables, &db);
  if (!status.ok()) {
    // Its column families are not ours.
    if (status.IsInvalidArgument() && !options.create) {
      return absl::FailedPreconditionError(
          absl::StrCat(options.path,
                       " holds no impactwire record log: ", status.ToString()));
    }
    return FromRocks(status, absl::StrCat("record log ", options.path));
  }
  return std::unique_ptr<RocksStorage>(
      new RocksStorage(options.path, options.sync, db, std::move(tables)));
}

RocksStorage::RocksStorage(std::string path, bool sync, rocksdb::DB* db,
                           std::vector<rocksdb::ColumnFamilyHandle*> tables)
    : path_(std::move(path)),
      sync_(sync),
      db_(db),
      tables_(std::move(tables)) {}

RocksStorage::~RocksStorage() {
  for (rocksdb::ColumnFamilyHandle* table : tables_) {
    db_->DestroyColumnFamilyHandle(table);
  }
  // Nothing acknowledged depends on it.
  db_->Close().PermitUncheckedError();
}

std::unique_ptr<StorageView> RocksStorage::View() const {
  return std::make_unique<RocksView>(this);
}

absl::Status RocksStorage::Apply(const std::vector<StorageWrite>& writes) {
  rocksdb::WriteBatch batch;
  for (const StorageWrite& write : writes) {
    const rocksdb::Status status =
        write.value ? batch.Put(Handle(write.table), write.key, *write.value)
                    : batch.Delete(Handle(write.table), write.key);
    if (!status.ok()) return FromRocks(status, "record log batch");
  }
  rocksdb::WriteOptions options;
  options.sync = sync_;
  return FromRocks(db_->Write(options, &batch),
                   absl::StrCat("commit to record log ", path_));
}

uint64_t RocksStorage::ByteSize() const {
  uint64_t total = 0;
  for (rocksdb::ColumnFamilyHandle* table : tables_) {
    uint64_t bytes = 0;
    if (db_->GetIntProperty(table, rocksdb::DB::Properties::kLiveSstFilesSize,
                            &bytes)) {
      total += bytes;
    }
    // What is not in tables yet stands in RocksDB's own log, about as large.
    if (db_->GetIntProperty(
            table, rocksdb::DB::Properties::kCurSizeAllMemTables, &bytes)) {
      total += bytes;
    }
  }
  return total;
}

}  // namespace impactwire::record_log
