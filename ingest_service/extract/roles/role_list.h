// RoleList: the roles of a document, each once.
#pragma once

#include <cstdint>
#include <tuple>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "ingest_service/extract/roles/role_finder.h"

namespace impactwire::extract {

class RoleList {
 public:
  // Joins what is said twice: one Role per (person, organization, status).
  void Put(Role role);
  // Empties the list: without roles that another one tells better, the same
  // title of a named organization.
  std::vector<Role> Take();

 private:
  std::vector<Role> roles_;
  absl::flat_hash_map<std::tuple<int32_t, int32_t, int>, size_t> index_;
};

}  // namespace impactwire::extract
