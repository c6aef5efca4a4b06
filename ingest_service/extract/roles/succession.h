// Successions: who had a role before or has it after somebody whose role is
// told elsewhere: "She succeeds X, who retires", "Y will replace him".
#pragma once

#include <cstdint>
#include <vector>

#include "impactwire/v1/record.pb.h"
#include "ingest_service/extract/roles/role_scene.h"

namespace impactwire::extract {

struct Succession {
  int32_t known = -1;  // whose role is told elsewhere; index of an entity
  int32_t other = -1;  // who had it before or gets it
  v1::RoleStatus status = v1::ROLE_STATUS_FORMER;  // of the other
};

// Those of the scene's sentence. "he" and "she" are `last_person` (-1: nobody).
// Linear in the sentence.
std::vector<Succession> FindSuccessions(const RoleScene& scene,
                                        int32_t last_person);

}  // namespace impactwire::extract
