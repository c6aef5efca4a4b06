// What a benchmark measured, as lines of a table that scripts/plot-performance
// and docs/PERFORMANCE.md are made from:
//
//   at  figures  measure  quantity  value  unit
//   index  1000000  get_figure  p99  1.9  us
#pragma once

#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

namespace impactwire::bench {

class Measurements {
 public:
  // `at`: what is measured ("index", "service", "postgres"). Lines are appended
  // to the file, if `path` is not empty, and shown on standard output.
  Measurements(std::string at, uint32_t figures, const std::string& path);
  ~Measurements();
  Measurements(const Measurements&) = delete;
  Measurements& operator=(const Measurements&) = delete;

  void Add(const std::string& measure, const std::string& quantity,
           double value, const std::string& unit);

 private:
  const std::string at_;
  const uint32_t figures_;
  std::FILE* file_ = nullptr;
};

// Durations of calls. From one thread.
class Latencies {
 public:
  // Calls `call` at least `least` times, and then until `seconds` are over or
  // it was called `most` times.
  template <typename Call>
  void Run(double seconds, size_t least, size_t most, const Call& call) {
    const int64_t end = Now() + static_cast<int64_t>(seconds * 1e9);
    for (size_t i = 0; i < most && (i < least || Now() < end); ++i) {
      Time(call);
    }
  }
  template <typename Call>
  void Time(const Call& call) {
    const int64_t start = CallClock();
    call();
    nanos_.push_back(CallClock() - start);
  }
  void Add(const Latencies& other) {
    nanos_.insert(nanos_.end(), other.nanos_.begin(), other.nanos_.end());
  }

  size_t size() const { return nanos_.size(); }
  // In microseconds; 0 without calls.
  double Quantile(double share) const;

  // p50, p99 and the number of calls.
  void Report(const std::string& measure, Measurements* to) const;

  // Nanoseconds of a clock that only goes on.
  static int64_t Now();

  // Calls are timed by their thread's processor time from now on: what they
  // would take on a machine that nobody else uses.
  static void UseProcessorTime() { processor_time_ = true; }

 private:
  static int64_t CallClock();

  static inline bool processor_time_ = false;
  std::vector<int64_t> nanos_;
};

// Processor seconds of this thread.
double ThreadSeconds();
// Of all threads.
double ProcessSeconds();
// Resident bytes of a process (0: this one).
size_t ResidentBytes(int pid = 0);

// "100000,1M" as numbers; ends the process where it is none.
std::vector<uint32_t> ReadSizes(const std::string& text);

// Shows how far a long step is, once a second, on a terminal only.
class Progress {
 public:
  Progress(std::string what, uint64_t total);
  ~Progress();
  void At(uint64_t done);

 private:
  const std::string what_;
  const uint64_t total_;
  const bool shown_;
  int64_t next_ = 0;
};

}  // namespace impactwire::bench
