// OrganizationJoiner: finds the ids that are one organization by what articles
// call them: "JD" is JD.com where articles call JD.com so and nobody else, and
// "Kiev School of Economics" is "Kyiv School of Economics, Ltd". The rule is a
// pure function of the live articles, whatever order they came in:
//
// A name is compared by its key (name_key.h). An organization is a *bearer* of
// the keys of its display names, and is *called* by those of its other forms,
// each counted in articles. Counts decide by their number of binary digits
// only, so that few articles change a decision. An organization whose display
// names all have one key and one country is joined to one other at most:
// 1. Spelling: of the bearers of the key with the same country (or without one
//    both), to the first of: those with several keys, then those of more
//    articles, then the smallest id.
// 2. Else alias: to the one that is called by its key, in most articles (then
//    the one it is short for, then the one named in more, then the smallest
//    id), if all others that are called so, in an eighth as many articles or
//    more, are the same one: bear a common key, or one is called by a key of
//    the other. A body with a country only counts those of its country; one
//    without is joined only to one without, as a name that stands in many
//    countries ("Ministry of Health") tells nothing where the country is not
//    said. Its name must be short for the other's (IsShortFor), or be used in
//    two articles, or somebody must lead both.
// Neither where their kinds contradict each other (the kinds of most articles;
// where bearers of a key have several kinds, one without any is none of them),
// nor where an article names both as two. Keys with more than kMaxBearers or
// kMaxCalled join nothing.
//
// Kept are only organizations that share a key with another, if any bears it;
// for all others a form costs 8 bytes, a key 21, and an article a look at 4
// bytes per organization. An entry costs what it changes: the bearers of the
// keys of its organizations, where a count gains or loses a digit; a new
// candidate, the articles of the less known of the two (entity_joiner.h).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "query_service/index/entities/entity_joiner.h"
#include "query_service/index/tables/hash_index.h"

namespace impactwire::query {

class OrganizationJoiner final : public EntityJoiner {
 public:
  static constexpr size_t kMaxCalled = 64;

  // All must outlive it.
  OrganizationJoiner(const EntityTable* organizations,
                     const StableVector<RoleRow>* roles,
                     const StringPool* strings, const ArticleRows* articles)
      : EntityJoiner(organizations, roles, strings, articles,
                     &ArticleRow::organizations) {}

  // A new article version's appearances are in the table, not counted yet.
  void Add(const ArticleRow& article);
  // Counts an article version in (+1) or out (-1).
  void Count(const ArticleRow& article, int sign);

  size_t bytes() const;

 private:
  struct FormKey {
    // The form before it of the same key.
    uint32_t next = kNoRow;
    uint32_t key : 31 = 0;
    // It was some article's display name.
    uint32_t shown : 1 = 0;
  };
  struct Key {
    uint32_t newest_form = kNoRow;
    uint32_t shown : 1 = 0;
    uint32_t of_several : 1 = 0;
    // 1 + number of its Met; 0: not met.
    uint32_t met : 30 = 0;
  };
  // Who uses a key that two organizations or more share.
  struct Met {
    Group bearers;
    Group called;
  };
  // In how many articles it is a display name's, and another form's.
  struct Use {
    int32_t shown = 0;
    int32_t called = 0;
  };
  struct Body {
    uint32_t entity = 0;
    int32_t articles = 0;
    Counts<uint8_t> kinds;
    Counts<uint16_t> countries;
    // Display forms.
    Counts<uint32_t> displays;
    absl::flat_hash_map<uint32_t, Use> uses;
    absl::flat_hash_map<uint32_t, int32_t> leaders;
  };

  uint32_t KeyOf(uint32_t form);
  void AddForm(uint32_t form);
  void Wake(uint32_t key, uint32_t entity);
  Body* Find(uint32_t entity);
  const Body* Find(uint32_t entity) const;
  // From now on the entity is counted.
  Body* Track(uint32_t entity, uint64_t sequence);
  void Meet(uint32_t key, uint64_t sequence);
  void CountAppearance(const AppearanceRow& row, int sign, Body* body);
  void CountUse(uint32_t key, bool shown, int sign, Body* body);
  void CountLeader(uint32_t executive, int sign, Body* body);
  void PutIntoMet(const Body& body, uint32_t key);
  // All that may be joined to it; to whoever uses the key.
  void TouchAll(const Body& body);
  void TouchBearers(uint32_t key);
  void MeetWoken(uint64_t sequence) override;

  // -- organization_join_rule.cc ----------------------------------------------
  // Of all its display names; nothing if they have several.
  std::optional<std::pair<uint32_t, uint16_t>> NameOf(const Body& body) const;
  // Of all its display names; kMixed if they have several.
  uint16_t CountryOf(const Body& body) const;
  uint8_t KindOf(const Body& body) const;
  bool KindsAgree(const Body& a, const Body& b) const;
  bool AreRelated(const Body& a, const Body& b) const;
  bool SomebodyLeadsBoth(const Body& a, const Body& b) const;
  Join Decide(uint32_t entity, uint64_t sequence, bool* enough) override;
  Join DecideSpelling(const Body& body, const Met& met, uint16_t country) const;
  Join DecideAlias(const Body& body, const Met& met, uint32_t key,
                   uint16_t country, bool* enough) const;
  bool IsUnderstood(const Body& body, const Body& from) const;
  bool IsAcronymOf(const Body& body, const Body& full) const;

  HashIndex key_numbers_;
  StableVector<Key, 8> keys_;
  StableVector<FormKey, 8> forms_;
  // By NumberOf(entity) - 1.
  StableVector<Body, 4> bodies_;
  StableVector<Met, 4> met_;
  // A key, and an entity that has come to use it.
  std::vector<std::pair<uint32_t, uint32_t>> woken_;
};

}  // namespace impactwire::query
