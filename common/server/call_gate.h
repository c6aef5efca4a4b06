// CallGate: the head of every handler (is this call taken?) and its end (count,
// log, translate the status).
//
//   grpc::ServerUnaryReactor* GetThing(context, request, response) {
//     return RunOnPool(gate_, pool_, context, "GetThing",
//                      [=](const CallScope& call) { return Get(...); });
//   }
#pragma once

#include <grpcpp/server_context.h>
#include <grpcpp/support/server_callback.h>

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/mutex.h"
#include "common/base/worker_pool.h"
#include "common/server/call_counts.h"

namespace impactwire {

// Shared by all handlers of a server; must outlive them. Thread-safe.
class CallGate {
 public:
  CallGate() = default;
  CallGate(const CallGate&) = delete;
  CallGate& operator=(const CallGate&) = delete;

  // OK; UNAVAILABLE with RetryInfo while draining; DEADLINE_EXCEEDED or
  // CANCELLED if nobody waits any more. A stream handler calls it first, too.
  absl::Status Admit(grpc::CallbackServerContext* context);

  // From now on calls are refused, and drain callbacks have run when it
  // returns.
  void StartDraining();
  bool draining() const { return draining_.load(std::memory_order_acquire); }

  // Runs `callback` once when draining starts (at once if it has), on the
  // thread that drains; it must not block nor (un)subscribe. For streams, which
  // end themselves with DrainingError. The id is for Unsubscribe; after that
  // returned the callback does not run.
  int64_t SubscribeDrain(std::function<void()> callback);
  void UnsubscribeDrain(int64_t id);

  static absl::Status DrainingError();

  // Of the calls of this server's services.
  CallCounts& counts() { return counts_; }

 private:
  CallCounts counts_;
  std::atomic<bool> draining_{false};
  Mutex mu_;
  int64_t next_id_ ABSL_GUARDED_BY(mu_) = 1;
  std::map<int64_t, std::function<void()>> callbacks_ ABSL_GUARDED_BY(mu_);
};

// What a handler may ask of its call. Valid until the call is finished.
class CallScope {
 public:
  explicit CallScope(grpc::CallbackServerContext* context)
      : context_(context) {}

  bool cancelled() const { return context_->IsCancelled(); }
  // InfiniteFuture if the client set none.
  absl::Time deadline() const { return absl::FromChrono(context_->deadline()); }
  // For long loops: DEADLINE_EXCEEDED or CANCELLED once nobody waits any more.
  absl::Status Check() const;
  grpc::CallbackServerContext* context() const { return context_; }

 private:
  grpc::CallbackServerContext* context_;
};

using UnaryWork = std::function<absl::Status(const CallScope&)>;

// Does `work` on `pool`; a full pool sheds the call with RESOURCE_EXHAUSTED and
// RetryInfo. Request and response stay valid until `work` returns. `method` is
// the name in the service, for counts and the log.
grpc::ServerUnaryReactor* RunOnPool(CallGate& gate, WorkerPool& pool,
                                    grpc::CallbackServerContext* context,
                                    absl::string_view method, UnaryWork work);

// Ends a unary call: counts it, logs failures (debug; server faults as errors),
// translates.
void FinishUnary(grpc::ServerUnaryReactor* reactor,
                 grpc::CallbackServerContext* context, const CallTimer& call,
                 const absl::Status& status);

// What every call ends with: counted, translated, to be given to Finish. Once
// per call.
grpc::Status EndOfCall(grpc::CallbackServerContext* context,
                       const CallTimer& call, const absl::Status& status);

}  // namespace impactwire
