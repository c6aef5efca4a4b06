#include "ingest_service/extract/roles/first_person.h"

namespace impactwire::extract {

void ResolveFirstPerson(const std::vector<Role>& roles, Entities* entities) {
  // By entity: the organization it speaks for.
  std::vector<int32_t> voice(entities->entities.size(), -1);
  for (size_t e = 0; e < voice.size(); ++e) {
    if (entities->entities[e].kind == EntityKind::kOrganization) voice[e] = e;
  }
  for (const bool current : {true, false}) {
    for (const Role& role : roles) {
      if (role.person < 0 || role.organization < 0 ||
          (role.status == v1::ROLE_STATUS_CURRENT) != current) {
        continue;
      }
      if (voice[role.person] < 0) voice[role.person] = role.organization;
    }
  }
  bool changed = false;
  for (Mention& mention : entities->mentions) {
    if (mention.speaker < 0) continue;
    const int32_t organization = voice[mention.speaker];
    if (organization < 0 || organization == mention.entity) continue;
    mention.entity = organization;
    changed = true;
  }
  if (!changed) return;
  for (Entity& entity : entities->entities) entity.mentions.clear();
  for (size_t m = 0; m < entities->mentions.size(); ++m) {
    const int32_t entity = entities->mentions[m].entity;
    if (entity >= 0) {
      entities->entities[entity].mentions.push_back(static_cast<int32_t>(m));
    }
  }
}

}  // namespace impactwire::extract
