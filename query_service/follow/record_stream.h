// RecordStream: one call of IngestService.StreamRecords, read message by
// message, with the proof that its batches chain.
#pragma once

#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>
#include <grpcpp/completion_queue.h>
#include <grpcpp/generic/generic_stub.h>

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/mutex.h"
#include "common/base/position.h"
#include "impactwire/v1/ingest.pb.h"
#include "query_service/index/index.h"
#include "query_service/index/record_pool.h"

namespace impactwire::query {

// Whether a stream asked for from `held` may begin with a batch after `after`,
// or a batch through `held` be followed by it.
bool Chains(const Position& held, const Position& after);

class RecordStream {
 public:
  // Opens the stream. `max_batch_bytes` as in StreamRecordsRequest. Records are
  // parsed into those of `pool`, which must outlive the stream.
  RecordStream(const std::shared_ptr<grpc::Channel>& channel,
               const Position& after, const std::string& follower,
               int max_batch_bytes, RecordPool* pool);
  ~RecordStream();

  // The next batch; blocks until one comes. The status the stream ended with;
  // DATA_LOSS: a batch does not chain to the one before (or carries no
  // positions): resume from what is held.
  absl::StatusOr<RecordBatch> Read();

  // From any thread: Read returns soon.
  void Cancel() { context_.TryCancel(); }

  // When Read began to wait; InfiniteFuture while it does not wait.
  absl::Time waiting_since() const;

 private:
  // The bytes of the messages are wanted, not new messages.
  using Call =
      grpc::ClientAsyncReaderWriter<v1::StreamRecordsRequest, grpc::ByteBuffer>;

  void SetWaiting(absl::Time since);
  // Waits for the one operation begun. False: it failed.
  bool Wait();
  absl::Status Finish();

  RecordPool* const pool_;
  grpc::ClientContext context_;
  Position held_;
  grpc::CompletionQueue operations_;
  std::unique_ptr<Call> call_;
  bool finished_ = false;
  mutable Mutex mu_;
  absl::Time waiting_since_ ABSL_GUARDED_BY(mu_) = absl::InfiniteFuture();
};

}  // namespace impactwire::query
