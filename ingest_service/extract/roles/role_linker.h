// RoleLinker: joins titles with persons and organizations.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "ingest_service/extract/linear/linear_model.h"
#include "ingest_service/extract/names/mention.h"
#include "ingest_service/extract/roles/role_finder.h"
#include "ingest_service/extract/roles/title_lexicon.h"
#include "ingest_service/text/document.h"

namespace impactwire::extract {

// Whether a person has a title, and of which organization it is.
struct RoleModels {
  std::unique_ptr<LinearModel> pair;          // > 0: has it
  std::unique_ptr<LinearModel> organization;  // the highest is the one

  // Rows of `tsv` as data/role_model.tsv has them. INTERNAL if malformed.
  static absl::StatusOr<RoleModels> Parse(absl::string_view tsv);
};

// One Role per (person, organization, status), in order of the sentences that
// state them. Linear in the document. Every decision made on the way is added
// to `examples` if it is not null.
std::vector<Role> LinkRoles(const TitleLexicon& lexicon,
                            const RoleModels& models,
                            const text::Document& document,
                            const Entities& entities,
                            std::vector<RoleExample>* examples);

}  // namespace impactwire::extract
