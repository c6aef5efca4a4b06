#include "tests/benchmarks/index_filler.h"

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <thread>
#include <utility>

#include "tests/benchmarks/measurements.h"

namespace impactwire::bench {
namespace {

constexpr char kLog[] = "00000000000000aa";
constexpr uint32_t kBatch = 300;  // About 1 MiB, as the stream sends them.
constexpr uint32_t kBlock = 100 * kBatch;
// Batches read ahead of the one that is applied, as in the follower.
constexpr size_t kAhead = 8;

}  // namespace

Filled IndexFiller::FillAll() {
  Filled filled;
  Progress progress("applied", generator_.articles());
  for (uint32_t first = 0; first < generator_.articles(); first += kBlock) {
    const uint32_t count = std::min(kBlock, generator_.articles() - first);
    ApplyAll(Make(first, count, &filled), first + 1, &filled);
    progress.At(first + count);
  }
  return filled;
}

std::vector<std::string> IndexFiller::Make(uint32_t first, uint32_t count,
                                           Filled* filled) const {
  std::vector<std::string> entries(count);
  v1::LogEntry entry;
  for (uint32_t i = 0; i < count; ++i) {
    generator_.Make(first + i, &entry);
    entry.SerializeToString(&entries[i]);
    filled->figures += entry.record().impact_figures_size();
    for (const auto& figure : entry.record().impact_figures()) {
      filled->evidence_bytes += figure.evidence().text().size();
    }
    for (const auto& role : entry.record().executives()) {
      filled->evidence_bytes += role.evidence().text().size();
    }
    filled->record_bytes += entries[i].size();
    ++filled->records;
  }
  return entries;
}

query::RecordBatch IndexFiller::Read(const std::vector<std::string>& entries,
                                     size_t begin, size_t end,
                                     uint64_t first_sequence,
                                     uint64_t high_watermark) {
  query::RecordBatch batch;
  const uint64_t after = first_sequence + begin - 1;
  if (after > 0) batch.after = Position{kLog, after};
  batch.through = Position{kLog, first_sequence + end - 1};
  batch.high_watermark = Position{kLog, high_watermark};
  for (size_t i = begin; i < end; ++i) {
    pool_.Parse(entries[i], batch.entries.Add());
  }
  pool_.Prepare(&preparer_, &batch);
  return batch;
}

void IndexFiller::Apply(query::RecordBatch batch) {
  const absl::Status status = index_.Apply(std::move(batch));
  if (!status.ok()) {
    std::fprintf(stderr, "%s\n", status.ToString().c_str());
    std::exit(1);
  }
  pool_.TakeBack(&batch);
}

void IndexFiller::ApplyAll(const std::vector<std::string>& entries,
                           uint64_t first_sequence, Filled* filled) {
  const size_t batches = (entries.size() + kBatch - 1) / kBatch;
  std::vector<query::RecordBatch> read(batches);
  std::atomic<size_t> ready{0}, done{0};
  double reader_cpu = 0;
  const int64_t start = Latencies::Now();
  std::thread reader([&] {
    const double before = ThreadSeconds();
    for (size_t n = 0; n < batches; ++n) {
      for (size_t d = done; n >= d + kAhead; d = done) done.wait(d);
      read[n] =
          Read(entries, n * kBatch, std::min(entries.size(), (n + 1) * kBatch),
               first_sequence, generator_.articles());
      ready = n + 1;
      ready.notify_one();
    }
    reader_cpu = ThreadSeconds() - before;
  });
  const double before = ThreadSeconds();
  for (size_t n = 0; n < batches; ++n) {
    for (size_t r = ready; r <= n; r = ready) ready.wait(r);
    Apply(std::move(read[n]));
    done = n + 1;
    done.notify_one();
  }
  filled->writer_cpu += ThreadSeconds() - before;
  reader.join();
  filled->wall += static_cast<double>(Latencies::Now() - start) / 1e9;
  filled->reader_cpu += reader_cpu;
}

}  // namespace impactwire::bench
