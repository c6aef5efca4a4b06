// ServerHost: a gRPC server with what every server of ours has: health,
// reflection, channelz, limits, and an orderly end.
#pragma once

#include <grpcpp/impl/service_type.h>
#include <grpcpp/server.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/server/call_gate.h"
#include "common/server/health_service.h"
#include "common/server/metrics_endpoint.h"
#include "common/server/self_check.h"

namespace impactwire {

struct ServerOptions {
  // "127.0.0.1:50051"; port 0 picks a free one.
  std::string listen = "127.0.0.1:0";
  int max_receive_bytes = 16 << 20;
  int max_concurrent_streams = 256;  // per connection
  // Ends connections now and then so that load spreads anew; infinite: never.
  absl::Duration max_connection_age = absl::InfiniteDuration();
  // Memory for calls under way; 0: a quarter of the machine's.
  size_t memory_quota_bytes = 0;
  // Between NOT_SERVING and refusing, so that balancers see it.
  absl::Duration drain_notice = absl::ZeroDuration();
  // For calls under way when draining; then they are cancelled.
  absl::Duration drain_timeout = absl::Seconds(20);
  // The chosen port is written here, as text, once the server listens.
  // Optional.
  std::string port_file;
  bool self_check = true;
  // Where GET /metrics is answered; port 0 picks a free one, empty: nowhere.
  std::string metrics_listen;
  // What the service tells there beside calls and process. Optional.
  ReadMetrics read_metrics;
};

class ServerHost {
 public:
  struct NamedService {
    std::string name;  // for health: "impactwire.v1.IngestService"
    grpc::Service* service;
  };

  // Starts serving `services`, which must outlive the host, as must what
  // `options.read_metrics` uses. Health stays NOT_SERVING until
  // SetServing(true). UNAVAILABLE when an address is taken or malformed.
  static absl::StatusOr<std::unique_ptr<ServerHost>> Start(
      const ServerOptions& options, CallGate* gate,
      const std::vector<NamedService>& services);

  // Drains, if Drain was not called.
  ~ServerHost();

  int port() const { return port_; }
  // 0: there are none.
  int metrics_port() const {
    return metrics_ == nullptr ? 0 : metrics_->port();
  }
  // Where a client on this machine finds it: "127.0.0.1:<port>".
  std::string local_target() const;
  void SetServing(bool serving) { health_.SetServing(serving); }

  // NOT_SERVING, notice, refuse new calls, end streams, let calls finish, stop.
  // Afterwards no handler runs.
  void Drain();

 private:
  ServerHost(const ServerOptions& options, CallGate* gate);

  const ServerOptions options_;
  CallGate* const gate_;
  HealthService health_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<SelfCheck> self_check_;
  std::unique_ptr<MetricsEndpoint> metrics_;
  int port_ = 0;
  bool drained_ = false;
};

// The --healthcheck mode of the programs: asks "" of the server that listens on
// `listen` (0.0.0.0 is asked at 127.0.0.1). 0 when SERVING, else 1 with a line
// on stderr.
int RunHealthcheck(const std::string& listen);

}  // namespace impactwire
