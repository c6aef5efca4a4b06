// Snapshot: the index as of one position. Copying it is cheap; what it shows
// never changes, whatever is applied meanwhile. It keeps its generation alive:
// hold it for one answer, not for a stream's life.
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "query_service/index/generation.h"

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
    return Snapshot(generation_, sequence);
  }

 private:
  std::shared_ptr<const Generation> generation_;
  uint64_t at_;
};

}  // namespace impactwire::query
