#include "query_service/index/generation/snapshot.h"

#include "absl/strings/str_cat.h"
#include "common/base/position.h"
#include "common/status/errors.h"

namespace impactwire::query {

std::string Snapshot::PositionText(uint64_t sequence) const {
  return Position{generation_->log_id(), sequence}.ToString();
}

absl::StatusOr<Snapshot> Snapshot::At(uint64_t sequence) const {
  if (sequence < generation_->horizon()) {
    return WithReason(
        absl::OutOfRangeError("the position is no longer held; start anew"),
        "POSITION_EXPIRED",
        {{"oldest_position", PositionText(generation_->horizon())}});
  }
  if (sequence > generation_->published()) {
    return UnavailableError("the index has not reached the position yet",
                            absl::Milliseconds(200));
  }
  return AtHeld(sequence);
}

}  // namespace impactwire::query
