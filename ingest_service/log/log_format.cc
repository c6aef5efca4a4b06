#include "ingest_service/log/log_format.h"

#include <random>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace impactwire::record_log {
namespace {

constexpr size_t kIntegerSize = 8;

void AppendInteger(uint64_t value, std::string* out) {
  for (int shift = 56; shift >= 0; shift -= 8) {
    out->push_back(static_cast<char>(value >> shift));
  }
}

uint64_t IntegerAt(absl::string_view bytes, size_t index) {
  uint64_t value = 0;
  for (size_t i = index; i < index + kIntegerSize; ++i) {
    value = value << 8 | static_cast<unsigned char>(bytes[i]);
  }
  return value;
}

// Field 1, varint: LogEntry.sequence.
constexpr char kSequenceTag = 0x08;

std::string SequenceField(uint64_t sequence) {
  std::string field(1, kSequenceTag);
  while (sequence >= 0x80) {
    field.push_back(static_cast<char>(sequence | 0x80));
    sequence >>= 7;
  }
  field.push_back(static_cast<char>(sequence));
  return field;
}

}  // namespace

absl::string_view TableName(Table table) {
  switch (table) {
    case Table::kMeta:
      return "meta";
    case Table::kKeys:
      return "keys";
    case Table::kEntries:
      return "entries";
    case Table::kTexts:
      return "texts";
    case Table::kBodies:
      return "bodies";
    case Table::kTombstones:
      return "tombstones";
  }
  return "?";
}

std::string EncodeInteger(uint64_t value) {
  std::string out;
  AppendInteger(value, &out);
  return out;
}

bool DecodeInteger(absl::string_view bytes, uint64_t* value) {
  if (bytes.size() != kIntegerSize) return false;
  *value = IntegerAt(bytes, 0);
  return true;
}

std::string ArticleTableKey(absl::string_view article_id) {
  return absl::StrCat("a", article_id);
}

std::string OverrideTableKey(absl::string_view override_id) {
  return absl::StrCat("o", override_id);
}

std::string KeyState::Encode() const {
  std::string out;
  AppendInteger(sequence, &out);
  out.push_back(static_cast<char>(kind));
  out.append(fingerprint);
  return out;
}

absl::StatusOr<KeyState> KeyState::Decode(absl::string_view bytes) {
  KeyState state;
  if (bytes.size() <= kIntegerSize) {
    return absl::DataLossError("a key state is cut short");
  }
  state.sequence = IntegerAt(bytes, 0);
  state.kind = static_cast<EntryKind>(bytes[kIntegerSize]);
  switch (state.kind) {
    case EntryKind::kRecord:
    case EntryKind::kTombstone:
    case EntryKind::kOverride:
      state.fingerprint = std::string(bytes.substr(kIntegerSize + 1));
      return state;
  }
  return absl::DataLossError("a key state is of no known kind");
}

std::string LogState::Encode() const {
  std::string out;
  AppendInteger(high_watermark, &out);
  AppendInteger(oldest_resumable, &out);
  AppendInteger(article_count, &out);
  AppendInteger(tombstone_count, &out);
  return out;
}

absl::StatusOr<LogState> LogState::Decode(absl::string_view bytes) {
  if (bytes.size() != 4 * kIntegerSize) {
    return absl::DataLossError("the log state is cut short");
  }
  LogState state;
  state.high_watermark = IntegerAt(bytes, 0);
  state.oldest_resumable = IntegerAt(bytes, kIntegerSize);
  state.article_count = IntegerAt(bytes, 2 * kIntegerSize);
  state.tombstone_count = IntegerAt(bytes, 3 * kIntegerSize);
  return state;
}

std::string SerializedEntry(uint64_t sequence, absl::string_view rest) {
  return absl::StrCat(SequenceField(sequence), rest);
}

bool HasSequence(absl::string_view entry, uint64_t sequence) {
  const std::string field = SequenceField(sequence);
  return entry.substr(0, field.size()) == field;
}

std::vector<StorageWrite> NewLogWrites(absl::string_view log_id) {
  return {{Table::kMeta, std::string(kFormatKey), std::string(kFormat)},
          {Table::kMeta, std::string(kLogIdKey), std::string(log_id)},
          {Table::kMeta, std::string(kStateKey), LogState().Encode()}};
}

std::string RandomLogId() {
  std::random_device random;
  const uint64_t value = uint64_t{random()} << 32 | random();
  return absl::StrFormat("%016x", value);
}

}  // namespace impactwire::record_log
