#include "tests/benchmarks/measurements.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace impactwire::bench {
namespace {

int64_t Nanos(clockid_t clock) {
  timespec time;
  clock_gettime(clock, &time);
  return int64_t{time.tv_sec} * 1000000000 + time.tv_nsec;
}

}  // namespace

Measurements::Measurements(std::string at, uint32_t figures,
                           const std::string& path)
    : at_(std::move(at)), figures_(figures) {
  if (path.empty()) return;
  file_ = std::fopen(path.c_str(), "a");
  if (file_ == nullptr) {
    std::fprintf(stderr, "%s: cannot be written\n", path.c_str());
    std::exit(1);
  }
}

Measurements::~Measurements() {
  if (file_ != nullptr) std::fclose(file_);
}

void Measurements::Add(const std::string& measure, const std::string& quantity,
                       double value, const std::string& unit) {
  const std::string line =
      absl::StrCat(at_, "\t", figures_, "\t", measure, "\t", quantity, "\t",
                   absl::SixDigits(value), "\t", unit, "\n");
  std::fputs(line.c_str(), stdout);
  std::fflush(stdout);
  if (file_ != nullptr) {
    std::fputs(line.c_str(), file_);
    std::fflush(file_);
  }
}

double Latencies::Quantile(double share) const {
  if (nanos_.empty()) return 0;
  std::vector<int64_t> sorted = nanos_;
  const size_t at = static_cast<size_t>(share * (sorted.size() - 1));
  std::nth_element(sorted.begin(), sorted.begin() + at, sorted.end());
  return static_cast<double>(sorted[at]) / 1000;
}

void Latencies::Report(const std::string& measure, Measurements* to) const {
  to->Add(measure, "p50", Quantile(0.5), "us");
  to->Add(measure, "p99", Quantile(0.99), "us");
  to->Add(measure, "calls", static_cast<double>(size()), "");
}

int64_t Latencies::Now() { return Nanos(CLOCK_MONOTONIC); }

int64_t Latencies::CallClock() {
  return Nanos(processor_time_ ? CLOCK_THREAD_CPUTIME_ID : CLOCK_MONOTONIC);
}

double ThreadSeconds() {
  return static_cast<double>(Nanos(CLOCK_THREAD_CPUTIME_ID)) / 1e9;
}

double ProcessSeconds() {
  return static_cast<double>(Nanos(CLOCK_PROCESS_CPUTIME_ID)) / 1e9;
}

size_t ResidentBytes(int pid) {
  const std::string path =
      pid == 0 ? "/proc/self/statm" : absl::StrCat("/proc/", pid, "/statm");
  std::FILE* const file = std::fopen(path.c_str(), "r");
  if (file == nullptr) return 0;
  long pages = 0;
  long resident = 0;
  if (std::fscanf(file, "%ld %ld", &pages, &resident) != 2) resident = 0;
  std::fclose(file);
  return static_cast<size_t>(resident) * sysconf(_SC_PAGESIZE);
}

std::vector<uint32_t> ReadSizes(const std::string& text) {
  std::vector<uint32_t> sizes;
  for (absl::string_view part : absl::StrSplit(text, ',')) {
    uint32_t unit = 1;
    if (absl::ConsumeSuffix(&part, "M")) unit = 1000000;
    if (absl::ConsumeSuffix(&part, "k")) unit = 1000;
    uint32_t number = 0;
    if (!absl::SimpleAtoi(part, &number) || number == 0) {
      std::fprintf(stderr, "%s: no list of sizes like 100k,1M,10M\n",
                   text.c_str());
      std::exit(2);
    }
    sizes.push_back(number * unit);
  }
  return sizes;
}

Progress::Progress(std::string what, uint64_t total)
    : what_(std::move(what)), total_(total), shown_(isatty(2) != 0) {}

Progress::~Progress() {
  if (shown_) std::fprintf(stderr, "\r\033[K");
}

void Progress::At(uint64_t done) {
  if (!shown_ || Latencies::Now() < next_) return;
  next_ = Latencies::Now() + 1000000000;
  std::fprintf(stderr, "\r\033[K%s: %llu of %llu (%d %%)", what_.c_str(),
               static_cast<unsigned long long>(done),
               static_cast<unsigned long long>(total_),
               static_cast<int>(100.0 * done / std::max<uint64_t>(total_, 1)));
}

}  // namespace impactwire::bench
