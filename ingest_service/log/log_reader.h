// Reading a record log's tables at one moment. What is not there but must be
// is DATA_LOSS, and the message says where.
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "impactwire/v1/article.pb.h"
#include "ingest_service/log/log_format.h"
#include "ingest_service/log/log_storage.h"
#include "ingest_service/log/record_log.h"

namespace impactwire::record_log {

absl::StatusOr<LogState> ReadState(const StorageView& view);

// The live record's sequence. NOT_FOUND.
absl::StatusOr<uint64_t> FindSequence(const StorageView& view,
                                      absl::string_view article_id);

// The record at `sequence`, with its text.
absl::StatusOr<v1::ArticleRecord> ReadRecord(const StorageView& view,
                                             uint64_t sequence);

// The live override. NOT_FOUND.
absl::StatusOr<FoundOverride> ReadOverride(const StorageView& view,
                                           absl::string_view override_id);

absl::StatusOr<v1::Article> ReadOriginal(const StorageView& view,
                                         uint64_t sequence);

// See RecordLog::ReadAfter.
absl::StatusOr<LogBatch> ReadEntries(const StorageView& view, uint64_t after,
                                     size_t max_bytes, bool omit_text);

}  // namespace impactwire::record_log
