#include "ingest_service/extract/roles/role_finder.h"

#include <utility>

#include "common/status/status_macros.h"
#include "extract_roles_data.h"
#include "ingest_service/extract/roles/role_linker.h"
#include "ingest_service/extract/roles/title_lexicon.h"

namespace impactwire::extract {

struct RoleFinder::Tables {
  TitleLexicon titles;
};

RoleFinder::RoleFinder(std::unique_ptr<const Tables> tables)
    : tables_(std::move(tables)) {}

RoleFinder::~RoleFinder() = default;

absl::StatusOr<std::unique_ptr<RoleFinder>> RoleFinder::Create() {
  ASSIGN_OR_RETURN(TitleLexicon titles, TitleLexicon::Parse(data::Titles()));
  return std::unique_ptr<RoleFinder>(new RoleFinder(
      std::unique_ptr<const Tables>(new Tables{std::move(titles)})));
}

std::vector<Role> RoleFinder::Find(const text::Document& document,
                                   const Entities& entities) const {
  return LinkRoles(tables_->titles, document, entities);
}

}  // namespace impactwire::extract
