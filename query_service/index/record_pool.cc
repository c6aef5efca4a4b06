#include "query_service/index/record_pool.h"

#include <cstdint>
#include <utility>

#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/wire_format_lite.h"

namespace impactwire::query {
namespace {

using google::protobuf::internal::WireFormatLite;

constexpr uint32_t kSequenceTag = WireFormatLite::MakeTag(
    v1::LogEntry::kSequenceFieldNumber, WireFormatLite::WIRETYPE_VARINT);
constexpr uint32_t kRecordTag =
    WireFormatLite::MakeTag(v1::LogEntry::kRecordFieldNumber,
                            WireFormatLite::WIRETYPE_LENGTH_DELIMITED);

// The sequence and the record of an entry that is nothing but these two, in
// this order.
bool ReadRecordEntry(absl::string_view bytes, uint64_t* sequence,
                     absl::string_view* record) {
  google::protobuf::io::CodedInputStream in(
      reinterpret_cast<const uint8_t*>(bytes.data()),
      static_cast<int>(bytes.size()));
  uint32_t size = 0;
  if (in.ReadTag() != kSequenceTag || !in.ReadVarint64(sequence) ||
      in.ReadTag() != kRecordTag || !in.ReadVarint32(&size)) {
    return false;
  }
  *record = bytes.substr(in.CurrentPosition());
  return record->size() == size;
}

}  // namespace

std::unique_ptr<v1::ArticleRecord> RecordPool::Take() {
  {
    MutexLock lock(&mu_);
    if (!spare_.empty()) {
      auto record = std::move(spare_.back());
      spare_.pop_back();
      return record;
    }
  }
  return std::make_unique<v1::ArticleRecord>();
}

bool RecordPool::Parse(absl::string_view bytes, v1::LogEntry* entry) {
  uint64_t sequence = 0;
  absl::string_view record_bytes;
  if (!ReadRecordEntry(bytes, &sequence, &record_bytes)) {
    return entry->ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
  }
  const bool is_large = record_bytes.size() > kMostBytes;
  std::unique_ptr<v1::ArticleRecord> record =
      is_large ? std::make_unique<v1::ArticleRecord>() : Take();
  if (!record->ParseFromArray(record_bytes.data(),
                              static_cast<int>(record_bytes.size()))) {
    return false;
  }
  if (is_large) {
    MutexLock lock(&mu_);
    if (large_.size() >= kMostLarge) large_.clear();
    large_.insert(record.get());
  }
  entry->Clear();
  entry->set_sequence(sequence);
  entry->set_allocated_record(record.release());
  return true;
}

std::unique_ptr<PreparedRecord> RecordPool::TakePrepared() {
  {
    MutexLock lock(&mu_);
    if (!spare_prepared_.empty()) {
      auto prepared = std::move(spare_prepared_.back());
      spare_prepared_.pop_back();
      return prepared;
    }
  }
  return std::make_unique<PreparedRecord>();
}

void RecordPool::Prepare(RecordPreparer* preparer, RecordBatch* batch) {
  batch->prepared.clear();
  for (v1::LogEntry& entry : batch->entries) {
    auto& prepared = batch->prepared.emplace_back();
    if (!entry.has_record()) continue;
    prepared = TakePrepared();
    preparer->Prepare(entry.mutable_record(), prepared.get());
  }
}

void RecordPool::TakeBack(RecordBatch* batch) {
  const size_t most = MostSpare(batch->entries.size());
  TakeBack(&batch->entries);
  {
    MutexLock lock(&mu_);
    for (auto& prepared : batch->prepared) {
      if (prepared == nullptr || prepared->bytes() > 2 * kMostBytes) continue;
      if (spare_prepared_.size() >= most) break;
      spare_prepared_.push_back(std::move(prepared));
    }
    while (spare_prepared_.size() > most) spare_prepared_.pop_back();
  }
  batch->prepared.clear();
}

void RecordPool::TakeBack(
    google::protobuf::RepeatedPtrField<v1::LogEntry>* entries) {
  const size_t most = MostSpare(entries->size());
  // Freed without the lock.
  std::vector<std::unique_ptr<v1::ArticleRecord>> unwanted;
  {
    MutexLock lock(&mu_);
    for (v1::LogEntry& entry : *entries) {
      if (!entry.has_record() || large_.erase(&entry.record()) > 0) continue;
      spare_.emplace_back(entry.release_record());
    }
    while (spare_.size() > most) {
      unwanted.push_back(std::move(spare_.back()));
      spare_.pop_back();
    }
  }
  entries->Clear();
}

size_t RecordPool::spare() const {
  MutexLock lock(&mu_);
  return spare_.size();
}

}  // namespace impactwire::query
