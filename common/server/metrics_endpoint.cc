#include "common/server/metrics_endpoint.h"

#include <dirent.h>
#include <netinet/in.h>
#include <prometheus/exposer.h>
#include <prometheus/metric_family.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <exception>
#include <fstream>
#include <limits>
#include <thread>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/base/log.h"

namespace impactwire {
namespace {

using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;

constexpr int kThreads = 1;
// As dashboards for gRPC servers know them.
constexpr const char* kCodeNames[MethodCounts::kCodes] = {
    "OK",
    "Canceled",
    "Unknown",
    "InvalidArgument",
    "DeadlineExceeded",
    "NotFound",
    "AlreadyExists",
    "PermissionDenied",
    "ResourceExhausted",
    "FailedPrecondition",
    "Aborted",
    "OutOfRange",
    "Unimplemented",
    "Internal",
    "Unavailable",
    "DataLoss",
    "Unauthenticated",
};

ClientMetric OfMethod(const MethodCounts& method) {
  ClientMetric metric;
  metric.label = {{"grpc_type", method.type()},
                  {"grpc_service", method.service()},
                  {"grpc_method", method.method()}};
  return metric;
}

void AddCalls(const CallCounts& counts, std::vector<MetricFamily>* families) {
  MetricFamily started{
      "grpc_server_started_total", "Calls begun.", MetricType::Counter, {}};
  MetricFamily handled{"grpc_server_handled_total",
                       "Calls ended, by the code they ended with.",
                       MetricType::Counter,
                       {}};
  MetricFamily seconds{"grpc_server_handling_seconds",
                       "Time from a call's beginning to its end.",
                       MetricType::Histogram,
                       {}};
  for (const auto& method : counts.methods()) {
    started.metric.push_back(OfMethod(*method));
    started.metric.back().counter.value =
        static_cast<double>(method->started());
    for (int code = 0; code < MethodCounts::kCodes; ++code) {
      handled.metric.push_back(OfMethod(*method));
      handled.metric.back().label.push_back({"grpc_code", kCodeNames[code]});
      handled.metric.back().counter.value =
          static_cast<double>(method->handled(code));
    }
    seconds.metric.push_back(OfMethod(*method));
    ClientMetric::Histogram& histogram = seconds.metric.back().histogram;
    for (size_t i = 0; i <= MethodCounts::kBounds.size(); ++i) {
      histogram.sample_count += static_cast<uint64_t>(method->took(i));
      histogram.bucket.push_back(
          {histogram.sample_count,
           i < MethodCounts::kBounds.size()
               ? absl::ToDoubleSeconds(MethodCounts::kBounds[i])
               : std::numeric_limits<double>::infinity()});
    }
    histogram.sample_sum = static_cast<double>(method->total_nanos()) / 1e9;
  }
  families->push_back(std::move(started));
  families->push_back(std::move(handled));
  families->push_back(std::move(seconds));
}

int OpenFiles() {
  DIR* const folder = opendir("/proc/self/fd");
  if (folder == nullptr) return 0;
  // "." and ".." and the folder's own.
  int count = -3;
  while (readdir(folder) != nullptr) ++count;
  closedir(folder);
  return count;
}

double ResidentBytes() {
  std::ifstream file("/proc/self/statm");
  int64_t total = 0;
  int64_t resident = 0;
  file >> total >> resident;
  return static_cast<double>(resident) *
         static_cast<double>(sysconf(_SC_PAGESIZE));
}

double Seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) +
         static_cast<double>(time.tv_usec) / 1e6;
}

