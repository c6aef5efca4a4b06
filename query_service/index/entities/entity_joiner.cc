#include "query_service/index/entities/entity_joiner.h"

#include <algorithm>

namespace impactwire::query {

// -- Counting -----------------------------------------------------------------

void EntityJoiner::CountTogether(const ArticleRow& article, int sign) {
  const RowRange range = article.*range_;
  // Of articles that name many, and by whom few are compared with.
  absl::flat_hash_set<uint32_t> named;
  for (uint32_t r = range.first; r < range.end(); ++r) {
    const uint32_t entity = table_.appearances()[r].entity;
    const uint32_t number = NumberOf(entity);
    if (number == 0) continue;
    auto& together = suits_.at(number - 1).together;
    if (together.empty()) continue;
    const auto count = [&](uint32_t other, int32_t* articles) {
      *articles += sign;
      if (*articles == 0 || *articles == sign) TouchPair(entity, other);
    };
    if (together.size() < range.count) {
      if (named.empty()) {
        for (uint32_t o = range.first; o < range.end(); ++o) {
          named.insert(table_.appearances()[o].entity);
        }
      }
      for (auto& [other, articles] : together) {
        if (named.contains(other)) count(other, &articles);
      }
      continue;
    }
    for (uint32_t o = range.first; o < range.end(); ++o) {
      const auto found = together.find(table_.appearances()[o].entity);
      if (found != together.end()) count(found->first, &found->second);
    }
  }
}

int32_t EntityJoiner::Together(uint32_t a, uint32_t b, uint64_t sequence) {
  if (a > b) std::swap(a, b);
  const auto [found, is_new] =
      suits_.at(NumberOf(a) - 1).together.try_emplace(b, 0);
  if (!is_new) return found->second;
  ++entries_;
  if (table_.appearances_of(b).size() < table_.appearances_of(a).size()) {
    std::swap(a, b);
  }
  for (PostingList::Cursor c(table_.appearances_of(a)); !c.done(); c.Next()) {
    const ArticleRow& article =
        articles_[table_.appearances()[c.row()].article_row];
    if (!article.HoldsAt(sequence)) continue;
    const RowRange range = article.*range_;
    for (uint32_t r = range.first; r < range.end(); ++r) {
      found->second += table_.appearances()[r].entity == b;
    }
  }
  return found->second;
}

// -- Tracking -----------------------------------------------------------------

void EntityJoiner::Track(uint32_t entity) {
  suits_.Next().join.entity = entity;
  suits_.Publish();
  tracked_.at(entity) = static_cast<uint32_t>(suits_.size());
}

void EntityJoiner::TouchSuitors(uint32_t entity) {
  Touch(entity);
  const Suit& suit = suits_[NumberOf(entity) - 1];
  touched_.insert(touched_.end(), suit.suitors.begin(), suit.suitors.end());
}

void EntityJoiner::TouchGroup(const Group& group) {
  // Of more than these none is joined, nor was before the last one came.
  if (group.size() > kMaxBearers + 1) return;
  touched_.insert(touched_.end(), group.begin(), group.end());
}

void EntityJoiner::Enter(uint32_t entity, bool in, Group* group) {
  entries_ -= static_cast<int64_t>(group->size());
  in ? (void)group->insert(entity) : (void)group->erase(entity);
  entries_ += static_cast<int64_t>(group->size());
}

void EntityJoiner::SetCandidate(uint32_t candidate, Suit* suit) {
  if (candidate == suit->candidate) return;
  const uint32_t entity = suit->join.entity;
  if (suit->candidate != kNoRow) {
    suits_.at(NumberOf(suit->candidate) - 1).suitors.erase(entity);
  }
  suit->candidate = candidate;
  if (candidate != kNoRow) {
    suits_.at(NumberOf(candidate) - 1).suitors.insert(entity);
  }
}

// -- Settling -----------------------------------------------------------------

std::vector<EntityJoiner::Join> EntityJoiner::Settle(uint64_t sequence) {
  MeetWoken(sequence);
  std::sort(touched_.begin(), touched_.end());
  touched_.erase(std::unique(touched_.begin(), touched_.end()), touched_.end());
  std::vector<Join> changed;
  for (const uint32_t entity : touched_) {
    Suit* const suit = &suits_.at(NumberOf(entity) - 1);
    bool enough = true;
    Join join = Decide(entity, sequence, &enough);
    SetCandidate(join.into, suit);
    if (join.into != kNoRow &&
        (!enough || Together(entity, join.into, sequence) > 0)) {
      join = Join{entity};
    }
    if (join == suit->join) continue;
    suit->join = join;
    changed.push_back(join);
  }
  touched_.clear();
  return changed;
}

size_t EntityJoiner::bytes() const {
  return tracked_.bytes() + suits_.bytes() +
         static_cast<size_t>(entries_) * kEntryBytes;
}

}  // namespace impactwire::query
