// EntityJoiner: what the joining of organizations (organization_joiner.h) and
// of people (executive_joiner.h) have in common. Both find the ids that are one
// by a rule which looks at the live articles alone and at what each id's
// neighbours are told to be, never at other joins or overrides: whatever came
// in whatever order, each id's join is a function of its neighbours, and an
// entry costs what it changes.
//
// Only entities that share a key with another one are tracked, that is counted:
// a rule says what its keys are, counts what it needs to know of them, and
// decides. Whoever may have to be decided anew after something was counted is
// touched, and after each entry all that were are. Nothing is joined that an
// article names as two. The writer's only.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/container/inlined_vector.h"
#include "query_service/index/entities/entity_table.h"

namespace impactwire::query {

class EntityJoiner {
 public:
  // `into` == kNoRow: joined to none any more.
  struct Join {
    uint32_t entity = 0;
    uint32_t into = kNoRow;
    // Of an end it tells nothing but that it is no override.
    RedirectReason reason = RedirectReason::kAlias;
    bool operator==(const Join&) const = default;
  };

  // A key of more entities joins nothing.
  static constexpr size_t kMaxBearers = 32;

  EntityJoiner(const EntityJoiner&) = delete;
  EntityJoiner& operator=(const EntityJoiner&) = delete;

  // After the entry's article versions were counted and ended: what changed.
  std::vector<Join> Settle(uint64_t sequence);

 protected:
  using Group = absl::flat_hash_set<uint32_t>;
  template <typename T>
  using Counts = absl::InlinedVector<std::pair<T, int32_t>, 2>;
  // Of a hash map or set, about, with its empty places.
  static constexpr size_t kEntryBytes = 24;

  // All must outlive it. `range`: of the table's appearances in an article.
  EntityJoiner(const EntityTable* table, const StableVector<RoleRow>* roles,
               const StringPool* strings, const ArticleRows* articles,
               RowRange ArticleRow::*range)
      : table_(*table),
        roles_(*roles),
        strings_(*strings),
        articles_(*articles),
        range_(range) {}
  ~EntityJoiner() = default;

  // -- A rule's ---------------------------------------------------------------
  // Tracks those who have come to share a key.
  virtual void MeetWoken(uint64_t sequence) = 0;
  // Whether or not an article names both. `enough`: left alone, or set to false
  // where it is not joined until something that touches its suitors changes.
  virtual Join Decide(uint32_t entity, uint64_t sequence, bool* enough) = 0;
  // There are articles now that name both, or none any more.
  virtual void TouchPair(uint32_t a, uint32_t b) { Touch(a), Touch(b); }

  // -- Counting ---------------------------------------------------------------
  // The number of its binary digits, by which counts decide, so that few
  // articles change a decision.
  static int Level(int64_t count) {
    return count <= 0 ? 0 : 64 - __builtin_clzll(static_cast<uint64_t>(count));
  }
  // Returns whether there are some now and were none, or the other way round.
  template <typename T>
  static bool AddTo(T what, int sign, Counts<T>* counts) {
    for (auto& entry : *counts) {
      if (entry.first != what) continue;
      entry.second += sign;
      if (entry.second != 0) return false;
      counts->erase(&entry);
      return true;
    }
    counts->push_back({what, sign});
    return true;
  }
  // To be told of each article version that comes (+1) or goes (-1), after the
  // rule has counted it.
  void CountTogether(const ArticleRow& article, int sign);
  // How many articles name both, which must be tracked. Costs the articles of
  // the less known one when first asked for; counted on from then.
  int32_t Together(uint32_t a, uint32_t b, uint64_t sequence);

  // -- Tracking ---------------------------------------------------------------
  // The entities of all articles so far may be asked for.
  void Grow() {
    while (tracked_.size() < table_.size()) tracked_.Push(0);
  }
  // 1 + how many were tracked before it; 0 for none that is tracked.
  uint32_t NumberOf(uint32_t entity) const {
    return entity < tracked_.size() ? tracked_[entity] : 0;
  }
  void Track(uint32_t entity);
  // Decide anew: it; it and those that may be joined to it; all of a key.
  void Touch(uint32_t entity) { touched_.push_back(entity); }
  void TouchSuitors(uint32_t entity);
  void TouchGroup(const Group& group);
  // Sets whether the entity is in the group.
  void Enter(uint32_t entity, bool in, Group* group);

  size_t bytes() const;

  const EntityTable& table_;
  const StableVector<RoleRow>& roles_;
  const StringPool& strings_;
  const ArticleRows& articles_;
  // In hash maps and sets.
  int64_t entries_ = 0;

 private:
  struct Suit {
    Join join;
    // Whom it would be joined to if that were all, and those whose candidate it
    // is.
    uint32_t candidate = kNoRow;
    Group suitors;
    // How many articles name it and another one with a greater number.
    absl::flat_hash_map<uint32_t, int32_t> together;
  };

  void SetCandidate(uint32_t candidate, Suit* suit);

  RowRange ArticleRow::*const range_;
  // By entity: NumberOf.
  StableVector<uint32_t> tracked_;
  StableVector<Suit, 4> suits_;
  std::vector<uint32_t> touched_;
};

}  // namespace impactwire::query
