// The record log on a real disk: durable appends by many writers, and replay.
//
//   cmake --preset bench && ninja -C build/bench record_log_benchmark
//   build/bench/bin/record_log_benchmark [--benchmark_filter=...]
//
// TMPDIR says which disk (a tmpfs syncs in no time). Unrealistic: every writer
// waits for each acknowledgement and does nothing else; all records have one
// shape (about 7 KB, five figures), and replay reads what was written a moment
// ago from a warm page cache.
#include <benchmark/benchmark.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <future>

#include "absl/strings/str_cat.h"
#include "ingest_service/log/rocks/log_directory.h"

namespace impactwire::record_log {
namespace {

v1::TextSpan Span(const std::string& text, int begin, int end) {
  v1::TextSpan span;
  span.set_begin(begin);
  span.set_end(end);
  span.set_text(text.substr(begin, end - begin));
  return span;
}

v1::ArticleRecord Record(const std::string& id) {
  v1::ArticleRecord record;
  record.set_article_id(id);
  record.set_uri(absl::StrCat("https://news.example/", id));
  record.set_content_sha256(id);
  record.set_extractor_version("benchmark");
  std::string text;
  for (int i = 0; text.size() < 3500; ++i) {
    absl::StrAppend(&text, "Organization ", i * 7919 % 100,
                    " has trained over ", i * 37, " people in village ", i,
                    " since 2019, its director said. ");
  }
  for (int i = 0; i < 6; ++i) {
    auto* organization = record.add_organizations();
    organization->set_organization_id(absl::StrCat("org-", i));
    organization->set_display_name(absl::StrCat("Organization ", i));
    for (int m = 0; m < 5; ++m) {
      *organization->add_mentions() = Span(text, 100 * m, 100 * m + 14);
    }
  }
  for (int i = 0; i < 5; ++i) {
    auto* figure = record.add_impact_figures();
    figure->set_figure_id(absl::StrCat("fig-", id, "-", i));
    figure->set_value(1000 * i);
    figure->set_unit("person");
    figure->set_what("people trained");
    figure->set_organization_id("org-1");
    figure->mutable_place()->set_name("Puyang");
    *figure->mutable_surface() = Span(text, 200 * i, 200 * i + 24);
    *figure->mutable_evidence() = Span(text, 200 * i, 200 * i + 180);
  }
  record.set_text(text);
  return record;
}

class LogFolder {
 public:
  LogFolder() {
    const char* tmp = std::getenv("TMPDIR");
    path_ = absl::StrCat(tmp != nullptr ? tmp : "/tmp", "/impactwire_bench_",
                         getpid());
    std::filesystem::remove_all(path_);
    LogDirectoryOptions options;
    options.data_dir = path_;
    log_ = OpenLogDirectory(options).value();
  }
  ~LogFolder() {
    log_.reset();
    std::filesystem::remove_all(path_);
  }
  RecordLog* log() { return log_.get(); }

 private:
  std::string path_;
  std::unique_ptr<RecordLog> log_;
};

std::unique_ptr<LogFolder> folder;

void Append(benchmark::State& state) {
  if (state.thread_index() == 0) folder = std::make_unique<LogFolder>();
  v1::Article original;
  int i = 0;
  for (auto _ : state) {
    const std::string id = absl::StrCat(state.thread_index(), "-", i++);
    v1::ArticleRecord record = Record(id);
    original.set_text(record.text());
    std::promise<absl::StatusOr<Appended>> answer;
    folder->log()->Upsert(
        std::move(record), original, Admission::kWait,
        [&](absl::StatusOr<Appended> a) { answer.set_value(std::move(a)); });
    if (!answer.get_future().get().ok()) state.SkipWithError("append failed");
  }
  state.SetItemsProcessed(state.iterations());
  if (state.thread_index() == 0) {
    const LogStats stats = folder->log()->Stats();
    state.counters["appends_per_commit"] =
        static_cast<double>(stats.high_watermark) /
        static_cast<double>(stats.commit_count);
    folder.reset();
  }
}
BENCHMARK(Append)->Name("append_durably")->Threads(1)->UseRealTime();
BENCHMARK(Append)->Name("append_durably")->Threads(8)->UseRealTime();
BENCHMARK(Append)->Name("append_durably")->Threads(64)->UseRealTime();

void Replay(benchmark::State& state) {
  constexpr int kRecords = 20000;
  LogFolder filled;
  v1::Article original;
  std::promise<void> last;
  for (int i = 0; i < kRecords; ++i) {
    v1::ArticleRecord record = Record(absl::StrCat(i));
    original.set_text(record.text());
    filled.log()->Upsert(std::move(record), original, Admission::kWait,
                         [&last, i](absl::StatusOr<Appended>) {
                           if (i + 1 == kRecords) last.set_value();
                         });
  }
  last.get_future().wait();
  const bool omit_text = state.range(0) == 0;
  int64_t entries = 0, bytes = 0;
  for (auto _ : state) {
    for (uint64_t after = 0; after < kRecords;) {
      const LogBatch batch =
          filled.log()->ReadAfter(after, 1 << 20, omit_text).value();
      after = batch.through;
      entries += static_cast<int64_t>(batch.entries.size());
      for (const std::string& entry : batch.entries) bytes += entry.size();
    }
  }
  state.SetItemsProcessed(entries);
  state.SetBytesProcessed(bytes);
}
BENCHMARK(Replay)
    ->Name("replay_20000_records")
    ->ArgName("text")
    ->Arg(0)
    ->Arg(1)
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace impactwire::record_log
