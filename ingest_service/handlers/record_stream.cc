#include "ingest_service/handlers/record_stream.h"

#include <google/protobuf/io/coded_stream.h>

#include <algorithm>
#include <limits>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/log.h"
#include "common/base/position.h"
#include "common/server/grpc_status.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "impactwire/v1/ingest.pb.h"
#include "ingest_service/handlers/message_codec.h"

namespace impactwire {
namespace {

using google::protobuf::io::CodedOutputStream;

constexpr int kDefaultBatchBytes = 1 << 20;
constexpr int kMaxBatchBytes = 16 << 20;
constexpr size_t kMaxNameBytes = 200;
constexpr absl::Duration kRetry = absl::Seconds(1);
// StreamRecordsResponse.entries, length-delimited.
constexpr char kEntriesTag = 4 << 3 | 2;

absl::StatusOr<uint64_t> ParseAfter(absl::string_view text,
                                    absl::string_view log_id) {
  const auto position = Position::Parse(text);
  if (!position.ok()) {
    return InvalidField("after_position", position.status().message());
  }
  if (!position->is_beginning() && position->log_id != log_id) {
    return WithReason(
        absl::FailedPreconditionError(
            "after_position: is of another log; start anew from the empty "
            "position"),
        "POSITION_OF_ANOTHER_LOG", {{"log_id", std::string(log_id)}});
  }
  return position->sequence;
}

void AppendLength(size_t length, std::string* out) {
  uint8_t bytes[10];
  const uint8_t* end = CodedOutputStream::WriteVarint64ToArray(length, bytes);
  out->append(reinterpret_cast<const char*>(bytes),
              static_cast<size_t>(end - bytes));
}

}  // namespace

RecordStream::RecordStream(const RecordStreamShared& shared,
                           grpc::CallbackServerContext* context)
    : shared_(shared),
      context_(context),
      call_(shared.gate->counts().Of("StreamRecords")),
      peer_(context->peer()) {}

RecordStream* RecordStream::Start(const RecordStreamShared& shared,
                                  grpc::CallbackServerContext* context,
                                  const grpc::ByteBuffer& request) {
  const std::shared_ptr<RecordStream> stream(new RecordStream(shared, context));
  stream->self_ = stream;
  stream->Begin(request);
  return stream.get();
}

void RecordStream::Begin(const grpc::ByteBuffer& request) {
  absl::Status status = shared_.gate->Admit(context_);
  if (status.ok()) status = Accept(request);
  if (!status.ok()) {
    End(status);
    return;
  }
  // First of all: once added, the stream may write.
  StartSendInitialMetadata();
  if (!shared_.followers->Add(weak_from_this())) {
    End(WithReason(OverloadedError("too many followers", kRetry),
                   "TOO_MANY_FOLLOWERS"));
    return;
  }
  drain_id_ = shared_.gate->SubscribeDrain([weak = weak_from_this()] {
    if (const auto stream = weak.lock()) {
      stream->End(CallGate::DrainingError());
    }
  });
  MutexLock lock(&mu_);
  // At once, so that the follower hears the high watermark.
  Pump(/*even_if_idle=*/true);
}

absl::Status RecordStream::Accept(const grpc::ByteBuffer& bytes) {
  v1::StreamRecordsRequest request;
  RETURN_IF_ERROR(ParseMessage(bytes, &request));
  ASSIGN_OR_RETURN(const uint64_t after,
                   ParseAfter(request.after_position(), shared_.log->log_id()));
  if (request.max_batch_bytes() < 0 ||
      request.max_batch_bytes() > kMaxBatchBytes) {
    return InvalidField("max_batch_bytes",
                        absl::StrCat("is ", request.max_batch_bytes(),
                                     "; from 0 to ", kMaxBatchBytes));
  }
  if (request.follower().size() > kMaxNameBytes) {
    return InvalidField("follower",
                        absl::StrCat("holds ", request.follower().size(),
                                     " bytes; at most ", kMaxNameBytes));
  }
  name_ = request.follower();
  max_batch_bytes_ = static_cast<size_t>(request.max_batch_bytes() > 0
                                             ? request.max_batch_bytes()
                                             : kDefaultBatchBytes);
  omit_text_ = request.omit_text();
  MutexLock lock(&mu_);
  sent_ = after;
  return absl::OkStatus();
}

void RecordStream::End(const absl::Status& status) {
  MutexLock lock(&mu_);
  if (end_.ok()) end_ = status;
  if (!busy_) EndNow();
}

void RecordStream::EndNow() {
  if (finished_) return;
  finished_ = true;
  Finish(EndOfCall(context_, call_, end_));
}

void RecordStream::OnCancel() {
  End(absl::CancelledError("the client has gone"));
}

void RecordStream::OnDone() {
  if (drain_id_ != 0) shared_.gate->UnsubscribeDrain(drain_id_);
  self_.reset();
}

void RecordStream::Advance() {
  MutexLock lock(&mu_);
  Pump(/*even_if_idle=*/false);
}

void RecordStream::Tick() {
  MutexLock lock(&mu_);
  if (!wrote_since_tick_) Pump(/*even_if_idle=*/true);
  wrote_since_tick_ = false;
}

v1::FollowerStatus RecordStream::Status() {
  MutexLock lock(&mu_);
  const uint64_t end = std::max(shared_.log->high_watermark(), sent_);
  v1::FollowerStatus status;
  status.set_follower(name_);
  status.set_peer(peer_);
  status.set_sent_position(PositionOf(sent_));
  status.set_lag(static_cast<int32_t>(
      std::min<uint64_t>(end - sent_, std::numeric_limits<int32_t>::max())));
  return status;
}

void RecordStream::Pump(bool even_if_idle) {
  if (busy_ || finished_ || !end_.ok()) return;
  if (!even_if_idle && shared_.log->high_watermark() <= sent_) return;
  busy_ = true;
  const bool taken = shared_.pool->TrySubmit(
      [self = shared_from_this(), after = sent_] { self->ReadLog(after); });
  if (!taken) {
    busy_ = false;
    end_ = OverloadedError("too many reads of the log wait", kRetry);
    EndNow();
  }
}

void RecordStream::ReadLog(uint64_t after) {
  const auto batch =
      shared_.log->ReadAfter(after, max_batch_bytes_, omit_text_);
  grpc::ByteBuffer encoded;
  if (batch.ok()) encoded = Encode(after, *batch);
  MutexLock lock(&mu_);
  if (!batch.ok() && end_.ok()) end_ = batch.status();
  if (!end_.ok()) {
    busy_ = false;
    EndNow();
    return;
  }
  being_written_ = batch->through;
  write_buffer_.Swap(&encoded);
  StartWrite(&write_buffer_);
}

void RecordStream::OnWriteDone(bool ok) {
  MutexLock lock(&mu_);
  busy_ = false;
  sent_ = being_written_;
  wrote_since_tick_ = true;
  write_buffer_.Clear();
  if (!ok && end_.ok()) end_ = absl::CancelledError("the client has gone");
  if (!end_.ok()) {
    EndNow();
  } else {
    Pump(/*even_if_idle=*/false);
  }
}

grpc::ByteBuffer RecordStream::Encode(uint64_t after,
                                      const record_log::LogBatch& batch) const {
  v1::StreamRecordsResponse head;
  head.set_after_position(PositionOf(after));
  head.set_through_position(PositionOf(batch.through));
  head.set_high_watermark(PositionOf(batch.high_watermark));
  std::string bytes = head.SerializeAsString();
  size_t size = bytes.size();
  for (const std::string& entry : batch.entries) size += entry.size() + 11;
  bytes.reserve(size);
  for (const std::string& entry : batch.entries) {
    bytes.push_back(kEntriesTag);
    AppendLength(entry.size(), &bytes);
    bytes.append(entry);
  }
  return ToByteBuffer(std::move(bytes));
}

std::string RecordStream::PositionOf(uint64_t sequence) const {
  return Position{std::string(shared_.log->log_id()), sequence}.ToString();
}

}  // namespace impactwire
