// How long after its acknowledgement an article is visible in the query
// service.
//
//   build/bench/bin/visibility_benchmark [RATE] [SECONDS]
//
// Starts both services of the same build on free ports, streams the example
// articles under ever new ids at RATE articles/s (default 200, open loop: a
// slow answer does not slow the sender), and after each acknowledgement asks
// the query service with its position. Reported: from the acknowledgement's
// arrival to the answer's, so one query round trip is in it. Unrealistic:
// client and both services share one machine; articles repeat.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/base/mutex.h"
#include "common/base/worker_pool.h"
#include "impactwire/v1/ingest.grpc.pb.h"
#include "impactwire/v1/query.grpc.pb.h"
#include "tests/integration/service_process.h"

namespace impactwire::testing {
namespace {

constexpr int kQueryThreads = 16;

std::vector<std::string> ExampleTexts() {
  std::vector<std::string> texts;
  const std::filesystem::path folder =
      std::filesystem::path(IMPACTWIRE_SOURCE_DIR) / "examples" / "articles";
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != ".txt") continue;
    std::ifstream file(entry.path());
    std::stringstream content;
    content << file.rdbuf();
    texts.push_back(content.str());
  }
  return texts;
}

// Samples in milliseconds. Thread-safe.
class Samples {
 public:
  void Add(absl::Duration value) {
    MutexLock lock(&mu_);
    values_.push_back(absl::ToDoubleMilliseconds(value));
  }
  void Print(const char* name) {
    MutexLock lock(&mu_);
    std::sort(values_.begin(), values_.end());
    const auto at = [this](double q) ABSL_NO_THREAD_SAFETY_ANALYSIS {
      return values_.empty()
                 ? 0.0
                 : values_[static_cast<size_t>(
                       q * static_cast<double>(values_.size() - 1))];
    };
    std::printf(
        "%-28s n=%zu  p50 %.2f ms  p90 %.2f ms  p99 %.2f ms  max %.2f ms\n",
        name, values_.size(), at(0.5), at(0.9), at(0.99), at(1.0));
  }

 private:
  Mutex mu_;
  std::vector<double> values_ ABSL_GUARDED_BY(mu_);
};

int Run(double rate, double seconds) {
  const std::vector<std::string> texts = ExampleTexts();
  if (texts.empty()) {
    std::fprintf(stderr, "no example articles found\n");
    return 1;
  }
  TemporaryFolder folder;
  ServiceProcess ingest("ingest_service",
                        {absl::StrCat("--data_dir=", folder.path(), "/log")},
                        folder.path());
  if (absl::Status status = ingest.Start(); !status.ok()) {
    std::fprintf(stderr, "%s\n", status.ToString().c_str());
    return 1;
  }
  ServiceProcess query("query_service",
                       {absl::StrCat("--ingest_target=", ingest.target())},
                       folder.path());
  absl::Status status = query.Start();
  if (status.ok()) status = query.WaitUntilServing();
  if (!status.ok()) {
    std::fprintf(stderr, "%s\n", status.ToString().c_str());
    return 1;
  }

  const auto ingest_stub = v1::IngestService::NewStub(ingest.Connect());
  const auto query_stub = v1::QueryService::NewStub(query.Connect());
  const int count = static_cast<int>(rate * seconds);
  std::vector<absl::Time> sent_at(count);
  Samples acknowledged, visible;
  int failures = 0;
  Mutex mu;
  {
    WorkerPool pool(kQueryThreads, 100000);
    grpc::ClientContext context;
    const auto stream = ingest_stub->IngestArticles(&context);
    std::thread reader([&] {
      v1::IngestArticlesResponse response;
      while (stream->Read(&response)) {
        const absl::Time at = absl::Now();
        acknowledged.Add(at - sent_at[response.client_sequence()]);
        const std::string position = response.result().position();
        const bool taken = pool.TrySubmit([&, at, position] {
          grpc::ClientContext query_context;
          v1::GetIndexStatusRequest request;
          request.set_min_position(position);
          v1::GetIndexStatusResponse answer;
          if (query_stub->GetIndexStatus(&query_context, request, &answer)
                  .ok()) {
            visible.Add(absl::Now() - at);
          } else {
            MutexLock lock(&mu);
            ++failures;
          }
        });
        if (!taken || response.has_error()) {
          MutexLock lock(&mu);
          ++failures;
        }
      }
    });
    const absl::Time start = absl::Now();
    for (int i = 0; i < count; ++i) {
      const absl::Time due = start + absl::Seconds(i / rate);
      absl::SleepFor(due - absl::Now());
      v1::IngestArticlesRequest request;
      request.set_client_sequence(i);
      request.mutable_article()->set_article_id(absl::StrCat("a", i));
      request.mutable_article()->set_text(texts[i % texts.size()]);
      sent_at[i] = absl::Now();
      if (!stream->Write(request)) break;
    }
    stream->WritesDone();
    reader.join();
    if (!stream->Finish().ok()) ++failures;
  }
  std::printf("%d articles at %.0f/s\n", count, rate);
  acknowledged.Print("sent -> acknowledged");
  visible.Print("acknowledged -> visible");
  std::printf("failures %d\n", failures);
  return failures == 0 ? 0 : 1;
}

}  // namespace
}  // namespace impactwire::testing

int main(int argc, char** argv) {
  double rate = 200, seconds = 20;
  if ((argc > 1 && !absl::SimpleAtod(argv[1], &rate)) ||
      (argc > 2 && !absl::SimpleAtod(argv[2], &seconds)) || argc > 3 ||
      rate <= 0 || seconds <= 0) {
    std::fprintf(stderr, "usage: visibility_benchmark [RATE] [SECONDS]\n");
    return 2;
  }
  return impactwire::testing::Run(rate, seconds);
}
