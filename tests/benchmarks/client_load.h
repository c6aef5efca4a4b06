// Clients that ask at the same time, each without a pause, on a connection of
// its own.
#pragma once

#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/benchmarks/dice.h"
#include "tests/benchmarks/measurements.h"

namespace impactwire::bench {

// Draws a request and times its answer.
using Step = std::function<void(Dice* dice, Latencies* latencies)>;

// `make(i)` gives the step of client i. Reports p50, p99 and calls/s of all, as
// "<measure>@<clients>".
inline void RunClients(const std::string& measure, int clients, double seconds,
                       const std::function<Step(int)>& make, Measurements* to) {
  std::vector<Step> steps;
  for (int i = 0; i < clients; ++i) steps.push_back(make(i));
  std::vector<Latencies> latencies(clients);
  std::vector<std::thread> threads;
  const int64_t start = Latencies::Now();
  const int64_t end = start + static_cast<int64_t>(seconds * 1e9);
  for (int i = 0; i < clients; ++i) {
    threads.emplace_back([&, i] {
      Dice dice(100, i);
      do {
        steps[i](&dice, &latencies[i]);
      } while (Latencies::Now() < end);
    });
  }
  for (std::thread& thread : threads) thread.join();
  const double took = static_cast<double>(Latencies::Now() - start) / 1e9;
  Latencies all;
  for (const Latencies& some : latencies) all.Add(some);
  const std::string name = absl::StrCat(measure, "@", clients);
  all.Report(name, to);
  to->Add(name, "rate", static_cast<double>(all.size()) / took, "calls/s");
}

}  // namespace impactwire::bench
