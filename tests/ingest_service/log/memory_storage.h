// A LogStorage in memory whose commits can be held up and made to fail.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "common/base/mutex.h"
#include "ingest_service/log/log_storage.h"

namespace impactwire::record_log {

class MemoryStorage : public LogStorage {
 public:
  using Rows = std::map<std::pair<Table, std::string>, std::string>;

  std::unique_ptr<StorageView> View() const override {
    MutexLock lock(&mu_);
    return std::make_unique<MemoryView>(rows_, unreadable_);
  }

  absl::Status Apply(const std::vector<StorageWrite>& writes) override {
    MutexLock lock(&mu_);
    waiting_ = true;
    changed_.SignalAll();
    while (held_) changed_.Wait(&mu_);
    waiting_ = false;
    if (!failure_.ok()) return failure_;
    // Views keep what they have.
    auto rows = std::make_shared<Rows>(*rows_);
    for (const StorageWrite& write : writes) {
      if (write.value) {
        (*rows)[{write.table, write.key}] = *write.value;
      } else {
        rows->erase({write.table, write.key});
      }
    }
    rows_ = std::move(rows);
    ++commits_;
    return absl::OkStatus();
  }

  uint64_t ByteSize() const override { return 0; }

  // Commits wait until Release.
  void Hold() {
    MutexLock lock(&mu_);
    held_ = true;
  }
  // Returns once a commit waits.
  void AwaitCommit() {
    MutexLock lock(&mu_);
    while (!waiting_) changed_.Wait(&mu_);
  }
  void Release() {
    MutexLock lock(&mu_);
    held_ = false;
    changed_.SignalAll();
  }
  void FailCommits(absl::Status status) {
    MutexLock lock(&mu_);
    failure_ = std::move(status);
  }
  // Reading this key gives DATA_LOSS.
  void Damage(Table table, std::string key) {
    MutexLock lock(&mu_);
    unreadable_ = {table, std::move(key)};
  }
  void Clear() {
    MutexLock lock(&mu_);
    rows_ = std::make_shared<Rows>();
  }
  Rows rows() const {
    MutexLock lock(&mu_);
    return *rows_;
  }
  int commits() const {
    MutexLock lock(&mu_);
    return commits_;
  }

 private:
  class MemoryView : public StorageView {
   public:
    MemoryView(std::shared_ptr<const Rows> rows,
               std::pair<Table, std::string> unreadable)
        : rows_(std::move(rows)), unreadable_(std::move(unreadable)) {}

    absl::StatusOr<std::optional<std::string>> Get(
        Table table, absl::string_view key) const override {
      const std::pair<Table, std::string> at(table, std::string(key));
      if (!unreadable_.second.empty() && at == unreadable_) {
        return absl::DataLossError("damaged");
      }
      const auto it = rows_->find(at);
      if (it == rows_->end()) return std::optional<std::string>();
      return std::optional<std::string>(it->second);
    }

    absl::Status Scan(
        Table table, absl::string_view first,
        absl::FunctionRef<bool(absl::string_view, absl::string_view)> visit)
        const override {
      for (auto it = rows_->lower_bound({table, std::string(first)});
           it != rows_->end() && it->first.first == table; ++it) {
        if (!visit(it->first.second, it->second)) break;
      }
      return absl::OkStatus();
    }

   private:
    const std::shared_ptr<const Rows> rows_;
    const std::pair<Table, std::string> unreadable_;
  };

  mutable Mutex mu_;
  CondVar changed_;
  std::shared_ptr<const Rows> rows_ ABSL_GUARDED_BY(mu_) =
      std::make_shared<Rows>();
  std::pair<Table, std::string> unreadable_ ABSL_GUARDED_BY(mu_);
  absl::Status failure_ ABSL_GUARDED_BY(mu_);
  int commits_ ABSL_GUARDED_BY(mu_) = 0;
  bool held_ ABSL_GUARDED_BY(mu_) = false;
  bool waiting_ ABSL_GUARDED_BY(mu_) = false;
};

}  // namespace impactwire::record_log
