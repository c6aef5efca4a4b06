// The past that a request asks for with `as_of`.
#pragma once

#include "absl/status/statusor.h"
#include "impactwire/v1/query.pb.h"
#include "query_service/index/generation/snapshot.h"

namespace impactwire::query {

// `now` as it stood then. Errors name "as_of.position" or "as_of.time":
//   INVALID_ARGUMENT     both are set, or one is malformed
//   FAILED_PRECONDITION  the position is of another log
//   OUT_OF_RANGE         no longer held; the reason tells since when it is
//   UNAVAILABLE          the index has not reached the position yet (RetryInfo)
// A time stands for the last entry before the first one that came in after it;
// one in the future for now.
absl::StatusOr<Snapshot> SnapshotAsOf(const Snapshot& now,
                                      const v1::AsOf& as_of);

}  // namespace impactwire::query
