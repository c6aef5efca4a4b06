// FakeIngest: a record stream server that plays a script: each call of
// StreamRecords is answered by the next step. Everything else is UNIMPLEMENTED.
#pragma once

#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>

#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "common/base/mutex.h"
#include "common/base/position.h"
#include "common/server/grpc_status.h"
#include "impactwire/v1/ingest.grpc.pb.h"

namespace impactwire::query {

class FakeIngest final : public v1::IngestService::Service {
 public:
  // One call: checks nothing, sends the batches, then ends with `end`, or with
  // `hold` stays open until the client goes.
  struct Call {
    std::vector<v1::StreamRecordsResponse> batches;
    absl::Status end;
    bool hold = false;
  };

  FakeIngest() {
    grpc::ServerBuilder builder;
    int port = 0;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(),
                             &port);
    builder.RegisterService(this);
    server_ = builder.BuildAndStart();
    target_ = "127.0.0.1:" + std::to_string(port);
  }
  ~FakeIngest() override {
    {
      MutexLock lock(&mu_);
      closing_ = true;
      changed_.SignalAll();
    }
    server_->Shutdown(std::chrono::system_clock::now());
  }

  const std::string& target() const { return target_; }

  void Script(Call call) {
    MutexLock lock(&mu_);
    script_.push_back(std::move(call));
    changed_.SignalAll();
  }

  // Sent by the call that holds.
  void Push(v1::StreamRecordsResponse batch) {
    MutexLock lock(&mu_);
    pushed_.push_back(std::move(batch));
    changed_.SignalAll();
  }

  // Requests so far; waits until there are `count`.
  std::vector<v1::StreamRecordsRequest> Requests(size_t count) {
    MutexLock lock(&mu_);
    while (requests_.size() < count) changed_.Wait(&mu_);
    return requests_;
  }
  // Messages the client's flow control let through so far.
  size_t written() {
    MutexLock lock(&mu_);
    return written_;
  }

  grpc::Status StreamRecords(
      grpc::ServerContext* context, const v1::StreamRecordsRequest* request,
      grpc::ServerWriter<v1::StreamRecordsResponse>* writer) override {
    Call call;
    {
      MutexLock lock(&mu_);
      requests_.push_back(*request);
      changed_.SignalAll();
      while (script_.empty() && !closing_ && !context->IsCancelled()) {
        changed_.WaitUntil(&mu_, absl::Now() + absl::Milliseconds(20));
      }
      if (script_.empty()) return grpc::Status::CANCELLED;
      call = std::move(script_.front());
      script_.pop_front();
    }
    for (const auto& batch : call.batches) {
      if (!writer->Write(batch)) break;
      MutexLock lock(&mu_);
      ++written_;
    }
    while (call.hold && !context->IsCancelled()) {
      v1::StreamRecordsResponse batch;
      {
        MutexLock lock(&mu_);
        if (closing_) break;
        if (pushed_.empty()) {
          changed_.WaitUntil(&mu_, absl::Now() + absl::Milliseconds(20));
          continue;
        }
        batch = std::move(pushed_.front());
        pushed_.pop_front();
      }
      writer->Write(batch);
    }
    return ToGrpcStatus(call.end);
  }

 private:
  std::unique_ptr<grpc::Server> server_;
  std::string target_;
  Mutex mu_;
  CondVar changed_;
  std::deque<Call> script_ ABSL_GUARDED_BY(mu_);
  std::deque<v1::StreamRecordsResponse> pushed_ ABSL_GUARDED_BY(mu_);
  std::vector<v1::StreamRecordsRequest> requests_ ABSL_GUARDED_BY(mu_);
  size_t written_ ABSL_GUARDED_BY(mu_) = 0;
  bool closing_ ABSL_GUARDED_BY(mu_) = false;
};

// Article `id` as entry `sequence`.
inline v1::LogEntry ArticleEntry(uint64_t sequence, const std::string& id) {
  v1::LogEntry entry;
  entry.set_sequence(sequence);
  entry.mutable_record()->set_article_id(id);
  return entry;
}

// The batch (after, through] with one new article per sequence.
inline v1::StreamRecordsResponse StreamBatch(
    uint64_t after, uint64_t through, uint64_t high_watermark,
    const std::string& log_id = "00000000000000aa") {
  v1::StreamRecordsResponse batch;
  batch.set_after_position(Position{log_id, after}.ToString());
  batch.set_through_position(Position{log_id, through}.ToString());
  batch.set_high_watermark(Position{log_id, high_watermark}.ToString());
  for (uint64_t s = after + 1; s <= through; ++s) {
    *batch.add_entries() = ArticleEntry(s, "article " + std::to_string(s));
  }
  return batch;
}

}  // namespace impactwire::query
