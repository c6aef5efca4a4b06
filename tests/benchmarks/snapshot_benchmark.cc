// snapshot_benchmark --figures=N: how long the index takes to come up by a
// replay of N figures and from a snapshot file of the same, how long writing
// the file takes, and how large it is. The replay is of records in memory, one
// batch of 128 at a time; the file is read from the page cache.
#include <cstdio>
#include <filesystem>
#include <string>
#include <utility>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "absl/time/clock.h"
#include "query_service/index/index.h"
#include "query_service/index/snapshot_files.h"
#include "tests/benchmarks/record_generator.h"

ABSL_FLAG(uint32_t, figures, 100000, "Figures of the index.");
ABSL_FLAG(std::string, folder, "snapshots",
          "Where the file is written, and deleted again.");

namespace impactwire::query {
namespace {

constexpr char kLogId[] = "00000000000000aa";
constexpr uint32_t kBatch = 128;

int Run() {
  bench::GeneratorOptions options;
  options.figures = absl::GetFlag(FLAGS_figures);
  const bench::RecordGenerator generator(options);
  const uint32_t articles = generator.articles();
  Index index;
  absl::Duration replay;
  for (uint32_t first = 0; first < articles; first += kBatch) {
    RecordBatch batch;
    const uint32_t end = std::min(articles, first + kBatch);
    for (uint32_t a = first; a < end; ++a) {
      generator.Make(a, batch.entries.Add());
    }
    batch.after = Position{kLogId, first};
    batch.through = Position{kLogId, end};
    batch.high_watermark = Position{kLogId, articles};
    const absl::Time start = absl::Now();
    if (!index.Apply(std::move(batch)).ok()) return 1;
    replay += absl::Now() - start;
  }
  const std::string folder = absl::GetFlag(FLAGS_folder);
  absl::Time start = absl::Now();
  const auto file = WriteSnapshotFile(folder, index.Pin(), start);
  if (!file.ok()) return 1;
  const absl::Duration write = absl::Now() - start;
  const auto bytes = std::filesystem::file_size(file->path);
  start = absl::Now();
  const auto loaded = ReadSnapshotFile(file->path, {});
  const absl::Duration load = absl::Now() - start;
  std::filesystem::remove(file->path);
  if (!loaded.ok()) return 1;
  std::printf(
      "figures %u  replay %.2f s  write %.2f s  load %.2f s (%.2f us a figure, "
      "replay : load %.1f)  file %.0f bytes a figure  memory %zu -> %zu MB\n",
      options.figures, absl::ToDoubleSeconds(replay),
      absl::ToDoubleSeconds(write), absl::ToDoubleSeconds(load),
      absl::ToDoubleMicroseconds(load) / options.figures,
      absl::FDivDuration(replay, load),
      static_cast<double>(bytes) / options.figures, index.bytes() >> 20,
      loaded->generation->bytes() >> 20);
  return 0;
}

}  // namespace
}  // namespace impactwire::query

int main(int argc, char** argv) {
  absl::SetProgramUsageMessage("Times snapshot files of the index.");
  absl::ParseCommandLine(argc, argv);
  return impactwire::query::Run();
}
