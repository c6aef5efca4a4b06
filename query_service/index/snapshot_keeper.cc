#include "query_service/index/snapshot_keeper.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/base/log.h"

namespace impactwire::query {

SnapshotKeeper::SnapshotKeeper(const SnapshotKeeperOptions& options,
                               Index* index)
    : options_(options), index_(index) {}

SnapshotKeeper::~SnapshotKeeper() { End(); }

SnapshotKeeperStatus SnapshotKeeper::status() const {
  MutexLock lock(&mu_);
  return status_;
}

bool SnapshotKeeper::Load() {
  if (options_.folder.empty()) return false;
  DeleteOldSnapshotFiles(options_.folder, options_.keep);
  const auto paths = ListSnapshotFiles(options_.folder);
  if (!paths.ok()) return false;
  for (const std::string& path : *paths) {
    const absl::Time start = absl::Now();
    auto loaded = ReadSnapshotFile(path, index_->generation_options());
    if (!loaded.ok()) {
      Log(Severity::kWarning, "a snapshot file is no use",
          {{"file", path},
           {"code", absl::StatusCodeToString(loaded.status().code())},
           {"reason", loaded.status().message()}});
      continue;
    }
    Log(Severity::kInfo, "the index starts from a snapshot file",
        {{"file", path},
         {"position", loaded->file.position.ToString()},
         {"written", absl::FormatTime(loaded->file.time)},
         {"seconds", absl::ToDoubleSeconds(absl::Now() - start)}});
    index_->StartFrom(std::move(loaded->generation));
    MutexLock lock(&mu_);
    status_.loaded = std::move(loaded->file);
    return true;
  }
  return false;
}

void SnapshotKeeper::Start() {
  if (options_.folder.empty() || options_.interval <= absl::ZeroDuration()) {
    return;
  }
  thread_ = std::thread([this] { Loop(); });
}

void SnapshotKeeper::End() {
  {
    MutexLock lock(&mu_);
    stopping_ = true;
    wake_.SignalAll();
  }
  if (thread_.joinable()) thread_.join();
}

void SnapshotKeeper::Stop() {
  End();
  if (!options_.folder.empty()) Write();
}

void SnapshotKeeper::Loop() {
  for (;;) {
    {
      const absl::Time until = absl::Now() + options_.interval;
      MutexLock lock(&mu_);
      while (!stopping_ && absl::Now() < until) wake_.WaitUntil(&mu_, until);
      if (stopping_) return;
    }
    Write();
  }
}

void SnapshotKeeper::Write() {
  // Pinned for as long as the writing takes, which a compaction meanwhile pays
  // for with the memory of the generation that it replaces.
  const Snapshot now = index_->Pin();
  const Position position{now.tables().log_id(), now.at()};
  if (position.is_beginning()) return;
  {
    MutexLock lock(&mu_);
    const auto& last =
        status_.written.has_value() ? status_.written : status_.loaded;
    if (last.has_value() && last->position == position) return;
  }
  const absl::Time start = absl::Now();
  auto written = WriteSnapshotFile(options_.folder, now, start);
  if (!written.ok()) {
    Log(Severity::kError, "no snapshot file was written",
        {{"folder", options_.folder}, {"reason", written.status().message()}});
    MutexLock lock(&mu_);
    ++status_.failures;
    return;
  }
  DeleteOldSnapshotFiles(options_.folder, options_.keep);
  Log(Severity::kInfo, "snapshot file written",
      {{"file", written->path},
       {"position", position.ToString()},
       {"seconds", absl::ToDoubleSeconds(absl::Now() - start)}});
  MutexLock lock(&mu_);
  status_.written = *std::move(written);
}

}  // namespace impactwire::query
