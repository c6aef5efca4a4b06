// The in-memory index, without the network:
//
//   build/bench/bin/index_benchmark --figures=100k,1M,10M --out=index.tsv
//
// For each size an index is built of made-up records as the stream sends them
// (record_generator.h; no text, serialized), then asked. Reported:
//   apply          records/s of one writer, parse included; by the clock, by
//   its
//                  processor time and by that of it and its reader
//   memory         index.bytes() per figure, in all and by table; without the
//                  evidence sentences (their bytes are counted when records are
//                  made); and what the process grew by
//   get_*, list_*, search_*, aggregate*
//                  each call with other arguments (query_draws.h), nothing else
//                  running: from the request to the answer, without RPC
//   mixed_*        the same point queries while 5,000 records/s are applied
// Unrealistic: one client that asks without a pause, so that nothing stays in
// the caches but what it asked for last.
#include <atomic>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/allocator/allocator.h"
#include "common/base/log.h"
#include "query_service/index/index.h"
#include "query_service/index/queries/claim_queries.h"
#include "query_service/index/queries/figure_queries.h"
#include "query_service/index/queries/organization_queries.h"
#include "query_service/index/snapshot_files.h"
#include "tests/benchmarks/index_filler.h"
#include "tests/benchmarks/measurements.h"
#include "tests/benchmarks/query_draws.h"

ABSL_FLAG(std::string, figures, "100k,1M",
          "Sizes of the index, ascending: like 100k,1M,10M");
ABSL_FLAG(std::string, out, "", "Lines of results are appended to this file");
ABSL_FLAG(double, seconds, 3, "Of each kind of query");
ABSL_FLAG(bool, processor_time, false,
          "Time calls by processor time: for a machine that others use, too");
ABSL_FLAG(bool, join_organizations, true,
          "As the query service's; without: what joining costs");
ABSL_FLAG(bool, join_executives, true, "The same of people");
ABSL_FLAG(
    std::string, snapshots, "",
    "A folder for snapshot files, written, read and deleted again; empty: "
    "they are not measured");
ABSL_FLAG(std::string, only, "",
          "Only measures whose name begins with this (building always is)");

namespace impactwire::bench {
namespace {

constexpr uint32_t kWritesPerSecond = 5000;
constexpr size_t kCalls = 200000;

void ReportFilled(const Filled& filled, const query::Index& index,
                  size_t resident, Measurements* to) {
  const auto records = static_cast<double>(filled.records);
  const auto figures = static_cast<double>(filled.figures);
  const auto bytes = static_cast<double>(index.bytes());
  to->Add("apply", "record", filled.record_bytes / records, "bytes");
  to->Add("apply", "wall", records / filled.wall, "records/s");
  to->Add("apply", "writer_cpu", records / filled.writer_cpu, "records/s");
  to->Add("apply", "cpu", records / (filled.writer_cpu + filled.reader_cpu),
          "records/s");
  to->Add("apply", "seconds", filled.wall, "s");
  to->Add("memory", "all", bytes / figures, "bytes/figure");
  to->Add("memory", "without_evidence",
          (bytes - static_cast<double>(filled.evidence_bytes)) / figures,
          "bytes/figure");
  to->Add("memory", "resident", static_cast<double>(resident) / figures,
          "bytes/figure");
  for (const auto& table : index.Pin().tables().BytesByTable()) {
    to->Add("memory", absl::StrCat("table:", table.table),
            static_cast<double>(table.bytes) / figures, "bytes/figure");
  }
}

class Asker {
 public:
  Asker(const query::Index* index, const RecordGenerator* generator,
        Measurements* to)
      : index_(index), draws_(generator), to_(to) {}

