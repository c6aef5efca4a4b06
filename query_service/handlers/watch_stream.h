// WatchStream: one call of WatchImpactFigures. WatchStreams: all of them.
//
// Each stream has at most one message being written and a bounded number ready;
// it polls its FigureWatch on a pool when the index has moved and everything
// polled before is sent. Nothing is queued for a slow client but its place in
// the log.
#pragma once

#include <grpcpp/server_context.h>
#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/server_callback.h>

#include <atomic>
#include <deque>
#include <memory>
#include <optional>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/base/mutex.h"
#include "common/base/worker_pool.h"
#include "common/server/call_gate.h"
#include "query_service/index/index.h"
#include "query_service/index/queries/figure_watch.h"

namespace impactwire::query {

struct WatchOptions {
  int threads = 2;
  size_t max_watchers = 1000;
  // How often an idle stream tells its position.
  absl::Duration progress_interval = absl::Seconds(1);
  // A client that takes no message for so long is ended.
  absl::Duration stall_timeout = absl::Seconds(60);
};

class WatchStream;

// Thread-safe. Destroy it after the server has been drained.
class WatchStreams {
 public:
  // `index` and `gate` must outlive it.
  WatchStreams(const Index* index, CallGate* gate, const WatchOptions& options);
  ~WatchStreams();
  WatchStreams(const WatchStreams&) = delete;
  WatchStreams& operator=(const WatchStreams&) = delete;

  // Starts a stream, which owns itself.
  grpc::ServerWriteReactor<grpc::ByteBuffer>* Start(
      grpc::CallbackServerContext* context, absl::StatusOr<FigureWatch> watch);

  // After each batch.
  void OnPublished();
  void Drain();

  // Streams ended because the client took nothing for too long.
  int64_t slow_watchers() const { return slow_watchers_.load(); }

 private:
  friend class WatchStream;

  void Run();
  std::vector<std::shared_ptr<WatchStream>> Live();

  const Index* const index_;
  CallGate* const gate_;
  const WatchOptions options_;
  Mutex mu_;
  CondVar wake_;
  bool stopping_ ABSL_GUARDED_BY(mu_) = false;
  bool draining_ ABSL_GUARDED_BY(mu_) = false;
  std::vector<std::weak_ptr<WatchStream>> streams_ ABSL_GUARDED_BY(mu_);
  std::atomic<int64_t> slow_watchers_{0};
  WorkerPool pool_;
  std::thread timer_;
};

class WatchStream final : public grpc::ServerWriteReactor<grpc::ByteBuffer>,
                          public std::enable_shared_from_this<WatchStream> {
 public:
  WatchStream(WatchStreams* owner, grpc::CallbackServerContext* context)
      : owner_(owner),
        context_(context),
        call_(owner->gate_->counts().Of("WatchImpactFigures")) {}

  // `self` keeps the stream alive until OnDone.
  void Begin(std::shared_ptr<WatchStream> self,
             absl::StatusOr<FigureWatch> watch);

  // The index has moved.
  void Wake();
  // Once each progress interval.
  void Tick(absl::Time now);
  void End(const absl::Status& status);

  void OnWriteDone(bool ok) override;
  void OnCancel() override;
  void OnDone() override;

 private:
  void Pump() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void EndLocked(const absl::Status& status) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void FinishNow() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void Poll();

  WatchStreams* const owner_;
  grpc::CallbackServerContext* const context_;
  const CallTimer call_;
  std::shared_ptr<WatchStream> self_;

  Mutex mu_;
  // Belongs to the polling thread while `polling_`.
  std::optional<FigureWatch> watch_;
  std::deque<grpc::ByteBuffer> ready_ ABSL_GUARDED_BY(mu_);
  grpc::ByteBuffer writing_message_;
  bool writing_ ABSL_GUARDED_BY(mu_) = false;
  absl::Time writing_since_ ABSL_GUARDED_BY(mu_);
  bool polling_ ABSL_GUARDED_BY(mu_) = false;
  bool poll_wanted_ ABSL_GUARDED_BY(mu_) = true;
  // Tell the position when there is nothing else to tell.
  bool progress_wanted_ ABSL_GUARDED_BY(mu_) = true;
  bool sent_since_tick_ ABSL_GUARDED_BY(mu_) = true;
  absl::Status end_ ABSL_GUARDED_BY(mu_);
  bool finished_ ABSL_GUARDED_BY(mu_) = false;
};

}  // namespace impactwire::query
