#include "query_service/follow/record_stream.h"

#include <grpcpp/support/byte_buffer.h>

#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/clock.h"
#include "common/server/grpc_status.h"
#include "common/status/status_macros.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/wire_format_lite.h"

namespace impactwire::query {
namespace {

using google::protobuf::internal::WireFormatLite;
using Response = v1::StreamRecordsResponse;

constexpr char kMethod[] = "/impactwire.v1.IngestService/StreamRecords";

absl::Status ReadPosition(absl::string_view text, Position* position) {
  auto parsed = Position::Parse(text);
  if (!parsed.ok()) {
    return absl::DataLossError(absl::StrCat(
        "a batch with \"", absl::CHexEscape(text), "\" as a position"));
  }
  *position = *std::move(parsed);
  return absl::OkStatus();
}

// A StreamRecordsResponse, with its records parsed into those of `pool`.
absl::StatusOr<RecordBatch> ParseBatch(absl::string_view bytes,
                                       RecordPool* pool) {
  RecordBatch batch;
  absl::string_view after, through, high_watermark;
  const auto read = [&] {
    google::protobuf::io::CodedInputStream in(
        reinterpret_cast<const uint8_t*>(bytes.data()),
        static_cast<int>(bytes.size()));
    while (const uint32_t tag = in.ReadTag()) {
      if (WireFormatLite::GetTagWireType(tag) !=
          WireFormatLite::WIRETYPE_LENGTH_DELIMITED) {
        if (!WireFormatLite::SkipField(&in, tag)) return false;
        continue;
      }
      uint32_t size = 0;
      if (!in.ReadVarint32(&size)) return false;
      const absl::string_view field = bytes.substr(in.CurrentPosition(), size);
      if (field.size() != size || !in.Skip(static_cast<int>(size))) {
        return false;
      }
      switch (WireFormatLite::GetTagFieldNumber(tag)) {
        case Response::kAfterPositionFieldNumber:
          after = field;
          break;
        case Response::kThroughPositionFieldNumber:
          through = field;
          break;
        case Response::kHighWatermarkFieldNumber:
          high_watermark = field;
          break;
        case Response::kEntriesFieldNumber:
          if (!pool->Parse(field, batch.entries.Add())) return false;
          break;
        default:  // of a later version
          break;
      }
    }
    return in.ConsumedEntireMessage();
  };
  if (!read()) {
    pool->TakeBack(&batch.entries);
    return absl::DataLossError("a batch that is no StreamRecordsResponse");
  }
  RETURN_IF_ERROR(ReadPosition(after, &batch.after));
  RETURN_IF_ERROR(ReadPosition(through, &batch.through));
  RETURN_IF_ERROR(ReadPosition(high_watermark, &batch.high_watermark));
  return batch;
}

}  // namespace

bool Chains(const Position& held, const Position& after) {
  if (held.sequence == 0 && after.sequence == 0) {
    // The beginning, with or without the log's name.
    return held.is_beginning() || after.is_beginning() ||
           held.log_id == after.log_id;
  }
  return held == after;
}

RecordStream::RecordStream(const std::shared_ptr<grpc::Channel>& channel,
                           const Position& after, const std::string& follower,
                           int max_batch_bytes, RecordPool* pool)
    : pool_(pool), held_(after) {
  v1::StreamRecordsRequest request;
  request.set_after_position(after.ToString());
  request.set_follower(follower);
  request.set_max_batch_bytes(max_batch_bytes);
  request.set_omit_text(true);
  call_ =
      grpc::TemplatedGenericStub<v1::StreamRecordsRequest, grpc::ByteBuffer>(
          channel)
          .PrepareCall(&context_, kMethod, &operations_);
  call_->StartCall(nullptr);
  // Where the call ended already, Read tells why.
  if (!Wait()) return;
  call_->WriteLast(request, grpc::WriteOptions(), nullptr);
  Wait();
}

RecordStream::~RecordStream() {
  if (!finished_) {
    context_.TryCancel();
    Finish().IgnoreError();
  }
  operations_.Shutdown();
  void* tag = nullptr;
  bool ok = false;
  while (operations_.Next(&tag, &ok)) {
  }
}

bool RecordStream::Wait() {
  void* tag = nullptr;
  bool ok = false;
  return operations_.Next(&tag, &ok) && ok;
}

absl::Status RecordStream::Finish() {
  finished_ = true;
  grpc::Status status;
  call_->Finish(&status, nullptr);
  Wait();
  return FromGrpcStatus(status);
}

void RecordStream::SetWaiting(absl::Time since) {
  MutexLock lock(&mu_);
  waiting_since_ = since;
}

absl::Time RecordStream::waiting_since() const {
  MutexLock lock(&mu_);
  return waiting_since_;
}

absl::StatusOr<RecordBatch> RecordStream::Read() {
  grpc::ByteBuffer message;
  SetWaiting(absl::Now());
  call_->Read(&message, nullptr);
  const bool read = Wait();
  SetWaiting(absl::InfiniteFuture());
  if (!read) {
    const absl::Status status = Finish();
    return status.ok() ? absl::UnavailableError("the stream ended") : status;
  }
  grpc::Slice bytes;
  if (!message.TrySingleSlice(&bytes).ok() &&
      !message.DumpToSingleSlice(&bytes).ok()) {
    return absl::DataLossError("a batch that cannot be read");
  }
  auto batch =
      ParseBatch(absl::string_view(reinterpret_cast<const char*>(bytes.begin()),
                                   bytes.size()),
                 pool_);
  if (!batch.ok()) return batch.status();
  if (!Chains(held_, batch->after)) {
    return absl::DataLossError(
        absl::StrCat("a batch after \"", batch->after.ToString(),
                     "\" does not chain to \"", held_.ToString(), "\""));
  }
  held_ = batch->through;
  return batch;
}

}  // namespace impactwire::query
