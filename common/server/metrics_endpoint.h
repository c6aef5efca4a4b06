// MetricsEndpoint: GET /metrics for Prometheus, over HTTP on a port of its own.
// It tells the calls of a server (grpc_server_started_total,
// grpc_server_handled_total, grpc_server_handling_seconds), the process
// (process_*) and what the service adds.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "common/server/call_counts.h"

namespace impactwire {

// One number as of now. Those of one name stand together and differ in their
// labels, whose values are few and known beforehand.
struct Metric {
  std::string name;  // "impactwire_index_lag"; counters end in "_total"
  std::string help;
  double value = 0;
  std::vector<std::pair<std::string, std::string>> labels;
};

using ReadMetrics = std::function<std::vector<Metric>()>;

class MetricsEndpoint {
 public:
  // Listens on `listen`, "127.0.0.1:9151"; port 0 picks a free one. `counts`
  // and what `read` uses must outlive the endpoint; `read` is called for each
  // request, on a thread of the endpoint's. UNAVAILABLE: the address is taken
  // or malformed.
  static absl::StatusOr<std::unique_ptr<MetricsEndpoint>> Start(
      const std::string& listen, const CallCounts* counts, ReadMetrics read);
  ~MetricsEndpoint();

  int port() const;

 private:
  class Server;
  explicit MetricsEndpoint(std::unique_ptr<Server> server);
  std::unique_ptr<Server> server_;
};

}  // namespace impactwire
