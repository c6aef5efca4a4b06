#include "query_service/index/generation/as_of.h"

#include <algorithm>

#include "common/base/position.h"
#include "common/status/errors.h"

namespace impactwire::query {
namespace {

// Of google.protobuf.Timestamp: years 1 to 9999.
constexpr int64_t kFirstSecond = -62135596800;
constexpr int64_t kLastSecond = 253402300799;
constexpr int32_t kNanosPerSecond = 1000000000;

absl::StatusOr<Snapshot> AtTime(const Snapshot& now,
                                const google::protobuf::Timestamp& time) {
  if (time.seconds() < kFirstSecond || time.seconds() > kLastSecond ||
      time.nanos() < 0 || time.nanos() >= kNanosPerSecond) {
    return InvalidField("as_of.time", "is no time of the years 1 to 9999");
  }
  const Generation& tables = now.tables();
  return now.At(std::min(now.at(), tables.PositionAtTime(JournalMicros(time))));
}

}  // namespace

absl::StatusOr<Snapshot> SnapshotAsOf(const Snapshot& now,
                                      const v1::AsOf& as_of) {
  if (as_of.has_time()) {
    if (!as_of.position().empty()) {
      return InvalidField("as_of.time",
                          "is not possible together with as_of.position");
    }
    return AtTime(now, as_of.time());
  }
  if (as_of.position().empty()) return now;
  const auto position = Position::Parse(as_of.position());
  if (!position.ok()) {
    return InvalidField("as_of.position", position.status().message());
  }
  if (position->log_id != now.tables().log_id()) {
    return WithReason(
        absl::FailedPreconditionError("as_of.position is of another log"),
        "WRONG_LOG", {{"log", now.tables().log_id()}});
  }
  return now.At(position->sequence);
}

}  // namespace impactwire::query
