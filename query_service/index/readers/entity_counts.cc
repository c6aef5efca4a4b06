#include "query_service/index/readers/entity_counts.h"

#include "query_service/index/readers/new_rows.h"

namespace impactwire::query {

std::shared_ptr<const EntityCounts> EntityCounts::Make(
    const Snapshot& snapshot, uint32_t root, const EntityCounts* last) {
  std::vector<uint32_t> members =
      snapshot.tables().organizations().Members(root, snapshot.at());
  const bool go_on = last != nullptr && last->CanGoOn(snapshot, root, members);
  auto counts = go_on ? std::make_shared<EntityCounts>(*last)
                      : std::make_shared<EntityCounts>();
  counts->members_ = std::move(members);
  counts->GoOn(snapshot);
  return counts;
}

bool EntityCounts::CanGoOn(const Snapshot& snapshot, uint32_t root,
                           const std::vector<uint32_t>& members) const {
  // Nothing that was counted may have ended or come under another root.
  const EntityTable& table = snapshot.tables().organizations();
  if (at_ > snapshot.at() || members != members_) return false;
  for (const uint32_t member : members) {
    if (table.EndedAt(member) > at_) return false;
  }
  return table.EndedAt(root) <= at_;
}

void EntityCounts::GoOn(const Snapshot& snapshot) {
  const Generation& tables = snapshot.tables();
  const EntityTable& organizations = tables.organizations();
  const uint64_t at = snapshot.at();
  for (const uint32_t member : members_) {
    ForNewRows(
        organizations.appearances_of(member), at,
        [&](uint32_t row) -> const ArticleRow& {
          return tables
              .articles()[organizations.appearances()[row].article_row];
        },
        [&](uint32_t row) {
          const AppearanceRow& appearance = organizations.appearances()[row];
          if (appearance.has_country) ++countries_[appearance.country()];
          ++uses_[organizations.form(appearance.display_form).text];
          for (const uint32_t form : appearance.alias_forms) {
            ++uses_[organizations.form(form).text];
          }
        },
        &seen_appearances_[member]);
    ForNewRows(
        organizations.roles_of(member), at,
        [&](uint32_t row) -> const ArticleRow& {
          return tables.articles()[tables.roles()[row].article_row];
        },
        [&](uint32_t row) {
          executives_.insert(
              tables.executives().Root(tables.roles()[row].executive, at));
        },
        &seen_roles_[member]);
  }
  at_ = at;
}

uint16_t EntityCounts::country() const {
  uint16_t best = 0;
  uint32_t most = 0;
  for (const auto& [country, count] : countries_) {
    if (count > most || (count == most && country < best)) {
      best = country;
      most = count;
    }
  }
  return best;
}

}  // namespace impactwire::query
