// RedirectCounts: what the redirects of a group are told from, over all
// articles of the entities in them, at one position: what each is named by
// itself, which articles name it or call it by another's name, who leads it. A
// large organization has many articles and often a new one, so the counts of an
// earlier position are carried on where only articles were added
// (as in entity_counts.h). What was counted of one entity is shared as long as
// no article of it comes; if one does, a few small maps and numbers are copied.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/types/span.h"
#include "query_service/index/generation/snapshot.h"

namespace impactwire::query {

class RedirectCounts {
 public:
  static constexpr size_t kMaxFirst = 5;

  // How many articles, and the first few of them.
  class Articles {
   public:
    // Rows come in order; the same one again is not counted twice.
    void Add(uint32_t article) {
      if (count_ > 0 && article == last_) return;
      if (count_ < kMaxFirst) first_[count_] = article;
      last_ = article;
      ++count_;
    }
    uint32_t count() const { return count_; }
    absl::Span<const uint32_t> first() const {
      return absl::MakeConstSpan(first_).first(count_ < kMaxFirst ? count_
                                                                  : kMaxFirst);
    }

   private:
    uint32_t count_ = 0;
    uint32_t last_ = 0;
    uint32_t first_[kMaxFirst] = {};
  };

  // Of the redirects `rows`, at the snapshot's position. `table`: of the
  // snapshot; of executives, only their names are counted. `last`: counts of
  // the same table of organizations at some position, or null; used where they
  // can be.
  static std::shared_ptr<const RedirectCounts> Make(
      const Snapshot& snapshot, const EntityTable& table,
      const std::vector<const RedirectRow*>& rows, const RedirectCounts* last);

  // Entities: of the rows only.
  // The form that most articles that hold use as display name; kNoRow if none
  // holds.
  uint32_t DisplayForm(uint32_t entity) const;
  const Articles& ArticlesNaming(uint32_t entity) const;
  // Those that call `entity`, but do not display it, by the name that
  // `redirected` is displayed by, for an alias or acronym among the rows.
  const Articles& ArticlesCalling(uint32_t entity, uint32_t redirected) const;
  // Executives with a role at both; as they are named there, not their roots.
  std::vector<uint32_t> SharedLeaders(uint32_t a, uint32_t b) const;
  // The position they are of.
  uint64_t at() const { return at_; }

 private:
  struct Keys;
  struct Body;
  class Counter;

  const Body& body(uint32_t entity) const { return *bodies_.at(entity); }

  uint64_t at_ = 0;
  absl::flat_hash_map<uint32_t, std::shared_ptr<const Body>> bodies_;
};

}  // namespace impactwire::query
