// Queries for executives. Errors as query.proto says.
#pragma once

#include "absl/status/statusor.h"
#include "impactwire/v1/query.pb.h"
#include "query_service/index/generation/snapshot.h"

namespace impactwire::query {

absl::StatusOr<v1::GetExecutiveResponse> GetExecutive(
    const Snapshot& now, const v1::GetExecutiveRequest& request);

// An executive matches if one of the roles matches all of the filter that is
// about roles. `name_prefix` is compared with every form of the name.
absl::StatusOr<v1::ListExecutivesResponse> ListExecutives(
    const Snapshot& now, const v1::ListExecutivesRequest& request);

absl::StatusOr<v1::SearchExecutivesResponse> SearchExecutives(
    const Snapshot& now, const v1::SearchExecutivesRequest& request);

}  // namespace impactwire::query
