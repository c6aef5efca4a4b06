#include "common/server/call_gate.h"

#include <utility>

#include "absl/time/clock.h"
#include "common/base/log.h"
#include "common/server/grpc_status.h"
#include "common/status/errors.h"

namespace impactwire {
namespace {

constexpr absl::Duration kDrainRetry = absl::Seconds(1);
constexpr absl::Duration kShedRetry = absl::Milliseconds(200);

bool IsServerFault(absl::StatusCode code) {
  return code == absl::StatusCode::kInternal ||
         code == absl::StatusCode::kUnknown ||
         code == absl::StatusCode::kDataLoss;
}

}  // namespace

absl::Status CallScope::Check() const {
  if (absl::Now() >= deadline()) {
    return absl::DeadlineExceededError("the deadline has passed");
  }
  if (cancelled()) return absl::CancelledError("the client has gone");
  return absl::OkStatus();
}

absl::Status CallGate::Admit(grpc::CallbackServerContext* context) {
  if (draining()) return DrainingError();
  return CallScope(context).Check();
}

absl::Status CallGate::DrainingError() {
  return WithReason(
      UnavailableError("the server is shutting down; try again", kDrainRetry),
      "DRAINING");
}

void CallGate::StartDraining() {
  MutexLock lock(&mu_);
  draining_.store(true, std::memory_order_release);
  for (const auto& [id, callback] : callbacks_) callback();
  callbacks_.clear();
}

int64_t CallGate::SubscribeDrain(std::function<void()> callback) {
  MutexLock lock(&mu_);
  const int64_t id = next_id_++;
  if (draining()) {
    callback();
  } else {
    callbacks_.emplace(id, std::move(callback));
  }
  return id;
}

void CallGate::UnsubscribeDrain(int64_t id) {
  MutexLock lock(&mu_);
  callbacks_.erase(id);
}

grpc::Status EndOfCall(grpc::CallbackServerContext* context,
                       const CallTimer& call, const absl::Status& status) {
  call.End(status.code());
  if (status.ok()) return grpc::Status();
  Log(IsServerFault(status.code()) ? Severity::kError : Severity::kDebug,
      "call failed",
      {{"method", call.method()},
       {"code", absl::StatusCodeToString(status.code())},
       {"error", status.message()}});
  return ToGrpcStatus(status, context);
}

void FinishUnary(grpc::ServerUnaryReactor* reactor,
                 grpc::CallbackServerContext* context, const CallTimer& call,
                 const absl::Status& status) {
  reactor->Finish(EndOfCall(context, call, status));
}

grpc::ServerUnaryReactor* RunOnPool(CallGate& gate, WorkerPool& pool,
                                    grpc::CallbackServerContext* context,
                                    absl::string_view method, UnaryWork work) {
  const CallTimer call(gate.counts().Of(method));
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  if (absl::Status status = gate.Admit(context); !status.ok()) {
    FinishUnary(reactor, context, call, status);
    return reactor;
  }
  const bool taken =
      pool.TrySubmit([reactor, context, call, work = std::move(work)]() {
        const CallScope scope(context);
        // It may have waited in the queue longer than anybody waits for it.
        absl::Status status = scope.Check();
        if (status.ok()) status = work(scope);
        FinishUnary(reactor, context, call, status);
      });
  if (!taken) {
    FinishUnary(reactor, context, call,
                WithReason(OverloadedError("too many calls wait; try again",
                                           kShedRetry),
                           "OVERLOADED"));
  }
  return reactor;
}

}  // namespace impactwire
