// Snapshot: the index as of one position. Copying it is cheap; what it shows
// never changes, whatever is applied meanwhile. It keeps its generation alive:
// hold it for one answer, not for a stream's life.
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "query_service/index/generation/generation.h"
#include "query_service/index/generation/scan_stop.h"

namespace impactwire::query {

class Snapshot {
 public:
  Snapshot(std::shared_ptr<const Generation> generation, uint64_t at)
      : generation_(std::move(generation)), at_(at) {}

  const Generation& tables() const { return *generation_; }

  // Sequence; everything up to it is in.
  uint64_t at() const { return at_; }

  // On the wire.
  std::string position() const { return PositionText(at_); }
  std::string PositionText(uint64_t sequence) const;

  // The same index as of an earlier position. OUT_OF_RANGE if that is no longer
  // held: start anew.
  absl::StatusOr<Snapshot> At(uint64_t sequence) const;

  // For internal walks that know the position is held.
  Snapshot AtHeld(uint64_t sequence) const {
    Snapshot then = *this;
    then.at_ = sequence;
    return then;
  }

  // The same, for a query whose long scans end when `stop` says so. `stop` must
  // outlive all snapshots made from this one.
  Snapshot StoppedBy(const ScanStop* stop) const {
    Snapshot stopped = *this;
    stopped.stop_ = stop;
    return stopped;
  }
  // Null: nothing stops a scan.
  const ScanStop* stop() const { return stop_; }

 private:
  std::shared_ptr<const Generation> generation_;
  uint64_t at_;
  const ScanStop* stop_ = nullptr;
};

}  // namespace impactwire::query
