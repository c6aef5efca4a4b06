// ingest_service: articles in, durable records out, and the record stream.
#include <unistd.h>

#include <cstdlib>
#include <memory>
#include <string>

#include "absl/flags/flag.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/base/log.h"
#include "common/server/call_gate.h"
#include "common/server/server_program.h"
#include "common/server/signal_waiter.h"
#include "ingest_service/extract/article_extractor.h"
#include "ingest_service/handlers/ingest_handlers.h"
#include "ingest_service/log/rocks/log_directory.h"
#include "ingest_service/log/tombstone_sweeper.h"

ABSL_FLAG(std::string, listen, "127.0.0.1:50051",
          "Address to listen on; port 0 picks a free one. There is no "
          "encryption: other than loopback belongs behind a proxy.");
ABSL_FLAG(std::string, metrics_listen, "127.0.0.1:9151",
          "Address of GET /metrics for Prometheus; empty: no metrics.");
ABSL_FLAG(std::string, data_dir, "impactwire-data",
          "Folder of the record log; made if missing. One process owns it.");
ABSL_FLAG(absl::Duration, tombstone_retention, absl::Hours(24 * 30),
          "How long deletions are kept for followers. One that was away for "
          "longer starts anew.");
ABSL_FLAG(int, threads, 0,
          "Threads for extraction, for calls and for streams each; 0: as many "
          "as cores.");
ABSL_FLAG(int, max_body_bytes, 8 << 20, "Largest body of an article.");
ABSL_FLAG(int, max_text_bytes, 1 << 20,
          "Largest main text; what follows is cut off, with a warning.");
ABSL_FLAG(int, max_record_bytes, 4 << 20,
          "Largest record; items beyond it are left out, with a warning.");
ABSL_FLAG(int, max_mentions, 5000, "Most mentions in a record.");
ABSL_FLAG(int, max_figures, 2000, "Most impact figures in a record.");
ABSL_FLAG(int, max_waiting_calls, 256,
          "Calls that wait for a thread; more get RESOURCE_EXHAUSTED.");
ABSL_FLAG(int, max_open_articles, 512,
          "Articles of all streams that are read and not yet durable.");
ABSL_FLAG(int, max_open_bytes, 64 << 20, "The same, in bytes.");
ABSL_FLAG(int, max_followers, 64, "Most record streams at once.");
ABSL_FLAG(int, cache_bytes, 64 << 20, "Cache for reading the record log.");

namespace impactwire {
namespace {

constexpr int kLargestBody = 1 << 30;
// Room for what surrounds a body in its message.
constexpr int kMessageMargin = 8 << 20;
constexpr absl::Duration kSweepInterval = absl::Hours(1);

// gRPC holds the size of a message, body and margin, in an int.
std::string CheckBodyLimit() {
  if (absl::GetFlag(FLAGS_max_body_bytes) <= kLargestBody) return "";
  return absl::StrCat("--max_body_bytes: must be at most ", kLargestBody);
}

extract::ExtractorOptions ExtractorLimits() {
  extract::ExtractorOptions options;
  options.max_body_bytes = absl::GetFlag(FLAGS_max_body_bytes);
  options.max_text_bytes = absl::GetFlag(FLAGS_max_text_bytes);
  options.max_record_bytes = absl::GetFlag(FLAGS_max_record_bytes);
  options.max_mentions = absl::GetFlag(FLAGS_max_mentions);
  options.max_figures = absl::GetFlag(FLAGS_max_figures);
  return options;
}

record_log::LogDirectoryOptions LogOptions() {
  record_log::LogDirectoryOptions options;
  options.data_dir = absl::GetFlag(FLAGS_data_dir);
  options.block_cache_bytes = absl::GetFlag(FLAGS_cache_bytes);
  // What is on disk is unknown now; only a restart finds out. Clients see the
  // connection end and try again.
  options.committer.on_fatal = [](const absl::Status& status) {
    Log(Severity::kError, "a commit has failed; ending the process",
        {{"error", status.message()}});
    _exit(EXIT_FAILURE);
  };
  return options;
}

IngestHandlersOptions HandlerLimits() {
  IngestHandlersOptions options;
  options.version = std::string(Version());
  options.threads = absl::GetFlag(FLAGS_threads);
  options.max_waiting_calls = absl::GetFlag(FLAGS_max_waiting_calls);
  options.max_open_articles = absl::GetFlag(FLAGS_max_open_articles);
  options.max_open_bytes = absl::GetFlag(FLAGS_max_open_bytes);
  options.max_followers = absl::GetFlag(FLAGS_max_followers);
  return options;
}

int Serve(ServerOptions options) {
  SignalWaiter signals;
  auto extractor = extract::ArticleExtractor::Create(ExtractorLimits());
  if (!extractor.ok()) return ServerFailed("no extractor", extractor.status());
  auto log = record_log::OpenLogDirectory(LogOptions());
  if (!log.ok())
    return ServerFailed("the record log does not open", log.status());
  const record_log::LogStats stats = (*log)->Stats();
  Log(Severity::kInfo, "record log opened",
      {{"data_dir", absl::GetFlag(FLAGS_data_dir)},
       {"log_id", (*log)->log_id()},
       {"sequence", stats.high_watermark},
       {"articles", stats.article_count}});

  CallGate gate;
  IngestHandlers handlers(extractor->get(), log->get(), &gate, HandlerLimits());
  const record_log::TombstoneSweeper sweeper(
      log->get(), absl::GetFlag(FLAGS_tombstone_retention), kSweepInterval);
  options.max_receive_bytes =
      absl::GetFlag(FLAGS_max_body_bytes) + kMessageMargin;
  options.read_metrics = [&handlers] { return handlers.Metrics(); };
  auto host = ServerHost::Start(options, &gate,
                                {{IngestHandlers::kServiceName, &handlers}});
  if (!host.ok())
    return ServerFailed("the server does not start", host.status());
  (*host)->SetServing(true);

  const int signal = signals.Wait();
  Log(Severity::kInfo, "draining", {{"signal", signal}});
  (*host)->Drain();
  host->reset();
  Log(Severity::kInfo, "drained");
  return EXIT_SUCCESS;
}

ServerProgram Program() {
  return {
      {"ingest_service",
       "Reads news articles into records of organizations, executives and "
       "impact\nfigures, keeps them in a durable log and streams them to query "
       "services."},
      &FLAGS_listen,
      &FLAGS_metrics_listen,
      {&FLAGS_max_body_bytes, &FLAGS_max_text_bytes, &FLAGS_max_record_bytes,
       &FLAGS_max_mentions, &FLAGS_max_figures, &FLAGS_max_waiting_calls,
       &FLAGS_max_open_articles, &FLAGS_max_open_bytes, &FLAGS_max_followers,
       &FLAGS_cache_bytes},
      {},
      &CheckBodyLimit,
      &Serve};
}

}  // namespace
}  // namespace impactwire

int main(int argc, char** argv) {
  return impactwire::RunServerProgram(argc, argv, impactwire::Program());
}
