// OrganizationFilter, checked and bound to a snapshot.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "impactwire/v1/query.pb.h"
#include "query_service/index/generation/snapshot.h"

namespace impactwire::query {

class OrganizationMatcher {
 public:
  // INVALID_ARGUMENT naming "filter.<field>".
  static absl::Status Check(const v1::OrganizationFilter& filter);

  // `filter`: checked; must outlive the matcher.
  OrganizationMatcher(const v1::OrganizationFilter& filter,
                      const Snapshot& snapshot);

  // `version`: of a root that some article names.
  bool Matches(const EntityVersion& version) const;

  // Set: only these roots can match.
  const std::optional<std::vector<uint32_t>>& candidates() const {
    return candidates_;
  }

 private:
  const v1::OrganizationFilter& filter_;
  uint32_t kinds_ = 0;
  std::optional<std::vector<uint32_t>> candidates_;
};

}  // namespace impactwire::query
