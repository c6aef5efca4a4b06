#include "query_service/follow/record_stream.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/server/grpc_status.h"

namespace impactwire::query {
namespace {

absl::StatusOr<RecordBatch> ToBatch(v1::StreamRecordsResponse* response) {
  RecordBatch batch;
  struct Field {
    const std::string& text;
    Position* position;
  };
  for (const Field& field :
       {Field{response->after_position(), &batch.after},
        Field{response->through_position(), &batch.through},
        Field{response->high_watermark(), &batch.high_watermark}}) {
    auto position = Position::Parse(field.text);
    if (!position.ok()) {
      return absl::DataLossError(
          absl::StrCat("a batch with \"", field.text, "\" as a position"));
    }
    *field.position = *std::move(position);
  }
  batch.entries.Swap(response->mutable_entries());
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

RecordStream::RecordStream(v1::IngestService::Stub* stub, const Position& after,
                           const std::string& follower, int max_batch_bytes)
    : held_(after) {
  v1::StreamRecordsRequest request;
  request.set_after_position(after.ToString());
  request.set_follower(follower);
  request.set_max_batch_bytes(max_batch_bytes);
  request.set_omit_text(true);
  reader_ = stub->StreamRecords(&context_, request);
}

RecordStream::~RecordStream() {
  if (finished_) return;
  context_.TryCancel();
  reader_->Finish();
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
  v1::StreamRecordsResponse response;
  SetWaiting(absl::Now());
  const bool read = reader_->Read(&response);
  SetWaiting(absl::InfiniteFuture());
  if (!read) {
    finished_ = true;
    const absl::Status status = FromGrpcStatus(reader_->Finish());
    return status.ok() ? absl::UnavailableError("the stream ended") : status;
  }
  auto batch = ToBatch(&response);
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
