// WorkerPool: a fixed number of threads over a bounded queue. Work that blocks
// (commits, extraction, long scans) runs here, never on gRPC's own threads.
#pragma once

#include <deque>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "common/base/mutex.h"

namespace impactwire {

class WorkerPool {
 public:
  // `threads` >= 1; at most `max_queued` tasks wait.
  WorkerPool(int threads, size_t max_queued);

  // Runs what is queued, then joins.
  ~WorkerPool();

  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  // False, and `task` is dropped, when the queue is full: shed the call.
  [[nodiscard]] bool TrySubmit(std::function<void()> task);

  size_t queued() const;

 private:
  void Run();

  const size_t max_queued_;
  mutable Mutex mu_;
  CondVar wake_;
  std::deque<std::function<void()>> tasks_ ABSL_GUARDED_BY(mu_);
  bool stopping_ ABSL_GUARDED_BY(mu_) = false;
  std::vector<std::thread> threads_;
};

}  // namespace impactwire
