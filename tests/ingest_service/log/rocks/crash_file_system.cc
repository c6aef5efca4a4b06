#include "tests/ingest_service/log/rocks/crash_file_system.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <utility>

namespace impactwire::record_log {
namespace {

using rocksdb::IODebugContext;
using rocksdb::IOOptions;
using rocksdb::IOStatus;

// RocksDB joins paths with one slash, callers may use two.
std::string Normal(const std::string& path) {
  std::string normal = std::filesystem::path(path).lexically_normal().string();
  if (normal.size() > 1 && normal.back() == '/') normal.pop_back();
  return normal;
}

std::string Parent(const std::string& path) {
  return std::filesystem::path(path).parent_path().string();
}

std::string ReadFile(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

}  // namespace

class CrashFileSystem::File : public rocksdb::FSWritableFileOwnerWrapper {
 public:
  File(std::unique_ptr<rocksdb::FSWritableFile> file, CrashFileSystem* fs,
       std::string path)
      : FSWritableFileOwnerWrapper(std::move(file)),
        fs_(fs),
        path_(std::move(path)) {}

  IOStatus Append(const rocksdb::Slice& data, const IOOptions& options,
                  IODebugContext* debug) override {
    MutexLock lock(&fs_->mu_);
    if (IOStatus status = fs_->Operate(); !status.ok()) return status;
    fs_->files_[path_].written += data.size();
    return FSWritableFileOwnerWrapper::Append(data, options, debug);
  }
  IOStatus Append(const rocksdb::Slice& data, const IOOptions& options,
                  const rocksdb::DataVerificationInfo& /*verification*/,
                  IODebugContext* debug) override {
    return Append(data, options, debug);
  }
  IOStatus PositionedAppend(const rocksdb::Slice&, uint64_t, const IOOptions&,
                            IODebugContext*) override {
    return IOStatus::NotSupported("positioned append");
  }
  IOStatus Truncate(uint64_t size, const IOOptions& options,
                    IODebugContext* debug) override {
    MutexLock lock(&fs_->mu_);
    if (IOStatus status = fs_->Operate(); !status.ok()) return status;
    Sizes& sizes = fs_->files_[path_];
    sizes.written = std::min(sizes.written, size);
    sizes.synced = std::min(sizes.synced, size);
    return FSWritableFileOwnerWrapper::Truncate(size, options, debug);
  }
  IOStatus Sync(const IOOptions& options, IODebugContext* debug) override {
    MutexLock lock(&fs_->mu_);
    if (IOStatus status = fs_->Operate(); !status.ok()) return status;
    if (fs_->fail_syncs_) return IOStatus::IOError("sync failed");
    Sizes& sizes = fs_->files_[path_];
    sizes.synced = sizes.written;
    // The page cache does; the power never really fails.
    return FSWritableFileOwnerWrapper::Flush(options, debug);
  }
  IOStatus Fsync(const IOOptions& options, IODebugContext* debug) override {
    return Sync(options, debug);
  }

 private:
  CrashFileSystem* const fs_;
  const std::string path_;
};

class CrashFileSystem::Directory : public rocksdb::FSDirectoryWrapper {
 public:
  Directory(std::unique_ptr<rocksdb::FSDirectory> directory,
            CrashFileSystem* fs, std::string path)
      : FSDirectoryWrapper(std::move(directory)),
        fs_(fs),
        path_(std::move(path)) {}

  IOStatus Fsync(const IOOptions& /*options*/,
                 IODebugContext* /*debug*/) override {
    MutexLock lock(&fs_->mu_);
    if (IOStatus status = fs_->Operate(); !status.ok()) return status;
    auto& changes = fs_->changes_;
    changes.erase(std::remove_if(changes.begin(), changes.end(),
                                 [this](const Change& change) {
                                   return Parent(change.to) == path_;
                                 }),
                  changes.end());
    return IOStatus::OK();
  }
  IOStatus FsyncWithDirOptions(
      const IOOptions& options, IODebugContext* debug,
      const rocksdb::DirFsyncOptions& /*dir_options*/) override {
    return Fsync(options, debug);
  }

