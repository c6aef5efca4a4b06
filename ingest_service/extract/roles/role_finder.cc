#include "ingest_service/extract/roles/role_finder.h"

#include <utility>

#include "common/status/status_macros.h"
#include "extract_roles_data.h"
#include "ingest_service/extract/roles/role_linker.h"
#include "ingest_service/extract/roles/title_lexicon.h"

namespace impactwire::extract {

struct RoleFinder::Tables {
  TitleLexicon titles;
  RoleModels models;
};

RoleFinder::RoleFinder(std::unique_ptr<const Tables> tables)
    : tables_(std::move(tables)) {}

RoleFinder::~RoleFinder() = default;

absl::StatusOr<std::unique_ptr<RoleFinder>> RoleFinder::Create() {
  return Create(data::RoleModel());
}

absl::StatusOr<std::unique_ptr<RoleFinder>> RoleFinder::Create(
    absl::string_view model) {
  ASSIGN_OR_RETURN(TitleLexicon titles, TitleLexicon::Parse(data::Titles()));
  ASSIGN_OR_RETURN(RoleModels models, RoleModels::Parse(model));
  return std::unique_ptr<RoleFinder>(
      new RoleFinder(std::unique_ptr<const Tables>(
          new Tables{std::move(titles), std::move(models)})));
}

std::vector<Role> RoleFinder::Find(const text::Document& document,
                                   const Entities& entities) const {
  return LinkRoles(tables_->titles, tables_->models, document, entities,
                   nullptr);
}

std::vector<RoleExample> RoleFinder::Examples(const text::Document& document,
                                              const Entities& entities) const {
  std::vector<RoleExample> examples;
  LinkRoles(tables_->titles, tables_->models, document, entities, &examples);
  return examples;
}

}  // namespace impactwire::extract