  void AskAll() {
    GetOrganizations("get_organization", absl::GetFlag(FLAGS_seconds));
    GetFigures("get_figure", absl::GetFlag(FLAGS_seconds));
    if (Wanted("list_selective")) {
      Latencies latencies;
      RunEach(&latencies, kCalls, [&] {
        const auto request = draws_.SelectiveList(&dice_);
        latencies.Time([&] { List(request); });
      });
      latencies.Report("list_selective", to_);
    }
    if (Wanted("list_by_value")) {
      Latencies latencies;
      const auto request = draws_.BroadList();
      latencies.Run(absl::GetFlag(FLAGS_seconds), 20, kCalls,
                    [&] { List(request); });
      latencies.Report("list_by_value", to_);
    }
    for (const auto& [name, typed] :
         {std::pair("search_typo", Typed::kTypo),
          std::pair("search_prefix", Typed::kPrefix),
          std::pair("search_acronym", Typed::kAcronym)}) {
      if (!Wanted(name)) continue;
      Latencies latencies;
      RunEach(&latencies, kCalls, [&, typed = typed] {
        const auto request = draws_.Search(typed, &dice_);
        latencies.Time([&] {
          const auto answer =
              query::SearchOrganizations(index_->Pin(), request);
          Check(answer.status());
          found_ += answer->hits_size();
        });
      });
      latencies.Report(name, to_);
    }
    Aggregates("aggregate", draws_.Aggregate());
    Aggregates("aggregate_organization", draws_.AggregateOrganizations());
    Aggregates("aggregate_confidence", draws_.AggregateConfident());
    Claims("list_claims", draws_.Claims());
    Claims("list_claims_corroborated", draws_.CorroboratedClaims());
  }

  // "all_threads": the processor time of all that take part in one call.
  void Aggregates(const std::string& name,
                  const v1::AggregateImpactFiguresRequest& request) {
    if (!Wanted(name)) return;
    Latencies latencies;
    const double before = ProcessSeconds();
    latencies.Run(absl::GetFlag(FLAGS_seconds), 5, kCalls, [&] {
      const auto answer = query::AggregateImpactFigures(index_->Pin(), request);
      Check(answer.status());
      found_ += answer->groups_size();
    });
    const double seconds = ProcessSeconds() - before;
    latencies.Report(name, to_);
    to_->Add(name, "all_threads",
             seconds * 1e6 / static_cast<double>(latencies.size()), "us");
  }

  void Claims(const std::string& name, const v1::ListClaimsRequest& request) {
    if (!Wanted(name)) return;
    Latencies latencies;
    latencies.Run(absl::GetFlag(FLAGS_seconds), 5, kCalls, [&] {
      const auto answer = query::ListClaims(index_->Pin(), request);
      Check(answer.status());
      found_ += answer->claims_size();
    });
    latencies.Report(name, to_);
  }

  void GetOrganizations(const std::string& name, double seconds) {
    if (!Wanted(name)) return;
    Latencies latencies;
    RunEach(&latencies, 10 * kCalls, seconds, [&] {
      const auto request = draws_.Organization(&dice_);
      latencies.Time([&] {
        out_.clear();
        Check(query::AppendGetOrganization(index_->Pin(), request, &out_));
        found_ += out_.size();
      });
    });
    latencies.Report(name, to_);
  }

  void GetFigures(const std::string& name, double seconds) {
    if (!Wanted(name)) return;
    Latencies latencies;
    RunEach(&latencies, 10 * kCalls, seconds, [&] {
      const auto request = draws_.Figure(&dice_);
      latencies.Time([&] {
        out_.clear();
        Check(query::AppendGetImpactFigure(index_->Pin(), request, &out_));
        found_ += out_.size();
      });
    });
    latencies.Report(name, to_);
  }

  static bool Wanted(const std::string& name) {
    return absl::StartsWith(name, absl::GetFlag(FLAGS_only));
  }

 private:
  // Repeats what draws a request and times its answer.
  template <typename Step>
  void RunEach(const Latencies* latencies, size_t most, double seconds,
               const Step& step) {
    const int64_t end = Latencies::Now() + static_cast<int64_t>(seconds * 1e9);
    while (latencies->size() < most &&
           (latencies->size() < 20 || Latencies::Now() < end)) {
      step();
    }
  }
  template <typename Step>
  void RunEach(const Latencies* latencies, size_t most, const Step& step) {
    RunEach(latencies, most, absl::GetFlag(FLAGS_seconds), step);
  }

  void List(const v1::ListImpactFiguresRequest& request) {
    out_.clear();
    Check(query::AppendListImpactFigures(index_->Pin(), request, &out_));
    found_ += out_.size();
  }

  static void Check(const absl::Status& status) {
    if (status.ok()) return;
    std::fprintf(stderr, "%s\n", status.ToString().c_str());
    std::exit(1);
  }

