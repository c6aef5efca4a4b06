#include "ingest_service/extract/roles/role_list.h"

#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_set.h"

namespace impactwire::extract {
namespace {

bool Has(const Role& role, v1::RoleFamily family) {
  return std::find(role.families.begin(), role.families.end(), family) !=
         role.families.end();
}

}  // namespace

void RoleList::Put(Role role) {
  const auto [it, fresh] =
      index_.try_emplace(std::make_tuple(role.person, role.organization,
                                         static_cast<int>(role.status)),
                         roles_.size());
  if (fresh) {
    roles_.push_back(std::move(role));
    return;
  }
  Role& known = roles_[it->second];
  bool news = false;
  for (const v1::RoleFamily f : role.families) news |= !Has(known, f);
  bool covers = true;
  for (const v1::RoleFamily f : known.families) covers &= Has(role, f);
  if (news && covers) {
    known.title = role.title;
    known.families = role.families;
  } else if (news) {
    known.title += " and " + role.title;
    known.families.insert(known.families.end(), role.families.begin(),
                          role.families.end());
  }
  known.confidence = std::max(known.confidence, role.confidence);
}

std::vector<Role> RoleList::Take() {
  absl::flat_hash_set<std::pair<int32_t, int>> placed;
  for (const Role& role : roles_) {
    if (role.organization < 0) continue;
    for (const v1::RoleFamily f : role.families) {
      placed.insert({role.person, f});
    }
  }
  std::vector<Role> out;
  for (Role& role : roles_) {
    bool known = role.organization < 0 && !role.families.empty();
    for (const v1::RoleFamily f : role.families) {
      known &= placed.contains({role.person, static_cast<int>(f)});
    }
    if (!known) out.push_back(std::move(role));
  }
  roles_.clear();
  index_.clear();
  return out;
}

}  // namespace impactwire::extract
