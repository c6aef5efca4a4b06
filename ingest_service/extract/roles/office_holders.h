// OfficeHolders: who is known to have a title at which organization, and what
// that says of other titles.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "ingest_service/extract/roles/organization_trail.h"
#include "ingest_service/extract/roles/role_features.h"
#include "ingest_service/extract/roles/role_scene.h"
#include "ingest_service/extract/roles/title_finder.h"

namespace impactwire::extract {

class OfficeHolders {
 public:
  // Both must outlive it.
  OfficeHolders(const RoleScene& scene, const OrganizationTrail& trail);

  // `person` has `title`, which names its organization itself.
  void NoteNamed(const TitleSpan& title, int32_t person);
  // `person` was found to have `title` at `organization`; -1: at none.
  void NotePlaced(const TitleSpan& title, int32_t person, int32_t organization);

  // Completes the candidates for the organization of `title`, which stands in
  // the scene's sentence: with what only the whole document tells of them.
  void Complete(const TitleSpan& title, int32_t person,
                std::vector<RoleOrganization>* candidates) const;

 private:
  bool Governs(int32_t organization) const;
  bool SharesName(int32_t person, int32_t organization) const;
  void Weigh(RoleOrganization* o) const;
  int Together(int32_t person, int32_t organization) const;

  const RoleScene& scene_;
  const OrganizationTrail& trail_;
  const text::Document& document_;
  const Entities& entities_;
  // Per person the organizations titles of theirs are directly of.
  absl::flat_hash_map<int32_t, std::vector<int32_t>> prior_;
  // Per organization the persons with titles that are directly of it.
  absl::flat_hash_map<int32_t, std::vector<int32_t>> employs_;
  // Who has a title of the family that is of the organization.
  absl::flat_hash_map<std::pair<int32_t, int>, int32_t> filled_;
  int32_t last_role_ = -2;
};

}  // namespace impactwire::extract
