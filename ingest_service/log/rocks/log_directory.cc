#include "ingest_service/log/rocks/log_directory.h"

#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/base/log.h"
#include "common/status/status_macros.h"
#include "ingest_service/log/rocks/rocks_storage.h"
#include "ingest_service/log/stored_record_log.h"
#include "rocksdb/env.h"

namespace impactwire::record_log {
namespace {

constexpr absl::string_view kLogName = "record_log";

absl::Status MakeDirectories(rocksdb::Env* env, const std::string& path) {
  for (size_t end = 0; end != std::string::npos;) {
    end = path.find('/', end + 1);
    const rocksdb::Status status = env->CreateDirIfMissing(path.substr(0, end));
    if (!status.ok()) {
      return absl::FailedPreconditionError(absl::StrCat(
          "the data directory ", path, " cannot be made: ", status.ToString()));
    }
  }
  return absl::OkStatus();
}

// Held until the last copy is gone.
absl::StatusOr<std::shared_ptr<void>> LockDirectory(rocksdb::Env* env,
                                                    const std::string& path) {
  rocksdb::FileLock* lock = nullptr;
  const rocksdb::Status status =
      env->LockFile(absl::StrCat(path, "/LOCK"), &lock);
  if (!status.ok()) {
    return absl::FailedPreconditionError(absl::StrCat(
        path, " is in use by another process, or may not be written: ",
        status.ToString()));
  }
  return std::shared_ptr<void>(lock, [env](void* held) {
    env->UnlockFile(static_cast<rocksdb::FileLock*>(held))
        .PermitUncheckedError();
  });
}

// Deletes what a crash left of a log in the making: flat files only.
absl::Status RemoveLeftover(rocksdb::Env* env, const std::string& path) {
  if (!env->FileExists(path).ok()) return absl::OkStatus();
  std::vector<std::string> children;
  RETURN_IF_ERROR(FromRocks(env->GetChildren(path, &children), path));
  for (const std::string& child : children) {
    RETURN_IF_ERROR(
        FromRocks(env->DeleteFile(absl::StrCat(path, "/", child)), path));
  }
  return FromRocks(env->DeleteDir(path), path);
}

absl::Status CreateLog(RocksStorageOptions options, const std::string& data_dir,
                       const std::string& path) {
  rocksdb::Env* const env = options.env;
  options.path = absl::StrCat(path, ".new");
  options.create = true;
  RETURN_IF_ERROR(RemoveLeftover(env, options.path));
  {
    ASSIGN_OR_RETURN(const auto storage, RocksStorage::Open(options));
    RETURN_IF_ERROR(StoredRecordLog::Initialize(storage.get()));
  }
  RETURN_IF_ERROR(FromRocks(env->RenameFile(options.path, path), path));
  std::unique_ptr<rocksdb::Directory> directory;
  RETURN_IF_ERROR(FromRocks(env->NewDirectory(data_dir, &directory), data_dir));
  return FromRocks(directory->Fsync(), data_dir);
}

// RocksDB calls a database without its CURRENT file none at all.
absl::Status CheckCurrent(rocksdb::Env* env, const std::string& path) {
  if (env->FileExists(absl::StrCat(path, "/CURRENT")).ok()) {
    return absl::OkStatus();
  }
  std::vector<std::string> children;
  RETURN_IF_ERROR(FromRocks(env->GetChildren(path, &children), path));
  for (const std::string& child : children) {
    if (absl::StartsWith(child, "MANIFEST-")) {
      return absl::DataLossError(absl::StrCat(
          path, ": the file CURRENT is missing, others are there"));
    }
  }
  return absl::FailedPreconditionError(
      absl::StrCat(path, " holds no record log: no file CURRENT"));
}

}  // namespace

absl::StatusOr<std::unique_ptr<RecordLog>> OpenLogDirectory(
    LogDirectoryOptions options) {
  RocksStorageOptions rocks;
  rocks.env = options.env != nullptr ? options.env : rocksdb::Env::Default();
  rocks.path = absl::StrCat(options.data_dir, "/", kLogName);
  rocks.sync = options.sync;
  rocks.block_cache_bytes = options.block_cache_bytes;
  rocks.write_buffer_bytes = options.write_buffer_bytes;
  RETURN_IF_ERROR(MakeDirectories(rocks.env, options.data_dir));
  ASSIGN_OR_RETURN(auto lock, LockDirectory(rocks.env, options.data_dir));
  if (!rocks.env->FileExists(rocks.path).ok()) {
    RETURN_IF_ERROR(CreateLog(rocks, options.data_dir, rocks.path));
    Log(Severity::kInfo, "record log made", {{"path", rocks.path}});
  }
  RETURN_IF_ERROR(CheckCurrent(rocks.env, rocks.path));
  ASSIGN_OR_RETURN(auto storage, RocksStorage::Open(rocks));
  storage->HoldLock(std::move(lock));
  auto log =
      StoredRecordLog::Open(std::move(storage), std::move(options.committer));
  if (!log.ok()) {
    return absl::Status(log.status().code(),
                        absl::StrCat(rocks.path, ": ", log.status().message()));
  }
  return std::unique_ptr<RecordLog>(*std::move(log));
}

}  // namespace impactwire::record_log
