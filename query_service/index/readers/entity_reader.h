// EntityReader: organizations and executives as a snapshot shows them.
// Use from one thread.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "impactwire/v1/query.pb.h"
#include "query_service/index/generation/snapshot.h"

namespace impactwire::query {

class EntityCounts;

class EntityReader {
 public:
  // `snapshot` must outlive it.
  explicit EntityReader(const Snapshot& snapshot)
      : snapshot_(snapshot),
        organizations_(snapshot.tables().organizations()),
        executives_(snapshot.tables().executives()) {}

  // The id that stands for the entity in answers; `entity` may be kNoRow: "".
  std::string OrganizationId(uint32_t entity) const;

  // The same for an id as a record has it: unknown or malformed ones are given
  // back as they are.
  std::string CanonicalId(const EntityTable& table, absl::string_view id) const;

  // Of the entity's root; "" if no article names it.
  absl::string_view OrganizationName(uint32_t entity) const;

  // Null unless some article names the entity's group.
  const EntityVersion* Live(const EntityTable& table, uint32_t root) const;

  // The roots that an article's appearances stand for; ascending, each once.
  std::vector<uint32_t> Roots(const EntityTable& table, RowRange range) const;

  // Rows of the group's postings, ascending, each once, that hold. `postings`:
  // one of EntityTable's accessors. `holds(row)`.
  template <typename Postings, typename Holds>
  std::vector<uint32_t> RowsOf(const EntityTable& table, uint32_t root,
                               const Postings& postings,
                               const Holds& holds) const {
    std::vector<uint32_t> rows;
    for (const uint32_t member : table.Members(root, snapshot_.at())) {
      for (PostingList::Cursor c((table.*postings)(member)); !c.done();
           c.Next()) {
        if (holds(c.row())) rows.push_back(c.row());
      }
    }
    std::sort(rows.begin(), rows.end());
    rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
    return rows;
  }

  // Role rows of the group that hold.
  std::vector<uint32_t> Roles(const EntityTable& table, uint32_t root) const;

  v1::OrganizationSummary Organization(const EntityVersion& version) const;
  // The same, serialized. `version` is what Live told.
  std::shared_ptr<const std::string> OrganizationBytes(
      const EntityVersion& version) const;
  // Why ids of the organization's group are answered under it
  // (redirect_reader.h), each serialized. `version` is what Live told.
  std::shared_ptr<const std::vector<std::string>> OrganizationRedirects(
      const EntityVersion& version) const;
  v1::ExecutiveSummary Executive(const EntityVersion& version) const;

  // The role with the ids that stand for its entities.
  void Role(uint32_t row, v1::ExecutiveRole* role) const;

 private:
  static constexpr size_t kMaxAliases = 50;
  static constexpr size_t kMaxRoles = 100;
  // Organizations with so many rows have their summary kept.
  static constexpr uint32_t kCachedRows = 4;

  std::vector<absl::string_view> Aliases(const EntityTable& table,
                                         const EntityVersion& version) const;
  // `uses`: articles by form, a number in the string pool.
  std::vector<absl::string_view> MostUsed(
      const absl::flat_hash_map<uint32_t, uint32_t>& uses,
      uint32_t display) const;
  std::string MakeOrganization(const EntityVersion& version,
                               const EntityCounts& counts) const;

  const Snapshot& snapshot_;
  const EntityTable& organizations_;
  const EntityTable& executives_;
};

}  // namespace impactwire::query
