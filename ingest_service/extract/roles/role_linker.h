// RoleLinker: joins titles with persons and organizations.
#pragma once

#include <vector>

#include "ingest_service/extract/names/mention.h"
#include "ingest_service/extract/roles/role_finder.h"
#include "ingest_service/extract/roles/title_lexicon.h"
#include "ingest_service/text/document.h"

namespace impactwire::extract {

// One Role per (person, organization, status), in order of the sentences that
// state them. Linear in the document.
std::vector<Role> LinkRoles(const TitleLexicon& lexicon,
                            const text::Document& document,
                            const Entities& entities);

}  // namespace impactwire::extract
