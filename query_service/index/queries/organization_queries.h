// Queries for organizations. Errors as query.proto says.
#pragma once

#include "absl/status/statusor.h"
#include "impactwire/v1/query.pb.h"
#include "query_service/index/generation/snapshot.h"

namespace impactwire::query {

absl::StatusOr<v1::GetOrganizationResponse> GetOrganization(
    const Snapshot& now, const v1::GetOrganizationRequest& request);

// The same, serialized and appended to `out`.
absl::Status AppendGetOrganization(const Snapshot& now,
                                   const v1::GetOrganizationRequest& request,
                                   std::string* out);

absl::StatusOr<v1::ListOrganizationsResponse> ListOrganizations(
    const Snapshot& now, const v1::ListOrganizationsRequest& request);

absl::StatusOr<v1::SearchOrganizationsResponse> SearchOrganizations(
    const Snapshot& now, const v1::SearchOrganizationsRequest& request);

}  // namespace impactwire::query
