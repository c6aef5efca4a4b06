#include "query_service/index/aggregates/scan_threads.h"

#include <algorithm>
#include <atomic>
#include <memory>
#include <thread>

#include "common/base/mutex.h"
#include "common/base/worker_pool.h"

namespace impactwire::query {
namespace {

constexpr uint32_t kMaxHelpers = 7;
// More than that wait only where many scans are asked for at once: each of
// those is done by its own thread then.
constexpr size_t kMaxQueued = 64;

uint32_t Helpers() {
  static const uint32_t helpers =
      std::clamp<uint32_t>(std::thread::hardware_concurrency(), 1,
                           kMaxHelpers + 1) -
      1;
  return helpers;
}

WorkerPool& Pool() {
  // Never destroyed: a query may be answered while the process ends.
  static auto* const pool =
      new WorkerPool(static_cast<int>(Helpers()), kMaxQueued);
  return *pool;
}

// Outlives the scan: a helper may come when all is done.
class Parts {
 public:
  Parts(uint32_t parts, const std::function<void(uint32_t)>& part)
      : parts_(parts), part_(part) {}

  // Does parts until none is left to begin.
  void Help() {
    for (;;) {
      const uint32_t i = next_.fetch_add(1, std::memory_order_relaxed);
      if (i >= parts_) return;
      part_(i);
      MutexLock lock(&mu_);
      if (++done_ == parts_) all_done_.SignalAll();
    }
  }

  void Wait() {
    MutexLock lock(&mu_);
    while (done_ < parts_) all_done_.Wait(&mu_);
  }

 private:
  const uint32_t parts_;
  // The caller's; there until all parts are done.
  const std::function<void(uint32_t)>& part_;
  std::atomic<uint32_t> next_{0};
  Mutex mu_;
  CondVar all_done_;
  uint32_t done_ ABSL_GUARDED_BY(mu_) = 0;
};

}  // namespace

void RunParts(uint32_t parts, const std::function<void(uint32_t)>& part) {
  const auto all = std::make_shared<Parts>(parts, part);
  const uint32_t helpers = std::min(Helpers(), parts == 0 ? 0 : parts - 1);
  for (uint32_t i = 0; i < helpers; ++i) {
    if (!Pool().TrySubmit([all] { all->Help(); })) break;
  }
  all->Help();
  all->Wait();
}

}  // namespace impactwire::query