  const query::Index* const index_;
  const QueryDraws draws_;
  Measurements* const to_;
  Dice dice_{7};
  std::string out_;
  size_t found_ = 0;
};

// Point queries while a writer applies new records at an even pace.
void AskWhileWriting(const RecordGenerator& generator, query::Index* index,
                     Measurements* to) {
  const double seconds = 2 * absl::GetFlag(FLAGS_seconds);
  constexpr uint32_t kStep = kWritesPerSecond / 100;
  const auto steps = static_cast<uint32_t>(seconds * 100) + 50;
  Filled made;
  const uint32_t first = generator.articles();
  IndexFiller filler(&generator, index);
  const std::vector<std::string> entries =
      filler.Make(first, steps * kStep, &made);
  std::atomic<bool> stop{false};
  uint32_t applied = 0;
  const int64_t start = Latencies::Now();
  std::thread writer([&] {
    for (uint32_t step = 0; step < steps && !stop.load(); ++step) {
      const int64_t due = start + int64_t{step} * 10000000;
      const int64_t wait = due - Latencies::Now();
      if (wait > 0) absl::SleepFor(absl::Nanoseconds(wait));
      filler.Apply(filler.Read(entries, step * kStep, (step + 1) * kStep,
                               first + 1, first + entries.size()));
      applied += kStep;
    }
  });
  Asker asker(index, &generator, to);
  asker.GetOrganizations("mixed_get_organization", seconds / 2);
  asker.GetFigures("mixed_get_figure", seconds / 2);
  const double took = static_cast<double>(Latencies::Now() - start) / 1e9;
  stop.store(true);
  writer.join();
  to->Add("mixed", "applied", applied / took, "records/s");
}

// How long writing a snapshot file and starting from it take; it is read from
// the page cache, as far as that holds it.
void MeasureSnapshot(const query::Index& index, uint32_t figures,
                     Measurements* to) {
  const int64_t start = Latencies::Now();
  const auto file = query::WriteSnapshotFile(absl::GetFlag(FLAGS_snapshots),
                                             index.Pin(), absl::Now());
  if (!file.ok()) {
    std::fprintf(stderr, "%s\n", file.status().ToString().c_str());
    std::exit(1);
  }
  const int64_t written = Latencies::Now();
  const auto loaded = query::ReadSnapshotFile(file->path, {});
  const int64_t read = Latencies::Now();
  to->Add("snapshot", "bytes",
          static_cast<double>(std::filesystem::file_size(file->path)) / figures,
          "bytes/figure");
  std::filesystem::remove(file->path);
  if (!loaded.ok()) {
    std::fprintf(stderr, "%s\n", loaded.status().ToString().c_str());
    std::exit(1);
  }
  to->Add("snapshot", "write", static_cast<double>(written - start) / 1e9, "s");
  to->Add("snapshot", "load", static_cast<double>(read - written) / 1e9, "s");
}

void Run(uint32_t figures) {
  GeneratorOptions options;
  options.figures = figures;
  const RecordGenerator generator(options);
  Measurements to("index", figures, absl::GetFlag(FLAGS_out));
  const size_t before = ResidentBytes();
  query::IndexOptions index_options;
  index_options.join_organizations = absl::GetFlag(FLAGS_join_organizations);
  index_options.join_executives = absl::GetFlag(FLAGS_join_executives);
  query::Index index(index_options);
  const Filled filled = IndexFiller(&generator, &index).FillAll();
  ReportFilled(filled, index, ResidentBytes() - before, &to);
  Asker(&index, &generator, &to).AskAll();
  if (!absl::GetFlag(FLAGS_snapshots).empty()) {
    MeasureSnapshot(index, figures, &to);
  }
  if (Asker::Wanted("mixed_get_organization") ||
      absl::GetFlag(FLAGS_only) == "mixed") {
    AskWhileWriting(generator, &index, &to);
  }
}

}  // namespace
}  // namespace impactwire::bench

int main(int argc, char** argv) {
  // As query_service does.
  impactwire::UseLargePages();
  absl::SetProgramUsageMessage(
      "Builds indexes of made-up records and asks them.");
  absl::ParseCommandLine(argc, argv);
  impactwire::SetMinLogSeverity(impactwire::Severity::kWarning);
  if (absl::GetFlag(FLAGS_processor_time)) {
    impactwire::bench::Latencies::UseProcessorTime();
  }
  for (const uint32_t figures :
       impactwire::bench::ReadSizes(absl::GetFlag(FLAGS_figures))) {
    impactwire::bench::Run(figures);
  }
}
