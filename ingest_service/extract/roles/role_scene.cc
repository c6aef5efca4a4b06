#include "ingest_service/extract/roles/role_scene.h"

namespace impactwire::extract {

RoleScene::RoleScene(const text::Document& document, const Entities& entities)
    : document_(document), entities_(entities) {
  owner_.assign(document_.tokens.size(), -1);
  for (size_t m = 0; m < entities_.mentions.size(); ++m) {
    const Mention& mention = entities_.mentions[m];
    if (mention.kind == MentionKind::kTitle) continue;
    for (int t = mention.first_token; t < mention.last_token; ++t) {
      owner_[t] = static_cast<int32_t>(m);
    }
  }
}

int32_t RoleScene::OrganizationAt(int t) const {
  const Mention* m = At(t);
  return m != nullptr && m->entity >= 0 &&
                 entities_.entities[m->entity].kind == EntityKind::kOrganization
             ? m->entity
             : -1;
}

const Mention* RoleScene::PersonAfter(int t) const {
  for (int k = t; k < t + 4 && In(k); ++k) {
    if (IsPerson(k)) return At(k);
    if (owner_[k] >= 0) return nullptr;
    if (!IsWord(k) || !document_.tokens[k].capitalized) return nullptr;
  }
  return nullptr;
}

bool RoleScene::HasPerson() const {
  for (int t = first(); t < last(); ++t) {
    if (IsPerson(t)) return true;
  }
  return false;
}

const Mention* RoleScene::OnlyPerson(int sentence) const {
  const text::Sentence& s = document_.sentences[sentence];
  if (s.last_token - s.first_token > 8) return nullptr;
  const Mention* person = nullptr;
  for (int t = s.first_token; t < s.last_token; ++t) {
    if (owner_[t] >= 0) {
      const Mention& m = entities_.mentions[owner_[t]];
      if (m.kind != MentionKind::kPerson || m.entity < 0) return nullptr;
      if (person != nullptr && person != &m) return nullptr;
      person = &m;
    } else if (IsWord(t) &&
               (person != nullptr || !document_.tokens[t].capitalized)) {
      return nullptr;
    }
  }
  return person;
}

int32_t RoleScene::OnlyOrganization(int sentence) const {
  const text::Sentence& s = document_.sentences[sentence];
  if (s.last_token - s.first_token > 16) return -1;
  int32_t organization = -1;
  for (int t = s.first_token; t < s.last_token; ++t) {
    const Mention* m =
        owner_[t] >= 0 ? &entities_.mentions[owner_[t]] : nullptr;
    if (m == nullptr) {
      if (IsWord(t)) return -1;
      continue;
    }
    if (m->kind != MentionKind::kOrganization || m->entity < 0 ||
        (organization >= 0 && organization != m->entity)) {
      return -1;
    }
    organization = m->entity;
    t = m->last_token - 1;
  }
  return organization;
}

bool RoleScene::IsFullName(int32_t person) const {
  const Entity& entity = entities_.entities[person];
  if (entity.name.find(' ') != std::string::npos) return true;
  for (const std::string& alias : entity.aliases) {
    if (alias.find(' ') != std::string::npos) return true;
  }
  return false;
}

std::string RoleScene::Text(int first, int last) const {
  const absl::string_view raw = document_.Surface(text::Span{
      document_.tokens[first].span.begin, document_.tokens[last - 1].span.end});
  std::string out;
  for (const char c : raw) {
    const bool space = c == '\n' || c == '\t' || c == ' ' || c == '\r';
    if (space && (out.empty() || out.back() == ' ')) continue;
    out += space ? ' ' : c;
  }
  return out;
}

}  // namespace impactwire::extract
