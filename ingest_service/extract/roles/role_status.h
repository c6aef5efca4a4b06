// The status of a role: whether somebody has it, had it or will have it.
#pragma once

#include "impactwire/v1/record.pb.h"
#include "ingest_service/extract/roles/role_pair.h"
#include "ingest_service/extract/roles/role_scene.h"
#include "ingest_service/extract/roles/title_finder.h"

namespace impactwire::extract {

// As the scene's sentence words it: "former", "the late X", "will become".
// Looks at a bounded number of words before the title.
v1::RoleStatus StatusOf(const RoleScene& scene, const TitleSpan& title,
                        const RolePair& pair);

}  // namespace impactwire::extract
