#include "ingest_service/log/log_reader.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "ingest_service/log/compression.h"
#include "ingest_service/log/stored_record.h"

namespace impactwire::record_log {
namespace {

// No stored text or article comes near; a damaged size must not be believed.
constexpr size_t kMaxDecompressed = 256 << 20;

absl::Status Damage(Table table, uint64_t sequence, absl::string_view what) {
  return absl::DataLossError(absl::StrCat("record log, ", TableName(table),
                                          ", sequence ", sequence, ": ", what));
}

absl::StatusOr<std::string> ReadValue(const StorageView& view, Table table,
                                      uint64_t sequence) {
  ASSIGN_OR_RETURN(auto value, view.Get(table, EncodeInteger(sequence)));
  if (!value) return Damage(table, sequence, "is missing");
  return *std::move(value);
}

absl::StatusOr<std::string> ReadCompressed(const StorageView& view, Table table,
                                           uint64_t sequence) {
  ASSIGN_OR_RETURN(const std::string value, ReadValue(view, table, sequence));
  auto bytes = Decompress(value, kMaxDecompressed);
  if (!bytes.ok()) return Damage(table, sequence, bytes.status().message());
  return bytes;
}

// The entry as ReadAfter gives it with text.
absl::StatusOr<std::string> WithText(const StorageView& view, uint64_t sequence,
                                     std::string bytes) {
  v1::LogEntry entry;
  if (!entry.ParseFromString(bytes)) {
    return Damage(Table::kEntries, sequence, "does not parse");
  }
  if (!entry.has_record()) return bytes;
  ASSIGN_OR_RETURN(std::string text,
                   ReadCompressed(view, Table::kTexts, sequence));
  PutText(std::move(text), entry.mutable_record());
  return entry.SerializeAsString();
}

absl::Status CheckResumable(uint64_t after, const LogState& state) {
  if (after > state.high_watermark) {
    return WithReason(
        absl::OutOfRangeError(absl::StrCat(
            "the position lies beyond the end of the log (sequence ", after,
            ", end ", state.high_watermark,
            "): start anew from the empty position")),
        "POSITION_AHEAD");
  }
  if (after != 0 && after < state.oldest_resumable) {
    return WithReason(
        absl::OutOfRangeError(absl::StrCat(
            "the position is no longer kept (sequence ", after, ", oldest ",
            state.oldest_resumable, "): start anew from the empty position")),
        "POSITION_EXPIRED");
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<LogState> ReadState(const StorageView& view) {
  ASSIGN_OR_RETURN(const auto bytes, view.Get(Table::kMeta, kStateKey));
  if (!bytes) return absl::DataLossError("record log, meta: no log state");
  return LogState::Decode(*bytes);
}

absl::StatusOr<uint64_t> FindSequence(const StorageView& view,
                                      absl::string_view article_id) {
  ASSIGN_OR_RETURN(const auto bytes,
                   view.Get(Table::kKeys, ArticleTableKey(article_id)));
  if (!bytes) return ResourceNotFound("article", article_id);
  ASSIGN_OR_RETURN(const KeyState live, KeyState::Decode(*bytes));
  if (live.kind != EntryKind::kRecord) {
    return ResourceNotFound("article", article_id);
  }
  return live.sequence;
}

absl::StatusOr<FoundOverride> ReadOverride(const StorageView& view,
                                           absl::string_view override_id) {
  ASSIGN_OR_RETURN(const auto key,
                   view.Get(Table::kKeys, OverrideTableKey(override_id)));
  if (!key) return ResourceNotFound("override", override_id);
  ASSIGN_OR_RETURN(const KeyState live, KeyState::Decode(*key));
  ASSIGN_OR_RETURN(const std::string bytes,
                   ReadValue(view, Table::kEntries, live.sequence));
  v1::LogEntry entry;
  if (!HasSequence(bytes, live.sequence) || !entry.ParseFromString(bytes) ||
      !entry.has_override()) {
    return Damage(Table::kEntries, live.sequence,
                  "is no override of that sequence");
  }
  return FoundOverride{live.sequence, std::move(*entry.mutable_override())};
}

absl::StatusOr<v1::ArticleRecord> ReadRecord(const StorageView& view,
                                             uint64_t sequence) {
  ASSIGN_OR_RETURN(const std::string bytes,
                   ReadValue(view, Table::kEntries, sequence));
  v1::LogEntry entry;
  if (!HasSequence(bytes, sequence) || !entry.ParseFromString(bytes) ||
      !entry.has_record()) {
    return Damage(Table::kEntries, sequence, "is no record of that sequence");
  }
  ASSIGN_OR_RETURN(std::string text,
                   ReadCompressed(view, Table::kTexts, sequence));
  PutText(std::move(text), entry.mutable_record());
  return std::move(*entry.mutable_record());
}

absl::StatusOr<v1::Article> ReadOriginal(const StorageView& view,
                                         uint64_t sequence) {
  ASSIGN_OR_RETURN(const std::string bytes,
                   ReadCompressed(view, Table::kBodies, sequence));
  v1::Article article;
  if (!article.ParseFromString(bytes)) {
    return Damage(Table::kBodies, sequence, "is no article");
  }
  return article;
}

absl::StatusOr<LogBatch> ReadEntries(const StorageView& view, uint64_t after,
                                     size_t max_bytes, bool omit_text) {
  ASSIGN_OR_RETURN(const LogState state, ReadState(view));
  RETURN_IF_ERROR(CheckResumable(after, state));
  LogBatch batch;
  batch.high_watermark = state.high_watermark;
  batch.through = state.high_watermark;
  if (after == state.high_watermark) return batch;
  uint64_t last = after;
  size_t bytes = 0;
  absl::Status status;
  RETURN_IF_ERROR(view.Scan(
      Table::kEntries, EncodeInteger(after + 1),
      [&](absl::string_view key, absl::string_view value) {
        uint64_t sequence = 0;
        if (!DecodeInteger(key, &sequence) || !HasSequence(value, sequence) ||
            sequence > state.high_watermark) {
          status = Damage(Table::kEntries, sequence,
                          "the entry is of another sequence");
          return false;
        }
        // Checked before the text is read too: it only makes an entry larger.
        if (!batch.entries.empty() && bytes + value.size() > max_bytes) {
          batch.through = last;
          return false;
        }
        std::string entry(value);
        if (!omit_text) {
          auto full = WithText(view, sequence, std::move(entry));
          if (!full.ok()) {
            status = full.status();
            return false;
          }
          entry = *std::move(full);
        }
        if (!batch.entries.empty() && bytes + entry.size() > max_bytes) {
          batch.through = last;
          return false;
        }
        bytes += entry.size();
        batch.entries.push_back(std::move(entry));
        last = sequence;
        return true;
      }));
  RETURN_IF_ERROR(status);
  return batch;
}

}  // namespace impactwire::record_log
