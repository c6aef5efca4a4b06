#include "common/server/self_check.h"

#include <grpcpp/create_channel.h>
#include <sys/resource.h>
#include <unistd.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/log.h"
#include "common/server/grpc_status.h"
#include "grpc/health/v1/health.grpc.pb.h"

namespace impactwire {

SelfCheck::SelfCheck(std::string target, Options options)
    : target_(std::move(target)),
      options_(options),
      thread_([this] { Run(); }) {}

SelfCheck::~SelfCheck() {
  {
    MutexLock lock(&mu_);
    stopping_ = true;
  }
  wake_.SignalAll();
  thread_.join();
}

void SelfCheck::Run() {
  int failures = 0;
  for (;;) {
    {
      MutexLock lock(&mu_);
      const absl::Time next = absl::Now() + options_.interval;
      while (!stopping_ && wake_.WaitUntil(&mu_, next)) {
      }
      if (stopping_) return;
    }
    const absl::Status status = CheckHealth(target_, "live", options_.timeout);
    failures = status.ok() ? 0 : failures + 1;
    if (failures == 0) continue;
    Log(Severity::kWarning, "cannot reach own listener",
        {{"target", target_},
         {"failures", failures},
         {"error", status.message()}});
    if (failures >= options_.failures_to_exit) {
      Log(Severity::kError, "own listener is dead; exiting to be restarted");
      // Everything acknowledged is durable: leaving at once loses nothing.
      _exit(1);
    }
  }
}

absl::Status CheckHealth(const std::string& target, const std::string& service,
                         absl::Duration timeout) {
  grpc::ChannelArguments arguments;
  // Not a connection that another channel of this process already has.
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  const auto channel = grpc::CreateCustomChannel(
      target, grpc::InsecureChannelCredentials(), arguments);
  const auto stub = grpc::health::v1::Health::NewStub(channel);
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + timeout));
  grpc::health::v1::HealthCheckRequest request;
  request.set_service(service);
  grpc::health::v1::HealthCheckResponse response;
  const grpc::Status status = stub->Check(&context, request, &response);
  if (!status.ok()) return FromGrpcStatus(status);
  if (response.status() != grpc::health::v1::HealthCheckResponse::SERVING) {
    return absl::UnavailableError(
        absl::StrCat(target, " answers ",
                     grpc::health::v1::HealthCheckResponse::ServingStatus_Name(
                         response.status())));
  }
  return absl::OkStatus();
}

int64_t RaiseFileLimit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return -1;
  const rlim_t before = limit.rlim_cur;
  limit.rlim_cur = limit.rlim_max;
  if (setrlimit(RLIMIT_NOFILE, &limit) != 0) {
    return static_cast<int64_t>(before);
  }
  return static_cast<int64_t>(limit.rlim_cur);
}

}  // namespace impactwire
