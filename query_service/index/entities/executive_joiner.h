// ExecutiveJoiner: finds the ids that are one person within one organization:
// "Yao Jinbo" and "Jinbo Yao" of 58.com, "J. Smith", "John Smith" and "John A.
// Smith" of Acme. The rule is a pure function of the live articles, whatever
// order they came in; it would rather leave two ids of one person than make one
// of two persons:
//
// People are compared at an organization where articles give both a role, by
// its id as the records have it, neither joined nor merged. Compared are the
// display names of these articles, as person_name.h says. Somebody whose
// display names are all one name is joined to one other at most:
// 1. Same name: to the first of those of the same name at one of his or her
//    organizations: those of more articles, then the smallest id. (Counts
//    decide by their number of binary digits only.)
// 2. Else fuller name: of all at his or her organizations whose name is fuller,
//    to the one of most articles, then the smallest id, if all these may be one
//    person: of each two, one name is the other's or fuller than it. So "J.
//    Smith" is nobody's where there are John and Jane Smith, and "John Smith"
//    where there are John A. and John B. Smith.
// 3. By a fuller name, or by the same one in another order ("Ahmed Hassan",
//    "Hassan Ahmed"), only to somebody who has the same kind of role
//    (RoleFamily, but for OTHER) at one of these organizations.
// 4. Who has only an initial for a given name ("J. Smith") is joined, by either
//    of these, only to somebody who has a role under such a name wherever he or
//    she has one (a role without an organization is had by nobody else), and
//    the same kind of role at one of these.
// Never are joined: a bare surname (within an article, extraction does that);
// two who are told apart by the generation ("Jr"; none is another one, too);
// anybody where, of those whom 1 or 2 takes for one, an article names two as
// two, or where these are more than kMaxOthers; somebody with roles at more
// than kMaxOffices organizations, who is a name and not a person, and nobody to
// him or her; somebody with as many display names to another. Of more than
// kMaxBearers whose surname and first initial are the same at one organization,
// none is joined.
//
// An id costs 12 bytes and about 26 of a hash table at each organization, and 4
// for each form of its name; an article, a look at 4 bytes per role, once for
// the form and once for the person. Names are read only where one is new at an
// organization, and where people who share surname and initial there change.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "query_service/index/entities/entity_joiner.h"
#include "query_service/index/names/person_name.h"
#include "query_service/index/tables/hash_index.h"

namespace impactwire::query {

class ExecutiveJoiner final : public EntityJoiner {
 public:
  static constexpr size_t kMaxOthers = 8;
  static constexpr size_t kMaxOffices = 64;

  // All must outlive it.
  ExecutiveJoiner(const EntityTable* executives,
                  const StableVector<RoleRow>* roles, const StringPool* strings,
                  const ArticleRows* articles)
      : EntityJoiner(executives, roles, strings, articles,
                     &ArticleRow::executives) {}

  // A new article version's appearances and roles are in the tables, not
  // counted yet.
  void Add(const ArticleRow& article);
  // Counts an article version in (+1) or out (-1).
  void Count(const ArticleRow& article, int sign);

  size_t bytes() const;

 private:
  // Of surname and first initial, at an organization.
  using Key = uint64_t;
  using Keys = absl::InlinedVector<Key, 2>;
  // Somebody has a role at an organization under this display name.
  struct Seat {
    uint32_t executive = 0;
    uint32_t organization = 0;
    uint32_t form = 0;
  };
  // What somebody does at an organization: the roles' display names and
  // families.
  struct Office {
    Counts<uint32_t> forms;
    Counts<uint8_t> families;
  };
  struct Person {
    uint32_t entity = 0;
    int32_t articles = 0;
    Counts<uint32_t> displays;
    // By organization; kNoRow for none.
    absl::flat_hash_map<uint32_t, Office> offices;
  };
  // Somebody else at the same organizations who may be the person.
  struct Neighbour {
    const Person* person;
    std::vector<uint32_t> organizations;
    // Under which he or she has roles there.
    std::vector<PersonName> names;
  };
  struct Woken {
    Key key;
    uint32_t executive;
    uint32_t organization;
  };
  PersonName NameOfForm(uint32_t form) const;
  static Keys KeysAt(uint32_t organization, const PersonName& name);
  void AddSeat(const Seat& seat);
  Person* Find(uint32_t entity);
  const Person* Find(uint32_t entity) const;
  // From now on the person is counted.
  Person* Track(uint32_t entity, uint64_t sequence);
  void CountAppearance(const AppearanceRow& row, int sign, Person* person);
  void CountRole(const RoleRow& role, uint32_t form, int sign, Person* person);
  // Sets whether the person is one of those who now share the keys that the
  // form has at the organization.
  void PutIntoMet(const Person& person, uint32_t organization, uint32_t form);
  // All that may be joined to the person, or are compared there; nobody but
  // the person where the offices are too many.
  void TouchAll(const Person& person);
  void TouchOffices(const Person& person);
  void TouchOffice(uint32_t organization, const Office& office);
  void MeetWoken(uint64_t sequence) override;
  void TouchPair(uint32_t a, uint32_t b) override;

  // -- executive_join_rule.cc
  Join Decide(uint32_t entity, uint64_t sequence, bool* enough) override;
  // By entity; nothing if too many share a key.
  std::vector<Neighbour> NeighboursOf(const Person& person) const;
  std::vector<PersonName> NamesOf(const Counts<uint32_t>& forms) const;
  // Whether no article names two of them as two.
  bool AreNeverTwo(const std::vector<const Neighbour*>& all,
                   const Person& person, uint64_t sequence);
  // The first, by articles and id, whom the person may be joined to; null for
  // none.
  const Person* FirstOf(const std::vector<const Neighbour*>& all,
                        const Person& person,
                        const std::vector<PersonName>& names,
                        bool has_given_name) const;
  static bool DoesTheSame(const Person& person, const Neighbour& other);

  // By key: the first seat that has it.
  HashIndex seat_numbers_;
  StableVector<Seat, 8> seats_;
  // By form: 1 + the organization it was last seated at.
  StableVector<uint32_t> last_seats_;
  // Of keys that two persons share: who has them now.
  absl::flat_hash_map<Key, Group> met_;
  // By NumberOf(entity) - 1.
  StableVector<Person, 4> people_;
  // Who share a key with another from now on.
  std::vector<Woken> woken_;
};

}  // namespace impactwire::query
