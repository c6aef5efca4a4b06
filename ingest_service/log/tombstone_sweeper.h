// TombstoneSweeper: forgets tombstones when they are old enough that every
// follower that still counts has read them.
#pragma once

#include <thread>

#include "absl/time/time.h"
#include "common/base/mutex.h"
#include "ingest_service/log/record_log.h"

namespace impactwire::record_log {

class TombstoneSweeper {
 public:
  // Drops what is older than `retention`: now, and then every `interval`.
  // `log` must outlive it.
  TombstoneSweeper(RecordLog* log, absl::Duration retention,
                   absl::Duration interval);
  ~TombstoneSweeper();

 private:
  void Run();
  void Sweep();

  RecordLog* const log_;
  const absl::Duration retention_;
  const absl::Duration interval_;
  Mutex mu_;
  CondVar wake_;
  bool stopping_ ABSL_GUARDED_BY(mu_) = false;
  std::thread thread_;
};

}  // namespace impactwire::record_log
