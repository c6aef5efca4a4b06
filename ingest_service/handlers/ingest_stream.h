// IngestStream: one IngestArticles call.
//
// One read is outstanding at a time. Each message gets a slot in the window and
// a share of the budget, is extracted on the pool and appended; the log's
// thread fills the slot. Slots are answered from the front, one write at a
// time. With the window full or the budget spent nothing is read, so a fast
// client is slowed down and memory stays bounded.
//
// Articles are extracted side by side, but one that comes twice is ingested
// twice in turn: the later one wins, and is compared with the earlier one.
#pragma once

#include <grpcpp/server_context.h>
#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/server_callback.h>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/base/mutex.h"
#include "common/base/worker_pool.h"
#include "common/server/call_gate.h"
#include "impactwire/v1/article.pb.h"
#include "impactwire/v1/ingest.pb.h"
#include "ingest_service/handlers/article_ingester.h"
#include "ingest_service/handlers/work_budget.h"

namespace impactwire {

// What all streams share; must outlive them. The pool's queue holds the whole
// budget.
struct IngestStreamShared {
  CallGate* gate = nullptr;
  ArticleIngester* ingester = nullptr;
  WorkBudget* budget = nullptr;
  WorkerPool* pool = nullptr;
  // Articles of one stream that are read and not answered.
  size_t max_window = 64;
};

class IngestStream final
    : public grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>,
      public std::enable_shared_from_this<IngestStream> {
 public:
  // Lives until the call is over and the last article begun is done.
  static IngestStream* Start(const IngestStreamShared& shared,
                             grpc::CallbackServerContext* context);

  void OnReadDone(bool ok) override;
  void OnWriteDone(bool ok) override;
  void OnCancel() override;
  void OnDone() override;

 private:
  struct Slot {
    grpc::ByteBuffer request;
    size_t bytes = 0;
    v1::Article article;
    std::string key;  // of the article
    v1::IngestArticlesResponse response;
    bool parsed = false;   // `article` and `key` are set
    bool started = false;  // is being ingested
    bool done = false;
  };

  IngestStream(const IngestStreamShared& shared,
               grpc::CallbackServerContext* context)
      : shared_(shared),
        context_(context),
        call_(shared.gate->counts().Of("IngestArticles")) {}

  void Begin();
  void Drain();
  // Runs when the budget has room for `slot`.
  void Granted(const std::shared_ptr<Slot>& slot);
  void Parse(const std::shared_ptr<Slot>& slot);
  // Ingests what waits for no earlier slot any more; those for which the pool
  // has no room are the answer.
  [[nodiscard]] std::vector<std::shared_ptr<Slot>> StartReady()
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void Ingest(const std::shared_ptr<Slot>& slot);
  void Refuse(const std::vector<std::shared_ptr<Slot>>& slots);
  void Answer(const std::shared_ptr<Slot>& slot,
              absl::StatusOr<v1::IngestArticleResponse> result);
  // Does whatever can be done now: write, read, finish.
  void Continue() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void End(const absl::Status& status) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);

  const IngestStreamShared shared_;
  grpc::CallbackServerContext* const context_;  // valid until OnDone
  const CallTimer call_;
  std::shared_ptr<IngestStream> self_;  // until OnDone
  std::atomic<int64_t> drain_id_{0};    // 0: none

  Mutex mu_;
  grpc::ByteBuffer read_buffer_ ABSL_GUARDED_BY(mu_);
  grpc::ByteBuffer write_buffer_ ABSL_GUARDED_BY(mu_);
  std::deque<std::shared_ptr<Slot>> window_ ABSL_GUARDED_BY(mu_);
  int32_t next_index_ ABSL_GUARDED_BY(mu_) = 0;
  bool reading_ ABSL_GUARDED_BY(mu_) = false;
  bool writing_ ABSL_GUARDED_BY(mu_) = false;
  bool awaiting_budget_ ABSL_GUARDED_BY(mu_) = false;
  bool reads_done_ ABSL_GUARDED_BY(mu_) = false;  // half-closed by the client
  bool draining_ ABSL_GUARDED_BY(mu_) = false;    // answer what is read, end
  bool gone_ ABSL_GUARDED_BY(mu_) = false;        // nobody reads any more
  bool finished_ ABSL_GUARDED_BY(mu_) = false;
};

}  // namespace impactwire
