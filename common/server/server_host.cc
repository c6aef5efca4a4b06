#include "common/server/server_host.h"

#include <grpcpp/ext/channelz_service_plugin.h>
#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/resource_quota.h>
#include <grpcpp/server_builder.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <iostream>
#include <mutex>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "common/base/log.h"
#include "common/status/errors.h"
#include "google/rpc/error_details.pb.h"

namespace impactwire {
namespace {

constexpr int kKeepaliveMs = 60 * 1000;
constexpr int kMinPingIntervalMs = 10 * 1000;
constexpr absl::Duration kConnectionAgeGrace = absl::Seconds(60);
constexpr absl::Duration kHealthcheckTimeout = absl::Seconds(3);

void InitPluginsOnce() {
  static std::once_flag once;
  std::call_once(once, [] {
    // Debian builds Abseil with its search for lock cycles on: at each lock
    // that gRPC takes. It is for tests.
    absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
    grpc::reflection::InitProtoReflectionServerBuilderPlugin();
    grpc::channelz::experimental::InitChannelzService();
    // Error details travel inside Any, so nothing else links their descriptors;
    // with them `grpcurl describe` and decoded details work.
    google::rpc::ErrorInfo::descriptor();
  });
}

size_t QuarterOfMemory() {
  const auto pages = static_cast<size_t>(sysconf(_SC_PHYS_PAGES));
  const auto page_size = static_cast<size_t>(sysconf(_SC_PAGESIZE));
  return std::max<size_t>(pages * page_size / 4, 64 << 20);
}

// Written aside and renamed: whoever sees the file sees the whole number.
absl::Status WritePortFile(const std::string& path, int port) {
  const std::string temporary = absl::StrCat(path, ".tmp");
  std::FILE* file = std::fopen(temporary.c_str(), "w");
  if (file == nullptr) {
    return absl::UnavailableError(
        absl::StrCat("--port_file: cannot write ", temporary));
  }
  std::fprintf(file, "%d\n", port);
  if (std::fclose(file) != 0 ||
      std::rename(temporary.c_str(), path.c_str()) != 0) {
    return absl::UnavailableError(
        absl::StrCat("--port_file: cannot write ", path));
  }
  return absl::OkStatus();
}

// Where a server that listens on `listen` is found from this machine.
std::string LocalTarget(absl::string_view listen, absl::string_view port) {
  absl::string_view host = listen.substr(0, listen.rfind(':'));
  if (host.empty() || host == "0.0.0.0") host = "127.0.0.1";
  if (host == "[::]") host = "[::1]";
  return absl::StrCat(host, ":", port);
}

}  // namespace

ServerHost::ServerHost(const ServerOptions& options, CallGate* gate)
    : options_(options), gate_(gate) {}

absl::StatusOr<std::unique_ptr<ServerHost>> ServerHost::Start(
    const ServerOptions& options, CallGate* gate,
    const std::vector<NamedService>& services) {
  InitPluginsOnce();
  const int64_t file_limit = RaiseFileLimit();
  auto host = std::unique_ptr<ServerHost>(new ServerHost(options, gate));

  // One left by an earlier run would name a port that nobody listens on.
  if (!options.port_file.empty()) std::remove(options.port_file.c_str());

  grpc::ServerBuilder builder;
  builder.AddListeningPort(options.listen, grpc::InsecureServerCredentials(),
                           &host->port_);
  builder.RegisterService(&host->health_);
  for (const NamedService& service : services) {
    host->health_.AddService(service.name);
    gate->counts().AddService(service.name);
    builder.RegisterService(service.service);
  }
  builder.SetMaxReceiveMessageSize(options.max_receive_bytes);
  grpc::ResourceQuota quota("impactwire");
  quota.Resize(options.memory_quota_bytes > 0 ? options.memory_quota_bytes
                                              : QuarterOfMemory());
  builder.SetResourceQuota(quota);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS,
                             options.max_concurrent_streams);
  builder.AddChannelArgument(GRPC_ARG_ENABLE_CHANNELZ, 1);
  // Two servers on one port would split the calls between them.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, kKeepaliveMs);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  builder.AddChannelArgument(
      GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS,
      kMinPingIntervalMs);
  builder.AddChannelArgument(GRPC_ARG_SERVER_HANDSHAKE_TIMEOUT_MS, 10 * 1000);
  if (options.max_connection_age != absl::InfiniteDuration()) {
    builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_AGE_MS,
                               static_cast<int>(absl::ToInt64Milliseconds(
                                   options.max_connection_age)));
    builder.AddChannelArgument(
        GRPC_ARG_MAX_CONNECTION_AGE_GRACE_MS,
        static_cast<int>(absl::ToInt64Milliseconds(kConnectionAgeGrace)));
  }
  host->server_ = builder.BuildAndStart();
  if (host->server_ == nullptr || host->port_ == 0) {
    return absl::UnavailableError(absl::StrCat(
        "cannot listen on ", options.listen,
        ": the port is taken, or the host is none of this machine (--listen)"));
  }
  if (!options.metrics_listen.empty()) {
    auto metrics = MetricsEndpoint::Start(
        options.metrics_listen, &gate->counts(), options.read_metrics);
    if (!metrics.ok()) return metrics.status();
    host->metrics_ = *std::move(metrics);
  }
  if (options.self_check) {
    host->self_check_ =
        std::make_unique<SelfCheck>(host->local_target(), SelfCheck::Options());
  }
  if (!options.port_file.empty()) {
    if (absl::Status status = WritePortFile(options.port_file, host->port_);
        !status.ok()) {
      return status;
    }
  }
  Log(Severity::kInfo, "listening",
      {{"address", options.listen},
       {"port", host->port_},
       {"max_open_files", file_limit}});
  return host;
}

ServerHost::~ServerHost() { Drain(); }

std::string ServerHost::local_target() const {
  return LocalTarget(options_.listen, absl::StrCat(port_));
}

void ServerHost::Drain() {
  if (drained_ || server_ == nullptr) return;
  drained_ = true;
  self_check_.reset();
  health_.SetServing(false);
  absl::SleepFor(options_.drain_notice);
  gate_->StartDraining();
  health_.Shutdown();
  server_->Shutdown(absl::ToChronoTime(absl::Now() + options_.drain_timeout));
  server_->Wait();
}

int RunHealthcheck(const std::string& listen) {
  const size_t colon = listen.rfind(':');
  if (colon == std::string::npos) {
    std::cerr << "--listen=" << listen << " names no port\n";
    return 1;
  }
  const std::string target = LocalTarget(listen, listen.substr(colon + 1));
  const absl::Status status = CheckHealth(target, "", kHealthcheckTimeout);
  if (!status.ok()) {
    std::cerr << target << ": " << status.message() << "\n";
    return 1;
  }
  return 0;
}

}  // namespace impactwire