 private:
  CrashFileSystem* const fs_;
  const std::string path_;
};

void CrashFileSystem::Crash() {
  MutexLock lock(&mu_);
  crashed_ = true;
}

void CrashFileSystem::CrashAfter(int operations) {
  MutexLock lock(&mu_);
  crash_at_ = operations_ + operations;
}

bool CrashFileSystem::crashed() const {
  MutexLock lock(&mu_);
  return crashed_;
}

void CrashFileSystem::FailSyncs(bool fail) {
  MutexLock lock(&mu_);
  fail_syncs_ = fail;
}

int CrashFileSystem::operations() const {
  MutexLock lock(&mu_);
  return operations_;
}

IOStatus CrashFileSystem::Operate() {
  if (crash_at_ >= 0 && operations_ >= crash_at_) crashed_ = true;
  if (crashed_) return IOStatus::IOError("the power is off");
  ++operations_;
  return IOStatus::OK();
}

void CrashFileSystem::Recover(uint32_t seed) {
  MutexLock lock(&mu_);
  std::mt19937 random(seed);
  for (const auto& [path, sizes] : files_) {
    const uint64_t unsynced = sizes.written - sizes.synced;
    const uint64_t kept =
        unsynced > 0 && random() % 2 == 0 ? random() % unsynced : 0;
    std::error_code ignored;  // the file may have been deleted
    std::filesystem::resize_file(path, sizes.synced + kept, ignored);
  }
  for (auto it = changes_.rbegin(); it != changes_.rend(); ++it) Undo(*it);
  files_.clear();
  changes_.clear();
  crashed_ = false;
  crash_at_ = -1;
}

void CrashFileSystem::Undo(const Change& change) {
  std::error_code ignored;
  if (change.from.empty()) {
    std::filesystem::remove(change.to, ignored);
    return;
  }
  std::filesystem::rename(change.to, change.from, ignored);
  if (change.replaced) {
    std::ofstream(change.to, std::ios::binary) << change.old_bytes;
  }
}

IOStatus CrashFileSystem::NewWritableFile(
    const std::string& path, const rocksdb::FileOptions& options,
    std::unique_ptr<rocksdb::FSWritableFile>* result, IODebugContext* debug) {
  MutexLock lock(&mu_);
  if (IOStatus status = Operate(); !status.ok()) return status;
  const IOStatus status =
      target()->NewWritableFile(path, options, result, debug);
  if (!status.ok()) return status;
  const std::string normal = Normal(path);
  files_[normal] = {};
  changes_.push_back({"", normal, false, ""});
  *result = std::make_unique<File>(std::move(*result), this, normal);
  return status;
}

IOStatus CrashFileSystem::ReopenWritableFile(
    const std::string&, const rocksdb::FileOptions&,
    std::unique_ptr<rocksdb::FSWritableFile>*, IODebugContext*) {
  return IOStatus::NotSupported("reopening");
}

IOStatus CrashFileSystem::ReuseWritableFile(
    const std::string&, const std::string&, const rocksdb::FileOptions&,
    std::unique_ptr<rocksdb::FSWritableFile>*, IODebugContext*) {
  return IOStatus::NotSupported("reusing");
}

IOStatus CrashFileSystem::NewDirectory(
    const std::string& path, const IOOptions& options,
    std::unique_ptr<rocksdb::FSDirectory>* result, IODebugContext* debug) {
  const IOStatus status = target()->NewDirectory(path, options, result, debug);
  if (status.ok()) {
    *result =
        std::make_unique<Directory>(std::move(*result), this, Normal(path));
  }
  return status;
}

IOStatus CrashFileSystem::RenameFile(const std::string& from,
                                     const std::string& to,
                                     const IOOptions& options,
                                     IODebugContext* debug) {
  MutexLock lock(&mu_);
  if (IOStatus status = Operate(); !status.ok()) return status;
  Change change = {Normal(from), Normal(to), false, ""};
  if (std::filesystem::is_regular_file(to)) {
    change.replaced = true;
    change.old_bytes = ReadFile(to);
  }
  const IOStatus status = target()->RenameFile(from, to, options, debug);
  if (status.ok()) {
    Move(change.from, change.to);
    changes_.push_back(std::move(change));
  }
  return status;
}

// A directory takes its files along.
void CrashFileSystem::Move(const std::string& from, const std::string& to) {
  std::map<std::string, Sizes> moved;
  for (auto it = files_.begin(); it != files_.end();) {
    const std::string& path = it->first;
    if (path == from || path.rfind(from + "/", 0) == 0) {
      moved[to + path.substr(from.size())] = it->second;
      it = files_.erase(it);
    } else {
      ++it;
    }
  }
  for (auto& [path, sizes] : moved) files_[path] = sizes;
}

IOStatus CrashFileSystem::DeleteFile(const std::string& path,
                                     const IOOptions& options,
                                     IODebugContext* debug) {
  MutexLock lock(&mu_);
  if (IOStatus status = Operate(); !status.ok()) return status;
  files_.erase(Normal(path));
  return target()->DeleteFile(path, options, debug);
}

}  // namespace impactwire::record_log
