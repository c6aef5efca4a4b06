// What "we" inside a quotation stands for, once it is known who leads what: the
// organization of the person who says it.
#pragma once

#include <vector>

#include "ingest_service/extract/names/mention.h"
#include "ingest_service/extract/roles/role_finder.h"

namespace impactwire::extract {

// Sets the entity of first-person mentions whose speaker has a role at an
// organization, a current one first; the others keep what was found for them.
// Linear.
void ResolveFirstPerson(const std::vector<Role>& roles, Entities* entities);

}  // namespace impactwire::extract
