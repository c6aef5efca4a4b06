// The part of EntityTable that fetches ahead what applying a record looks at:
// the tables are far larger than the caches, and each look tells where the next
// one goes.
#include "query_service/index/entities/entity_table.h"

namespace impactwire::query {
namespace {

// The end of a list, where the next row goes.
void PrefetchEnd(const PostingList& list, uint32_t step) {
  if (step == 0) {
    __builtin_prefetch(&list);
  } else if (step == 1) {
    list.Prefetch();
  } else {
    list.PrefetchTail();
  }
}

}  // namespace

void EntityTable::PrefetchEntity(uint64_t id) const {
  const auto entity = numbers_.Guess(id);
  if (!entity.has_value()) return;
  const char* const row = reinterpret_cast<const char*>(&entities_[*entity]);
  __builtin_prefetch(row);
  __builtin_prefetch(row + sizeof(Entity) - 1);
  standings_.prefetch(*entity);
}

void EntityTable::PrefetchLists(uint64_t id) const {
  const auto guess = numbers_.Guess(id);
  if (!guess.has_value()) return;
  const Entity& entity = entities_[*guess];
  if (entity.forms.size() > 0) {
    __builtin_prefetch(&forms_[entity.forms.first()]);
  }
  entity.appearances.Prefetch();
  entity.figures.Prefetch();
  const uint32_t version =
      entity.newest_version.load(std::memory_order_relaxed);
  if (version != kNoRow) __builtin_prefetch(&versions_[version]);
}

void EntityTable::PrefetchForms(uint64_t id) const {
  const auto guess = numbers_.Guess(id);
  if (!guess.has_value() || entities_[*guess].forms.size() == 0) return;
  const Form& form = forms_[entities_[*guess].forms.first()];
  strings_->PrefetchNumber(form.text);
}

void EntityTable::PrefetchLists(const AppearanceRow& row, uint32_t step) const {
  if (step == 0) __builtin_prefetch(&forms_[row.display_form]);
  PrefetchEnd(entities_[row.entity].appearances, step);
}

void EntityTable::PrefetchFigures(uint32_t entity, uint32_t step) const {
  PrefetchEnd(entities_[entity].figures, step);
}

void EntityTable::PrefetchCount(RowRange appearances) const {
  for (uint32_t row = appearances.first; row < appearances.end(); ++row) {
    const AppearanceRow& appearance = appearances_[row];
    __builtin_prefetch(&entities_[appearance.entity].newest_override);
    __builtin_prefetch(&forms_[appearance.display_form]);
    standings_.prefetch(appearance.entity);
  }
}

void EntityTable::PrefetchVersion(uint32_t form, int step) const {
  if (step == 0) {
    __builtin_prefetch(&forms_[form]);
    return;
  }
  const Entity& entity = entities_[forms_[form].entity];
  if (step == 1) {
    __builtin_prefetch(&entity.newest_version);
    return;
  }
  const uint32_t row = entity.newest_version.load(std::memory_order_acquire);
  if (row != kNoRow) __builtin_prefetch(&versions_[row]);
}

}  // namespace impactwire::query
