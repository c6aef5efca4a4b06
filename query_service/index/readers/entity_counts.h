// EntityCounts: what the summary of an organization is counted from, over all
// its articles at one position: how often each form of its name is used, and
// who leads it. A large organization has many articles and often a new one, so
// the counts of an earlier position are carried on where only articles were
// added.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "query_service/index/generation/snapshot.h"
#include "query_service/index/tables/posting_list.h"

namespace impactwire::query {

class EntityCounts {
 public:
  // Of the group whose root is `root`, at the snapshot's position. `last`: its
  // counts at some position, or null; used if they can be.
  static std::shared_ptr<const EntityCounts> Make(const Snapshot& snapshot,
                                                  uint32_t root,
                                                  const EntityCounts* last);

  // By number in the string pool: articles that use the form.
  const absl::flat_hash_map<uint32_t, uint32_t>& uses() const { return uses_; }
  size_t executives() const { return executives_.size(); }
  // CountryNumber of most articles that give one, then the first in the
  // alphabet; 0 if none does.
  uint16_t country() const;
  // The position they are of.
  uint64_t at() const { return at_; }

 private:
  // Rows of a list that were counted, by list.
  using Seen = absl::flat_hash_map<uint32_t, uint32_t>;

  bool CanGoOn(const Snapshot& snapshot, uint32_t root,
               const std::vector<uint32_t>& members) const;
  void GoOn(const Snapshot& snapshot);

  uint64_t at_ = 0;
  std::vector<uint32_t> members_;
  absl::flat_hash_map<uint32_t, uint32_t> uses_;
  absl::flat_hash_set<uint32_t> executives_;
  absl::flat_hash_map<uint16_t, uint32_t> countries_;
  // By member.
  Seen seen_appearances_;
  Seen seen_roles_;
};

}  // namespace impactwire::query
