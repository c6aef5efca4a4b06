// Writes made-up records through ingest's real record log, as production size
// data for the services:
//
//   build/bench/bin/write_record_log --figures=5M --data_dir=DIR
//
// (a fifth as many records). DIR then serves `ingest_service --data_dir=DIR`.
// Does nothing if the log has as many already.
#include <atomic>
#include <cstdio>
#include <string>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "absl/time/clock.h"
#include "common/base/log.h"
#include "ingest_service/log/rocks/log_directory.h"
#include "tests/benchmarks/measurements.h"
#include "tests/benchmarks/record_generator.h"

ABSL_FLAG(std::string, figures, "1M", "How many: like 100k, 1M or 10M");
ABSL_FLAG(std::string, data_dir, "", "Folder of the log; made if missing");
ABSL_FLAG(std::string, out, "", "Lines of results are appended to this file");

namespace impactwire::bench {
namespace {

int Run(uint32_t figures, const std::string& data_dir) {
  GeneratorOptions options;
  options.figures = figures;
  options.with_text = true;
  const RecordGenerator generator(options);
  record_log::LogDirectoryOptions directory;
  directory.data_dir = data_dir;
  const auto log = record_log::OpenLogDirectory(directory);
  if (!log.ok()) {
    std::fprintf(stderr, "%s\n", log.status().ToString().c_str());
    return 1;
  }
  if ((*log)->Stats().article_count >= generator.articles()) return 0;
  std::atomic<uint32_t> answered{0};
  std::atomic<uint32_t> failed{0};
  uint64_t bytes = 0;
  v1::LogEntry entry;
  v1::Article original;
  Progress progress("written", generator.articles());
  const int64_t start = Latencies::Now();
  for (uint32_t i = 0; i < generator.articles(); ++i) {
    generator.Make(i, &entry);
    bytes += entry.ByteSizeLong();
    original.set_article_id(entry.record().article_id());
    original.set_uri(entry.record().uri());
    original.set_title(entry.record().title());
    original.set_publish_date(entry.record().publish_date());
    original.set_text(entry.record().text());
    (*log)->Upsert(std::move(*entry.mutable_record()), original,
                   record_log::Admission::kWait,
                   [&](const absl::StatusOr<record_log::Appended>& appended) {
                     failed.fetch_add(!appended.ok());
                     answered.fetch_add(1);
                   });
    progress.At(i);
  }
  while (answered.load() < generator.articles()) {
    absl::SleepFor(absl::Milliseconds(10));
  }
  const double seconds = static_cast<double>(Latencies::Now() - start) / 1e9;
  const double records = generator.articles();
  Measurements to("log", figures, absl::GetFlag(FLAGS_out));
  to.Add("write", "record", static_cast<double>(bytes) / records, "bytes");
  to.Add("write", "wall", records / seconds, "records/s");
  to.Add("write", "stored",
         static_cast<double>((*log)->Stats().stored_bytes) / records,
         "bytes/record");
  if (failed.load() > 0) {
    std::fprintf(stderr, "%u records were refused\n", failed.load());
    return 1;
  }
  return 0;
}

}  // namespace
}  // namespace impactwire::bench

int main(int argc, char** argv) {
  absl::SetProgramUsageMessage("Writes a record log of made-up records.");
  absl::ParseCommandLine(argc, argv);
  impactwire::SetMinLogSeverity(impactwire::Severity::kWarning);
  const std::string data_dir = absl::GetFlag(FLAGS_data_dir);
  const auto sizes = impactwire::bench::ReadSizes(absl::GetFlag(FLAGS_figures));
  if (data_dir.empty() || sizes.size() != 1) {
    std::fprintf(stderr, "--data_dir and one size in --figures are needed\n");
    return 2;
  }
  return impactwire::bench::Run(sizes[0], data_dir);
}
