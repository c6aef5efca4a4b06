// The record log in a directory, on RocksDB. One process at a time owns it.
//
//   <data_dir>/LOCK          held while the log is open
//   <data_dir>/record_log/   RocksDB's files
//
// A new log is made beside its place and then renamed, so that a crash at any
// moment leaves either no log or a whole one.
#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "ingest_service/log/group_committer.h"
#include "ingest_service/log/record_log.h"

namespace rocksdb {
class Env;
}

namespace impactwire::record_log {

struct LogDirectoryOptions {
  std::string data_dir;  // made if missing
  CommitterOptions committer;
  size_t block_cache_bytes = 64 << 20;
  size_t write_buffer_bytes = 128 << 20;  // of all tables

  // For tests: where files are kept (nullptr: the system's), and what a crash
  // costs without syncing.
  rocksdb::Env* env = nullptr;
  bool sync = true;
};

// FAILED_PRECONDITION  another process holds the directory; or what it holds
//                      is no record log, or one of another format
// DATA_LOSS            the log is damaged; the message says where
// UNAVAILABLE          the file system refuses
absl::StatusOr<std::unique_ptr<RecordLog>> OpenLogDirectory(
    LogDirectoryOptions options);

}  // namespace impactwire::record_log
