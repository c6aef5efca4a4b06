#include "ingest_service/log/stored_record_log.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/utf8.h"
#include "common/status/status_macros.h"
#include "ingest_service/log/compression.h"
#include "ingest_service/log/log_format.h"
#include "ingest_service/log/log_reader.h"
#include "ingest_service/log/stored_record.h"

namespace impactwire::record_log {
namespace {

void SetTime(absl::Time time, google::protobuf::Timestamp* out) {
  const absl::Duration since = time - absl::UnixEpoch();
  const int64_t seconds =
      absl::ToInt64Seconds(absl::Floor(since, absl::Seconds(1)));
  out->set_seconds(seconds);
  out->set_nanos(static_cast<int32_t>(
      absl::ToInt64Nanoseconds(since - absl::Seconds(seconds))));
}

}  // namespace

absl::Status StoredRecordLog::Initialize(LogStorage* storage) {
  return storage->Apply(NewLogWrites(RandomLogId()));
}

absl::StatusOr<std::unique_ptr<StoredRecordLog>> StoredRecordLog::Open(
    std::unique_ptr<LogStorage> storage, CommitterOptions options) {
  const std::unique_ptr<StorageView> view = storage->View();
  ASSIGN_OR_RETURN(const auto format, view->Get(Table::kMeta, kFormatKey));
  if (!format) {
    return absl::FailedPreconditionError("holds no impactwire record log");
  }
  if (*format != kFormat) {
    return absl::FailedPreconditionError(
        absl::StrCat("holds a record log of another format (\"", *format,
                     "\"); this program reads \"", kFormat, "\""));
  }
  ASSIGN_OR_RETURN(auto log_id, view->Get(Table::kMeta, kLogIdKey));
  if (!log_id) return absl::DataLossError("record log, meta: no log id");
  ASSIGN_OR_RETURN(const LogState state, ReadState(*view));
  bool beyond = false;
  RETURN_IF_ERROR(view->Scan(Table::kEntries,
                             EncodeInteger(state.high_watermark + 1),
                             [&](absl::string_view, absl::string_view) {
                               beyond = true;
                               return false;
                             }));
  if (beyond) {
    return absl::DataLossError(
        absl::StrCat("record log, entries: there are some beyond the high "
                     "watermark ",
                     state.high_watermark));
  }
  return std::unique_ptr<StoredRecordLog>(new StoredRecordLog(
      std::move(storage), *std::move(log_id), state, std::move(options)));
}

StoredRecordLog::StoredRecordLog(std::unique_ptr<LogStorage> storage,
                                 std::string log_id, const LogState& state,
                                 CommitterOptions options)
    : storage_(std::move(storage)),
      log_id_(std::move(log_id)),
      committer_(storage_.get(), state, std::move(options)) {}

StoredRecordLog::~StoredRecordLog() = default;

void StoredRecordLog::Upsert(v1::ArticleRecord record,
                             const v1::Article& original, Admission admission,
                             AppendCallback done) {
  AppendOp op;
  op.kind = EntryKind::kRecord;
  op.key = ArticleTableKey(record.article_id());
  op.fingerprint = Fingerprint(record);
  v1::LogEntry entry;
  *entry.mutable_record() = std::move(record);
  const std::string text = TakeText(entry.mutable_record());
  op.entry = entry.SerializeAsString();
  // A string that is not UTF-8 can be written but not read: every follower
  // would stop there for good.
  if (!IsValidUtf8(text) || !entry.ParseFromString(op.entry)) {
    done(absl::InternalError(absl::StrCat("the record of article \"",
                                          op.key.substr(1),
                                          "\" cannot be read back")));
    return;
  }
  op.text = Compress(text);
  op.body = Compress(original.SerializeAsString());
  committer_.Append(std::move(op), admission, std::move(done));
}

void StoredRecordLog::Delete(absl::string_view article_id, absl::Time now,
                             Admission admission, AppendCallback done) {
  AppendOp op;
  op.kind = EntryKind::kTombstone;
  op.key = ArticleTableKey(article_id);
  op.delete_millis = absl::ToUnixMillis(now);
  v1::LogEntry entry;
  entry.mutable_tombstone()->set_article_id(std::string(article_id));
  SetTime(now, entry.mutable_tombstone()->mutable_delete_time());
  op.entry = entry.SerializeAsString();
  committer_.Append(std::move(op), admission, std::move(done));
}

void StoredRecordLog::PutOverride(const v1::Override& value,
                                  Admission admission, AppendCallback done) {
  AppendOp op;
  op.kind = EntryKind::kOverride;
  op.key = OverrideTableKey(value.override_id());
  v1::LogEntry entry;
  *entry.mutable_override() = value;
  op.entry = entry.SerializeAsString();
  committer_.Append(std::move(op), admission, std::move(done));
}

absl::StatusOr<FoundRecord> StoredRecordLog::Find(absl::string_view article_id,
                                                  v1::Article* original) const {
  const std::unique_ptr<StorageView> view = storage_->View();
  FoundRecord found;
  ASSIGN_OR_RETURN(found.sequence, FindSequence(*view, article_id));
  ASSIGN_OR_RETURN(found.record, ReadRecord(*view, found.sequence));
  if (original != nullptr) {
    ASSIGN_OR_RETURN(*original, ReadOriginal(*view, found.sequence));
  }
  return found;
}

absl::StatusOr<FoundOverride> StoredRecordLog::FindOverride(
    absl::string_view override_id) const {
  return ReadOverride(*storage_->View(), override_id);
}

absl::StatusOr<LogBatch> StoredRecordLog::ReadAfter(uint64_t after,
                                                    size_t max_bytes,
                                                    bool omit_text) const {
  return ReadEntries(*storage_->View(), after, max_bytes, omit_text);
}

uint64_t StoredRecordLog::high_watermark() const {
  return committer_.watermark().value();
}

std::unique_ptr<Watermark::Subscription> StoredRecordLog::Subscribe(
    std::function<void(uint64_t)> advanced) {
  return committer_.watermark().Subscribe(std::move(advanced));
}

absl::StatusOr<uint64_t> StoredRecordLog::DropTombstones(
    absl::Time deleted_before) {
  return committer_.DropTombstones(absl::ToUnixMillis(deleted_before));
}

LogStats StoredRecordLog::Stats() const {
  const LogState state = committer_.state();
  LogStats stats;
  stats.high_watermark = state.high_watermark;
  stats.oldest_resumable = state.oldest_resumable;
  stats.article_count = state.article_count;
  stats.tombstone_count = state.tombstone_count;
  stats.stored_bytes = storage_->ByteSize();
  stats.commit_count = committer_.commit_count();
  stats.queued_count = committer_.queued_count();
  return stats;
}

}  // namespace impactwire::record_log