std::vector<Metric> OfProcess(absl::Time start) {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  rlimit files{};
  getrlimit(RLIMIT_NOFILE, &files);
  return {
      {"process_cpu_seconds_total", "User and system time.",
       Seconds(usage.ru_utime) + Seconds(usage.ru_stime)},
      {"process_resident_memory_bytes", "Resident memory.", ResidentBytes()},
      {"process_open_fds", "Open file descriptors.",
       static_cast<double>(OpenFiles())},
      {"process_max_fds", "The limit of open file descriptors.",
       static_cast<double>(files.rlim_cur)},
      {"process_start_time_seconds", "Start, since the epoch.",
       absl::ToDoubleSeconds(start - absl::UnixEpoch())},
  };
}

void AddMetrics(std::vector<Metric> metrics,
                std::vector<MetricFamily>* families) {
  for (Metric& metric : metrics) {
    const bool counter = absl::EndsWith(metric.name, "_total");
    if (families->empty() || families->back().name != metric.name) {
      families->push_back({metric.name,
                           metric.help,
                           counter ? MetricType::Counter : MetricType::Gauge,
                           {}});
    }
    ClientMetric number;
    for (auto& [name, value] : metric.labels) {
      number.label.push_back({std::move(name), std::move(value)});
    }
    (counter ? number.counter.value : number.gauge.value) = metric.value;
    families->back().metric.push_back(std::move(number));
  }
}

// Connects to a port of this machine, and no more.
void Knock(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  if (fd < 0) return;
  // In progress is enough.
  [[maybe_unused]] const int ignored =
      connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof(address));
  close(fd);
}

class Reader final : public prometheus::Collectable {
 public:
  Reader(const CallCounts* counts, ReadMetrics read)
      : counts_(counts), read_(std::move(read)) {}

  std::vector<MetricFamily> Collect() const override {
    std::vector<MetricFamily> families;
    AddCalls(*counts_, &families);
    AddMetrics(OfProcess(start_), &families);
    if (read_) AddMetrics(read_(), &families);
    return families;
  }

 private:
  const CallCounts* const counts_;
  const ReadMetrics read_;
  const absl::Time start_ = absl::Now();
};

}  // namespace

class MetricsEndpoint::Server {
 public:
  Server(const std::string& listen, const CallCounts* counts, ReadMetrics read)
      : reader_(std::make_shared<Reader>(counts, std::move(read))),
        exposer_(listen, kThreads) {
    exposer_.RegisterCollectable(reader_);
  }
  int port() const {
    const std::vector<int> ports = exposer_.GetListeningPorts();
    return ports.empty() ? 0 : ports.front();
  }

 private:
  // The exposer holds it weakly, and ends first.
  const std::shared_ptr<Reader> reader_;
  prometheus::Exposer exposer_;
};

MetricsEndpoint::MetricsEndpoint(std::unique_ptr<Server> server)
    : server_(std::move(server)) {}

MetricsEndpoint::~MetricsEndpoint() {
  // The library looks only every other second whether it shall end, or when
  // somebody connects.
  const int port = server_->port();
  std::atomic<bool> ended{false};
  std::thread ending([this, &ended] {
    server_.reset();
    ended = true;
  });
  while (!ended) {
    Knock(port);
    absl::SleepFor(absl::Milliseconds(5));
  }
  ending.join();
}

int MetricsEndpoint::port() const { return server_->port(); }

absl::StatusOr<std::unique_ptr<MetricsEndpoint>> MetricsEndpoint::Start(
    const std::string& listen, const CallCounts* counts, ReadMetrics read) {
  std::unique_ptr<Server> server;
  // The library's only way to say that it cannot listen.
  try {
    server = std::make_unique<Server>(listen, counts, std::move(read));
  } catch (const std::exception&) {
    return absl::UnavailableError(
        absl::StrCat("cannot listen on ", listen,
                     ": the port is taken, or the host is none of this machine "
                     "(--metrics_listen; empty for no metrics)"));
  }
  Log(Severity::kInfo, "metrics",
      {{"address", listen}, {"port", server->port()}});
  return std::unique_ptr<MetricsEndpoint>(
      new MetricsEndpoint(std::move(server)));
}

}  // namespace impactwire
