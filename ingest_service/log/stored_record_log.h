// StoredRecordLog: the RecordLog over a LogStorage.
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "ingest_service/log/group_committer.h"
#include "ingest_service/log/log_storage.h"
#include "ingest_service/log/record_log.h"

namespace impactwire::record_log {

class StoredRecordLog : public RecordLog {
 public:
  // Makes an empty storage a new log, durably.
  static absl::Status Initialize(LogStorage* storage);

  // `storage` holds a log. FAILED_PRECONDITION if it holds something else, or
  // a log of another format; DATA_LOSS if the log is damaged.
  static absl::StatusOr<std::unique_ptr<StoredRecordLog>> Open(
      std::unique_ptr<LogStorage> storage, CommitterOptions options);

  // Commits and acknowledges what is queued.
  ~StoredRecordLog() override;

  absl::string_view log_id() const override { return log_id_; }
  void Upsert(v1::ArticleRecord record, const v1::Article& original,
              Admission admission, AppendCallback done) override;
  void Delete(absl::string_view article_id, absl::Time now, Admission admission,
              AppendCallback done) override;
  void PutOverride(const v1::Override& value, Admission admission,
                   AppendCallback done) override;
  absl::StatusOr<FoundRecord> Find(absl::string_view article_id,
                                   v1::Article* original) const override;
  absl::StatusOr<FoundOverride> FindOverride(
      absl::string_view override_id) const override;
  absl::StatusOr<LogBatch> ReadAfter(uint64_t after, size_t max_bytes,
                                     bool omit_text) const override;
  uint64_t high_watermark() const override;
  std::unique_ptr<Watermark::Subscription> Subscribe(
      std::function<void(uint64_t)> advanced) override;
  absl::StatusOr<uint64_t> DropTombstones(absl::Time deleted_before) override;
  LogStats Stats() const override;

 private:
  StoredRecordLog(std::unique_ptr<LogStorage> storage, std::string log_id,
                  const LogState& state, CommitterOptions options);

  const std::unique_ptr<LogStorage> storage_;
  const std::string log_id_;
  GroupCommitter committer_;  // ends before the storage does
};

}  // namespace impactwire::record_log
