// ExecutiveFilter, checked and bound to a snapshot.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "impactwire/v1/query.pb.h"
#include "query_service/index/generation/snapshot.h"

namespace impactwire::query {

struct ExecutiveFilter {
  // INVALID_ARGUMENT naming "filter.<field>".
  static absl::StatusOr<ExecutiveFilter> Make(const v1::ExecutiveFilter& proto);

  std::vector<uint64_t> organizations;
  // Sets of enum values as bits; 0: any.
  uint32_t families = 0;
  uint32_t statuses = 0;
  std::string article_id;
  std::string name_prefix;  // Folded.
  double min_confidence = 0;

  bool filters_roles() const {
    return !organizations.empty() || families != 0 || statuses != 0 ||
           !article_id.empty() || min_confidence > 0;
  }
};

class ExecutiveMatcher {
 public:
  // `filter` must outlive the matcher.
  ExecutiveMatcher(const ExecutiveFilter& filter, const Snapshot& snapshot);

  // `root`: of an executive that some article names.
  bool Matches(uint32_t root) const;

  // Set: only these roots can match.
  const std::optional<std::vector<uint32_t>>& candidates() const {
    return candidates_;
  }

 private:
  bool RoleMatches(uint32_t role) const;
  bool NameMatches(uint32_t root) const;
  void SetCandidates(const std::vector<uint32_t>& roles);

  const ExecutiveFilter& filter_;
  const Snapshot snapshot_;
  const Generation& tables_;
  absl::flat_hash_set<uint32_t> organizations_;
  // Row of the filter's article.
  uint32_t article_row_ = kNoRow;
  std::optional<std::vector<uint32_t>> candidates_;
};

}  // namespace impactwire::query
