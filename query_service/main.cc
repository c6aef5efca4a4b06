// query_service: follows the record log and answers queries from memory.
#include <google/protobuf/stubs/logging.h>

#include <cstdlib>
#include <iostream>
#include <string>

#include "absl/flags/flag.h"
#include "absl/time/time.h"
#include "common/base/log.h"
#include "common/base/mutex.h"
#include "common/server/call_gate.h"
#include "common/server/flags.h"
#include "common/server/server_host.h"
#include "common/server/signal_waiter.h"
#include "query_service/follow/follower.h"
#include "query_service/handlers/query_handlers.h"
#include "query_service/index/index.h"

ABSL_FLAG(std::string, listen, "127.0.0.1:50052",
          "Address to listen on; port 0 picks a free one. There is no "
          "encryption: other than loopback belongs behind a proxy.");
ABSL_FLAG(std::string, port_file, "",
          "File to write the port to once the server listens.");
ABSL_FLAG(bool, healthcheck, false,
          "Ask the server that listens on --listen whether it is serving, and "
          "exit 0 if so, else 1.");
ABSL_FLAG(std::string, ingest_target, "127.0.0.1:50051",
          "Address of the ingest service whose record log is followed.");
ABSL_FLAG(std::string, follower_name, "query",
          "How this service names itself to the ingest service.");
ABSL_FLAG(absl::Duration, drain_notice, absl::ZeroDuration(),
          "On SIGTERM: time between NOT_SERVING and refusing calls.");
ABSL_FLAG(absl::Duration, drain_timeout, absl::Seconds(20),
          "On SIGTERM: time for calls under way to finish.");
ABSL_FLAG(absl::Duration, max_connection_age, absl::Minutes(30),
          "Connections are ended after about this time, so that load spreads.");
ABSL_FLAG(int, threads, 0, "Threads for scans; 0: as many as cores.");
ABSL_FLAG(int, max_queued_calls, 256,
          "Calls that wait for a thread; more get RESOURCE_EXHAUSTED.");
ABSL_FLAG(int, max_waiting_calls, 10000,
          "Calls that wait for min_position; more get RESOURCE_EXHAUSTED.");
ABSL_FLAG(int, max_watchers, 1000, "Most watch streams at once.");
ABSL_FLAG(
    int, history_entries, 65536,
    "Log entries whose positions stay held for page tokens and watchers.");

namespace impactwire::query {
namespace {

constexpr int kUsageError = 2;
constexpr int kMaxReceiveBytes = 1 << 20;

bool CheckLimits() {
  bool good = true;
  for (const auto* flag : {&FLAGS_max_queued_calls, &FLAGS_max_waiting_calls,
                           &FLAGS_max_watchers, &FLAGS_history_entries}) {
    if (absl::GetFlag(*flag) > 0) continue;
    std::cerr << "query_service: --"
              << absl::GetFlagReflectionHandle(*flag).Name()
              << ": must be positive\n";
    good = false;
  }
  return good;
}

ServerOptions HostOptions() {
  ServerOptions options;
  options.listen = absl::GetFlag(FLAGS_listen);
  options.port_file = absl::GetFlag(FLAGS_port_file);
  options.drain_notice = absl::GetFlag(FLAGS_drain_notice);
  options.drain_timeout = absl::GetFlag(FLAGS_drain_timeout);
  options.max_connection_age = absl::GetFlag(FLAGS_max_connection_age);
  options.max_receive_bytes = kMaxReceiveBytes;
  return options;
}

QueryHandlersOptions HandlerLimits() {
  QueryHandlersOptions options;
  options.version = std::string(Version());
  options.threads = absl::GetFlag(FLAGS_threads);
  options.max_queued_calls = absl::GetFlag(FLAGS_max_queued_calls);
  options.max_waiting_calls = absl::GetFlag(FLAGS_max_waiting_calls);
  options.watch.max_watchers = absl::GetFlag(FLAGS_max_watchers);
  return options;
}

// The server's health while it is neither starting nor draining: then it is the
// host's alone.
class HealthSwitch {
 public:
  void Connect(ServerHost* host) {
    MutexLock lock(&mu_);
    host_ = host;
  }
  void Set(bool serving) {
    MutexLock lock(&mu_);
    if (host_ != nullptr) host_->SetServing(serving);
  }

 private:
  Mutex mu_;
  ServerHost* host_ ABSL_GUARDED_BY(mu_) = nullptr;
};

// The library prints what it cannot parse; clients should not write our log.
void LogProtobuf(google::protobuf::LogLevel level, const char*, int,
                 const std::string& message) {
  Log(level == google::protobuf::LOGLEVEL_FATAL ? Severity::kError
                                                : Severity::kDebug,
      message);
}

int Serve() {
  SignalWaiter signals;
  google::protobuf::SetLogHandler(&LogProtobuf);
  IndexOptions index_options;
  index_options.history_entries = absl::GetFlag(FLAGS_history_entries);
  Index index(index_options);

  HealthSwitch health;
  FollowerOptions follower_options;
  follower_options.target = absl::GetFlag(FLAGS_ingest_target);
  follower_options.name = absl::GetFlag(FLAGS_follower_name);
  Follower follower(follower_options, &index,
                    [&health](const FollowerStatus& status) {
                      health.Set(status.caught_up);
                    });
  CallGate gate;
  QueryHandlers handlers(&index, &follower, &gate, HandlerLimits());
  auto host = ServerHost::Start(HostOptions(), &gate,
                                {{QueryHandlers::kServiceName, &handlers}});
  if (!host.ok()) {
    Log(Severity::kError, "the server does not start",
        {{"error", host.status().message()}});
    return EXIT_FAILURE;
  }
  health.Connect(host->get());
  follower.Start();

  const int signal = signals.Wait();
  Log(Severity::kInfo, "draining", {{"signal", signal}});
  health.Connect(nullptr);
  (*host)->Drain();
  follower.Stop();
  Log(Severity::kInfo, "stopped", {{"position", index.applied().ToString()}});
  return EXIT_SUCCESS;
}

}  // namespace
}  // namespace impactwire::query

int main(int argc, char** argv) {
  impactwire::ParseFlags(
      argc, argv,
      {"query_service",
       "Follows the record log of an ingest service and answers queries for "
       "organizations, executives and impact figures from memory."});
  if (!impactwire::query::CheckLimits()) {
    return impactwire::query::kUsageError;
  }
  if (absl::GetFlag(FLAGS_healthcheck)) {
    return impactwire::RunHealthcheck(absl::GetFlag(FLAGS_listen));
  }
  return impactwire::query::Serve();
}
