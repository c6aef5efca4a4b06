// RecordStream: one StreamRecords call: the log's entries to one follower, for
// ever.
//
// At any time either one read of the log (on the pool) or one write is under
// way, never both: a slow follower holds one batch in memory and nothing more.
// What the log stores is sent as it is, unparsed.
#pragma once

#include <grpcpp/server_context.h>
#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/server_callback.h>

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "common/base/mutex.h"
#include "common/base/worker_pool.h"
#include "common/server/call_gate.h"
#include "ingest_service/handlers/followers.h"
#include "ingest_service/log/record_log.h"

namespace impactwire {

// What all streams share; must outlive them.
struct RecordStreamShared {
  CallGate* gate = nullptr;
  const record_log::RecordLog* log = nullptr;
  Followers* followers = nullptr;
  WorkerPool* pool = nullptr;
};

class RecordStream final : public grpc::ServerWriteReactor<grpc::ByteBuffer>,
                           public Follower,
                           public std::enable_shared_from_this<RecordStream> {
 public:
  // `request` is read before it returns. Lives until the call is over.
  static RecordStream* Start(const RecordStreamShared& shared,
                             grpc::CallbackServerContext* context,
                             const grpc::ByteBuffer& request);

  void OnWriteDone(bool ok) override;
  void OnCancel() override;
  void OnDone() override;

  void Advance() override;
  void Tick() override;
  v1::FollowerStatus Status() override;

 private:
  RecordStream(const RecordStreamShared& shared,
               grpc::CallbackServerContext* context);

  void Begin(const grpc::ByteBuffer& request);
  // Checks the request and takes it over.
  absl::Status Accept(const grpc::ByteBuffer& request);
  // Ends the call, once what is under way is done.
  void End(const absl::Status& status);
  // Starts reading the log if nothing is under way, and there is something new
  // or `even_if_idle`.
  void Pump(bool even_if_idle) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void EndNow() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void ReadLog(uint64_t after);
  grpc::ByteBuffer Encode(uint64_t after,
                          const record_log::LogBatch& batch) const;
  std::string PositionOf(uint64_t sequence) const;

  const RecordStreamShared shared_;
  grpc::CallbackServerContext* const context_;  // valid until OnDone
  const CallTimer call_;
  const std::string peer_;
  std::shared_ptr<RecordStream> self_;  // until OnDone
  std::atomic<int64_t> drain_id_{0};    // 0: none

  // Of the request; constant after Begin.
  std::string name_;
  size_t max_batch_bytes_ = 0;
  bool omit_text_ = false;

  Mutex mu_;
  uint64_t sent_ ABSL_GUARDED_BY(mu_) = 0;           // written up to here
  uint64_t being_written_ ABSL_GUARDED_BY(mu_) = 0;  // and up to here
  grpc::ByteBuffer write_buffer_ ABSL_GUARDED_BY(mu_);
  bool busy_ ABSL_GUARDED_BY(mu_) = false;  // a read or a write is under way
  bool wrote_since_tick_ ABSL_GUARDED_BY(mu_) = false;
  absl::Status end_ ABSL_GUARDED_BY(mu_);  // not OK: how the call ends
  bool finished_ ABSL_GUARDED_BY(mu_) = false;
};

}  // namespace impactwire
