// query_service: follows the record log and answers queries from memory.
#include <cstdlib>
#include <string>

#include "absl/flags/flag.h"
#include "absl/time/time.h"
#include "common/base/log.h"
#include "common/base/mutex.h"
#include "common/server/call_gate.h"
#include "common/server/server_program.h"
#include "common/server/signal_waiter.h"
#include "query_service/follow/follower.h"
#include "query_service/handlers/query_handlers.h"
#include "query_service/index/index.h"
#include "query_service/index/snapshot_keeper.h"

ABSL_FLAG(std::string, listen, "127.0.0.1:50052",
          "Address to listen on; port 0 picks a free one. There is no "
          "encryption: other than loopback belongs behind a proxy.");
ABSL_FLAG(std::string, metrics_listen, "127.0.0.1:9152",
          "Address of GET /metrics for Prometheus; empty: no metrics.");
ABSL_FLAG(std::string, ingest_target, "127.0.0.1:50051",
          "Address of the ingest service whose record log is followed.");
ABSL_FLAG(std::string, follower_name, "query",
          "How this service names itself to the ingest service.");
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
ABSL_FLAG(bool, search_evidence, true,
          "SearchImpactFigures looks for the words of titles and of the "
          "sentences that figures stand in, too; without, it takes about half "
          "the memory.");
ABSL_FLAG(bool, join_organizations, true,
          "Ids that are one organization by what articles call them (JD, "
          "JD.com) are answered as one; without, only those that analysts "
          "merged.");
ABSL_FLAG(bool, join_executives, true,
          "Ids that are one person of one organization by name (Yao Jinbo, "
          "Jinbo Yao; J. Smith, John Smith) are answered as one; without, only "
          "those that analysts merged.");

ABSL_FLAG(std::string, snapshot_dir, "",
          "Folder for snapshot files of the index, from which it starts faster "
          "than by replaying the log, and without ingest; made if it is not "
          "there. Empty: none. Deleting them loses nothing.");
ABSL_FLAG(absl::Duration, snapshot_interval, absl::Minutes(10),
          "How often a snapshot file is written, if anything was applied; one "
          "more at an orderly end. The newest two are kept. 0: at the end "
          "only.");
ABSL_FLAG(absl::Duration, serve_stale_after, absl::Seconds(5),
          "Without ingest in reach for so long, what a snapshot file held is "
          "served, and said to be stale.");

namespace impactwire::query {
namespace {

constexpr int kMaxReceiveBytes = 1 << 20;

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

int Serve(ServerOptions options) {
  SignalWaiter signals;
  IndexOptions index_options;
  index_options.history_entries = absl::GetFlag(FLAGS_history_entries);
  index_options.search_text = absl::GetFlag(FLAGS_search_evidence);
  index_options.join_organizations = absl::GetFlag(FLAGS_join_organizations);
  index_options.join_executives = absl::GetFlag(FLAGS_join_executives);
  Index index(index_options);

  HealthSwitch health;
  FollowerOptions follower_options;
  follower_options.target = absl::GetFlag(FLAGS_ingest_target);
  follower_options.name = absl::GetFlag(FLAGS_follower_name);
  Follower follower(follower_options, &index,
                    [&health](const FollowerStatus& status) {
                      health.Set(status.serving());
                    });
  SnapshotKeeperOptions snapshot_options;
  snapshot_options.folder = absl::GetFlag(FLAGS_snapshot_dir);
  snapshot_options.interval = absl::GetFlag(FLAGS_snapshot_interval);
  SnapshotKeeper snapshots(snapshot_options, &index);
  CallGate gate;
  QueryHandlersOptions handler_options = HandlerLimits();
  handler_options.snapshots = &snapshots;
  QueryHandlers handlers(&index, &follower, &gate, handler_options);
  options.max_connection_age = absl::GetFlag(FLAGS_max_connection_age);
  options.max_receive_bytes = kMaxReceiveBytes;
  options.read_metrics = [&handlers] { return handlers.Metrics(); };
  auto host = ServerHost::Start(options, &gate,
                                {{QueryHandlers::kServiceName, &handlers}});
  if (!host.ok()) {
    return ServerFailed("the server does not start", host.status());
  }
  health.Connect(host->get());
  if (snapshots.Load()) {
    follower.ServeStaleAfter(absl::GetFlag(FLAGS_serve_stale_after),
                             snapshots.status().loaded->path);
  }
  follower.Start();
  snapshots.Start();

  const int signal = signals.Wait();
  Log(Severity::kInfo, "draining", {{"signal", signal}});
  health.Connect(nullptr);
  (*host)->Drain();
  follower.Stop();
  snapshots.Stop();
  Log(Severity::kInfo, "stopped", {{"position", index.applied().ToString()}});
  return EXIT_SUCCESS;
}

ServerProgram Program() {
  return {
      {"query_service",
       "Follows the record log of an ingest service and answers queries for\n"
       "organizations, executives and impact figures from memory."},
      &FLAGS_listen,
      &FLAGS_metrics_listen,
      {&FLAGS_max_queued_calls, &FLAGS_max_waiting_calls, &FLAGS_max_watchers,
       &FLAGS_history_entries},
      {&FLAGS_ingest_target},
      nullptr,
      &Serve};
}

}  // namespace
}  // namespace impactwire::query

int main(int argc, char** argv) {
  return impactwire::RunServerProgram(argc, argv, impactwire::query::Program());
}
