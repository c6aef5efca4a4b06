#include "ingest_service/log/tombstone_sweeper.h"

#include "absl/time/clock.h"
#include "common/base/log.h"

namespace impactwire::record_log {

TombstoneSweeper::TombstoneSweeper(RecordLog* log, absl::Duration retention,
                                   absl::Duration interval)
    : log_(log), retention_(retention), interval_(interval) {
  thread_ = std::thread([this] { Run(); });
}

TombstoneSweeper::~TombstoneSweeper() {
  {
    MutexLock lock(&mu_);
    stopping_ = true;
  }
  wake_.SignalAll();
  thread_.join();
}

void TombstoneSweeper::Run() {
  for (;;) {
    Sweep();
    const absl::Time next = absl::Now() + interval_;
    MutexLock lock(&mu_);
    while (!stopping_ && absl::Now() < next) wake_.WaitUntil(&mu_, next);
    if (stopping_) return;
  }
}

void TombstoneSweeper::Sweep() {
  const auto dropped = log_->DropTombstones(absl::Now() - retention_);
  if (!dropped.ok()) {
    Log(Severity::kError, "tombstones were not dropped",
        {{"error", dropped.status().message()}});
  } else if (*dropped > 0) {
    Log(Severity::kInfo, "tombstones dropped", {{"count", *dropped}});
  }
}

}  // namespace impactwire::record_log
