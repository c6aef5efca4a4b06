// The part of the oracle that knows which people are one. Written from the rule
// in executive_joiner.h, with everybody compared with everybody.
#include <algorithm>
#include <tuple>

#include "query_service/index/names/person_name.h"
#include "tests/query_service/index/testing/oracle.h"

namespace impactwire::query {
namespace {

// Each name's once: states are made by the thousand.
const PersonName& NameOf(const std::string& text) {
  static auto& names = *new std::map<std::string, PersonName>();
  return names.try_emplace(text, text).first->second;
}

int Digits(size_t count) {
  int digits = 0;
  for (; count > 0; count /= 2) ++digits;
  return digits;
}

using Names = std::set<std::string>;

template <typename Holds>
bool Any(const Names& a, const Names& b, const Holds& holds) {
  for (const std::string& one : a) {
    for (const std::string& other : b) {
      if (holds(NameOf(one), NameOf(other))) return true;
    }
  }
  return false;
}

std::set<uint64_t> KeysOf(const Names& names) {
  std::set<uint64_t> keys;
  for (const std::string& name : names) {
    for (const uint64_t key : NameOf(name).Keys()) keys.insert(key);
  }
  return keys;
}

}  // namespace

std::map<std::string, OracleState::Person> OracleState::People() const {
  std::map<std::string, Person> people;
  for (const LiveRecord& live : ordered_) {
    std::map<std::string, std::string> displays;
    for (const v1::ExecutiveRole& role : live.record.executives()) {
      displays.emplace(role.executive_id(), role.display_name());
    }
    for (const auto& [id, display] : displays) {
      ++people[id].articles;
      people[id].displays.insert(display);
    }
    for (const v1::ExecutiveRole& role : live.record.executives()) {
      const std::string& id = role.executive_id();
      Person::Office& office = people[id].offices[role.organization_id()];
      office.names.insert(displays[id]);
      office.families.insert(role.role_families().begin(),
                             role.role_families().end());
      if (office.articles.empty() ||
          office.articles.back() != live.record.article_id()) {
        office.articles.push_back(live.record.article_id());
      }
    }
  }
  return people;
}

void OracleState::JoinPeople() {
  const std::map<std::string, Person> people = People();
  std::set<std::pair<std::string, std::string>> together;
  for (const LiveRecord& live : ordered_) {
    for (const auto& a : live.record.executives()) {
      for (const auto& b : live.record.executives()) {
        if (a.executive_id() != b.executive_id()) {
          together.insert({a.executive_id(), b.executive_id()});
        }
      }
    }
  }
  // Of whom a name at an organization reminds.
  std::map<std::pair<std::string, uint64_t>, Names> bearers;
  for (const auto& [id, person] : people) {
    for (const auto& [organization, office] : person.offices) {
      for (const uint64_t key : KeysOf(office.names)) {
        if (!organization.empty()) bearers[{organization, key}].insert(id);
      }
    }
  }
  struct Other {
    std::string id;
    Names names;
    size_t offices = 0;
    bool does_the_same = false;
  };
  const auto rank = [&](const std::string& id) {
    return std::tuple(-Digits(people.at(id).articles), id);
  };
  for (const auto& [id, person] : people) {
    bool is_one_name =
        person.offices.size() <= 64 && person.displays.size() <= 64;
    bool only_initial = false;
    for (const std::string& name : person.displays) {
      only_initial = only_initial || !NameOf(name).has_given_name();
      for (const std::string& other : person.displays) {
        is_one_name =
            is_one_name && PersonName::IsSame(NameOf(name), NameOf(other));
      }
    }
    std::map<std::string, Other> others;
    bool crowded = false;
    for (const auto& [organization, office] : person.offices) {
      if (organization.empty()) continue;
      Names near;
      for (const uint64_t key : KeysOf(office.names)) {
        const Names& all = bearers[{organization, key}];
        crowded = crowded || all.size() > 32;
        near.insert(all.begin(), all.end());
      }
      near.erase(id);
      for (const std::string& other : near) {
        if (people.at(other).offices.size() > 64) continue;
        const auto& its = people.at(other).offices.at(organization);
        others[other].id = other;
        others[other].names.insert(its.names.begin(), its.names.end());
        ++others[other].offices;
        for (const int family : its.families) {
          if (family != v1::ROLE_FAMILY_OTHER && family != 0 &&
              office.families.contains(family)) {
            others[other].does_the_same = true;
          }
        }
      }
    }
    if (!is_one_name || crowded) continue;

    std::vector<Other> same, fuller;
    for (const auto& [other_id, other] : others) {
      if (Any(other.names, person.displays, PersonName::IsSame)) {
        same.push_back(other);
      } else if (Any(other.names, person.displays, PersonName::IsFuller)) {
        fuller.push_back(other);
      }
    }
    const auto are_clear = [&](const std::vector<Other>& all) {
      bool clear = all.size() <= 8;
      for (const Other& a : all) {
        clear = clear && !together.contains({id, a.id});
        for (const Other& b : all) {
          clear = clear && !together.contains({a.id, b.id});
        }
      }
      return clear;
    };
    const auto first_of = [&](const std::vector<Other>& all) {
      std::string first;
      for (const Other& other : all) {
        if (only_initial && other.offices != person.offices.size()) continue;
        const bool plain = !only_initial && Any(other.names, person.displays,
                                                PersonName::IsSameInOrder);
        if (!plain && !other.does_the_same) continue;
        if (first.empty() || rank(other.id) < rank(first)) first = other.id;
      }
      return first;
    };
    if (!are_clear(same)) continue;
    std::string first = first_of(same);
    if (!first.empty() && rank(first) < rank(id)) {
      joins_[id] = {first, v1::Redirect::REASON_SPELLING};
      continue;
    }
    if (!are_clear(fuller)) continue;
    bool may_be_one = true;
    for (const Other& a : fuller) {
      for (const Other& b : fuller) {
        may_be_one =
            may_be_one &&
            (a.id == b.id || Any(a.names, b.names, PersonName::IsSame) ||
             Any(a.names, b.names, PersonName::IsFuller) ||
             Any(b.names, a.names, PersonName::IsFuller));
      }
    }
    first = first_of(fuller);
    if (!may_be_one || first.empty()) continue;
    joins_[id] = {first, only_initial ? v1::Redirect::REASON_INITIALS
                                      : v1::Redirect::REASON_FULLER_NAME};
  }
}

void OracleState::TellRoles(const std::string& from_id,
                            const std::string& into_id,
                            v1::Redirect* told) const {
  const std::map<std::string, Person> people = People();
  std::set<std::string> articles, organizations;
  std::set<int> families;
  const Person& into = people.at(into_id);
  for (const auto& [organization, office] : people.at(from_id).offices) {
    if (organization.empty() || !into.offices.contains(organization)) continue;
    const auto& other = into.offices.at(organization);
    organizations.insert(Root(organization));
    articles.insert(office.articles.begin(), office.articles.end());
    for (const int family : office.families) {
      if (family != 0 && other.families.contains(family)) {
        families.insert(family);
      }
    }
  }
  told->set_evidence_article_count(static_cast<int>(articles.size()));
  for (const LiveRecord& live : ordered_) {
    if (articles.contains(live.record.article_id()) &&
        told->evidence_article_ids_size() < 5) {
      told->add_evidence_article_ids(live.record.article_id());
    }
  }
  for (const std::string& id : organizations) {
    if (told->shared_organization_ids_size() < 5) {
      told->add_shared_organization_ids(id);
    }
  }
  for (const int family : families) {
    told->add_shared_role_families(static_cast<v1::RoleFamily>(family));
  }
}

}  // namespace impactwire::query
