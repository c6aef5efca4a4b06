// VerbRoles: roles told by a verb: "X, who heads Y", "X founded Y", "Y, founded
// by X".
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "impactwire/v1/record.pb.h"
#include "ingest_service/extract/roles/role_scene.h"

namespace impactwire::extract {

struct VerbRole {
  int32_t person = -1;  // index in Entities::entities
  // -1: one without a name: "X, who chairs the association".
  int32_t organization = -1;
  int32_t token = -1;  // the verb
  std::string title;
  v1::RoleFamily family = v1::ROLE_FAMILY_UNSPECIFIED;
  // "will chair", "no longer chairs"; else unspecified.
  v1::RoleStatus status = v1::ROLE_STATUS_UNSPECIFIED;
};

// Those of the scene's sentence. "he" and "she" are the first person it names
// before them, else `last_person` (-1: nobody). Linear in the sentence.
std::vector<VerbRole> FindVerbRoles(const RoleScene& scene,
                                    int32_t last_person);

}  // namespace impactwire::extract
