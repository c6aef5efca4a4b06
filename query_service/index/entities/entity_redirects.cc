// The part of EntityTable that knows which entity stands for which.
#include <algorithm>

#include "absl/container/flat_hash_set.h"
#include "query_service/index/entities/entity_table.h"

namespace impactwire::query {

const RedirectRow* EntityTable::OverrideOf(uint32_t entity,
                                           uint64_t position) const {
  uint32_t row =
      entities_[entity].newest_override.load(std::memory_order_acquire);
  while (row != kNoRow && !redirects_[row].HoldsAt(position)) {
    row = redirects_[row].prev;
  }
  return row == kNoRow ? nullptr : &redirects_[row];
}

const RedirectRow* EntityTable::JoinOf(uint32_t entity,
                                       uint64_t position) const {
  uint32_t row = entities_[entity].newest_join.load(std::memory_order_acquire);
  while (row != kNoRow && redirects_[row].from > position) {
    row = redirects_[row].prev;
  }
  if (row == kNoRow || redirects_[row].into == kNoRow) return nullptr;
  return &redirects_[row];
}

const RedirectRow* EntityTable::Redirect(uint32_t entity,
                                         uint64_t position) const {
  if (const RedirectRow* const row = OverrideOf(entity, position)) {
    return row->into == kNoRow ? nullptr : row;
  }
  const RedirectRow* const join = JoinOf(entity, position);
  if (join == nullptr) return nullptr;
  const RedirectRow* const of_target = OverrideOf(join->into, position);
  const bool split = of_target != nullptr && of_target->into == kNoRow;
  return split ? nullptr : join;
}

uint32_t EntityTable::Root(uint32_t entity, uint64_t position) const {
  // In a circle the one that waits at ever longer distances is met again
  // (R. P. Brent, "An improved Monte Carlo factorization algorithm", 1980).
  uint32_t waiting = entity;
  uint32_t root = entity;
  for (uint32_t steps = 1, limit = 2;; ++steps) {
    const RedirectRow* const row = Redirect(root, position);
    if (row == nullptr) return root;
    root = row->into;
    if (root == waiting) return RootOfCircle(root, position);
    if (steps == limit) {
      waiting = root;
      limit *= 2;
      steps = 0;
    }
  }
}

uint32_t EntityTable::RootOfCircle(uint32_t in, uint64_t position) const {
  uint32_t best = kNoRow;
  bool best_is_joined = false;
  uint32_t entity = in;
  do {
    const RedirectRow& row = *Redirect(entity, position);
    const bool joined = row.reason() != RedirectReason::kOverride;
    if (best == kNoRow || joined > best_is_joined ||
        (joined == best_is_joined && id(entity) < id(best))) {
      best = entity;
      best_is_joined = joined;
    }
    entity = row.into;
  } while (entity != in);
  return best;
}

std::vector<uint32_t> EntityTable::Members(uint32_t root,
                                           uint64_t position) const {
  std::vector<uint32_t> members = {root};
  if (!MayRedirect(root)) return members;
  absl::flat_hash_set<uint32_t> seen = {root};
  for (size_t i = 0; i < members.size(); ++i) {
    const Entity& entity = entities_[members[i]];
    for (PostingList::Cursor c(entity.redirects_in); !c.done(); c.Next()) {
      const uint32_t from = redirects_[c.row()].entity;
      const RedirectRow* const row = Redirect(from, position);
      if (row != nullptr && row->into == members[i] &&
          seen.insert(from).second) {
        members.push_back(from);
      }
    }
  }
  std::sort(members.begin(), members.end());
  return members;
}

// -- The writer's -------------------------------------------------------------

uint32_t EntityTable::AddRedirect(const RedirectRow& row,
                                  std::atomic<uint32_t>* newest, Arena* arena) {
  const uint32_t number = static_cast<uint32_t>(redirects_.size());
  RedirectRow& next = redirects_.Next();
  next.from = row.from;
  next.entity = row.entity;
  next.into = row.into;
  next.note = row.note;
  next.reason_number = row.reason_number;
  next.prev = newest->load(std::memory_order_relaxed);
  redirects_.Publish();
  if (row.into != kNoRow) {
    entities_.at(row.into).redirects_in.Append(number, arena);
  }
  newest->store(number, std::memory_order_release);
  return number;
}

uint32_t EntityTable::AddOverride(uint32_t entity, uint32_t into,
                                  uint64_t sequence, uint32_t note,
                                  Arena* arena) {
  RedirectRow row;
  row.from = sequence;
  row.entity = entity;
  row.into = into;
  row.note = note;
  return AddRedirect(row, &entities_.at(entity).newest_override, arena);
}

void EntityTable::CloseOverride(uint32_t row, uint64_t sequence) {
  redirects_.at(row).to.store(sequence, std::memory_order_relaxed);
}

bool EntityTable::AddJoin(uint32_t entity, uint32_t into, RedirectReason reason,
                          uint64_t sequence, Arena* arena) {
  RedirectRow row;
  row.from = sequence;
  row.entity = entity;
  row.into = into;
  row.reason_number = static_cast<uint32_t>(reason);
  std::atomic<uint32_t>* const newest = &entities_.at(entity).newest_join;
  const bool ends = newest->load(std::memory_order_relaxed) != kNoRow;
  AddRedirect(row, newest, arena);
  return ends;
}

}  // namespace impactwire::query
