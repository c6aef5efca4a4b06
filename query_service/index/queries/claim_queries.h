// Queries for claims. Errors as query.proto says; page tokens may move the
// answer to an earlier position than `now`.
#pragma once

#include "absl/status/statusor.h"
#include "impactwire/v1/query.pb.h"
#include "query_service/index/generation/snapshot.h"

namespace impactwire::query {

absl::StatusOr<v1::GetClaimResponse> GetClaim(
    const Snapshot& now, const v1::GetClaimRequest& request);

absl::StatusOr<v1::ListClaimsResponse> ListClaims(
    const Snapshot& now, const v1::ListClaimsRequest& request);

}  // namespace impactwire::query
