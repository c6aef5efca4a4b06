// The part of ExecutiveJoiner that decides.
#include <algorithm>
#include <tuple>

#include "impactwire/v1/record.pb.h"
#include "query_service/index/entities/executive_joiner.h"

namespace impactwire::query {
namespace {

template <typename Holds>
bool AnyTwo(const std::vector<PersonName>& a, const std::vector<PersonName>& b,
            const Holds& holds) {
  return std::any_of(a.begin(), a.end(), [&](const PersonName& one) {
    return std::any_of(b.begin(), b.end(), [&](const PersonName& other) {
      return holds(one, other);
    });
  });
}

}  // namespace

std::vector<PersonName> ExecutiveJoiner::NamesOf(
    const Counts<uint32_t>& forms) const {
  std::vector<PersonName> names;
  for (const auto& [form, count] : forms) names.push_back(NameOfForm(form));
  return names;
}

std::vector<ExecutiveJoiner::Neighbour> ExecutiveJoiner::NeighboursOf(
    const Person& person) const {
  std::vector<std::pair<uint32_t, uint32_t>> found;
  for (const auto& [organization, office] : person.offices) {
    if (organization == kNoRow) continue;
    for (const auto& [form, count] : office.forms) {
      for (const Key key : KeysAt(organization, NameOfForm(form))) {
        const auto met = met_.find(key);
        if (met == met_.end()) continue;
        if (met->second.size() > kMaxBearers) return {};
        for (const uint32_t other : met->second) {
          if (other != person.entity &&
              Find(other)->offices.size() <= kMaxOffices) {
            found.push_back({other, organization});
          }
        }
      }
    }
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  std::vector<Neighbour> all;
  for (const auto& [entity, organization] : found) {
    if (all.empty() || all.back().person->entity != entity) {
      all.push_back({Find(entity), {}, {}});
    }
    Neighbour& other = all.back();
    other.organizations.push_back(organization);
    for (PersonName& name :
         NamesOf(other.person->offices.find(organization)->second.forms)) {
      other.names.push_back(std::move(name));
    }
  }
  return all;
}

bool ExecutiveJoiner::AreNeverTwo(const std::vector<const Neighbour*>& all,
                                  const Person& person, uint64_t sequence) {
  for (size_t i = 0; i < all.size(); ++i) {
    const uint32_t entity = all[i]->person->entity;
    if (Together(person.entity, entity, sequence) > 0) return false;
    for (size_t j = 0; j < i; ++j) {
      if (Together(all[j]->person->entity, entity, sequence) > 0) return false;
    }
  }
  return true;
}

bool ExecutiveJoiner::DoesTheSame(const Person& person,
                                  const Neighbour& other) {
  const auto families = [](const Person& p, uint32_t organization) {
    uint32_t bits = 0;
    for (const auto& [family, count] : p.offices.at(organization).families) {
      bits |= uint32_t{1} << family;
    }
    return bits & ~(uint32_t{1} << v1::ROLE_FAMILY_UNSPECIFIED |
                    uint32_t{1} << v1::ROLE_FAMILY_OTHER);
  };
  return std::any_of(other.organizations.begin(), other.organizations.end(),
                     [&](uint32_t organization) {
                       return (families(person, organization) &
                               families(*other.person, organization)) != 0;
                     });
}

const ExecutiveJoiner::Person* ExecutiveJoiner::FirstOf(
    const std::vector<const Neighbour*>& all, const Person& person,
    const std::vector<PersonName>& names, bool has_given_name) const {
  const auto rank = [this](const Person& p) {
    return std::tuple(Level(p.articles), ~table_.id(p.entity));
  };
  const Person* first = nullptr;
  for (const Neighbour* const other : all) {
    if (!has_given_name &&
        other->organizations.size() != person.offices.size()) {
      continue;
    }
    if ((!has_given_name ||
         !AnyTwo(other->names, names, PersonName::IsSameInOrder)) &&
        !DoesTheSame(person, *other)) {
      continue;
    }
    if (first == nullptr || rank(*other->person) > rank(*first)) {
      first = other->person;
    }
  }
  return first;
}

ExecutiveJoiner::Join ExecutiveJoiner::Decide(uint32_t entity,
                                              uint64_t sequence,
                                              bool* /*enough*/) {
  const Join none = {entity};
  const Person& person = *Find(entity);
  if (person.displays.empty() || person.offices.size() > kMaxOffices ||
      person.displays.size() > kMaxOffices) {
    return none;
  }
  const std::vector<PersonName> names = NamesOf(person.displays);
  bool has_given_name = true;
  for (const PersonName& name : names) {
    has_given_name = has_given_name && name.has_given_name();
    for (const PersonName& other : names) {
      if (!PersonName::IsSame(name, other)) return none;
    }
  }
  const std::vector<Neighbour> neighbours = NeighboursOf(person);
  std::vector<const Neighbour*> same;
  std::vector<const Neighbour*> fuller;
  for (const Neighbour& other : neighbours) {
    if (AnyTwo(other.names, names, PersonName::IsSame)) {
      same.push_back(&other);
    } else if (AnyTwo(other.names, names, PersonName::IsFuller)) {
      fuller.push_back(&other);
    }
  }

  if (same.size() > kMaxOthers || !AreNeverTwo(same, person, sequence)) {
    return none;
  }
  const Person* first = FirstOf(same, person, names, has_given_name);
  if (first != nullptr &&
      std::tuple(Level(first->articles), ~table_.id(first->entity)) >
          std::tuple(Level(person.articles), ~table_.id(entity))) {
    return {entity, first->entity, RedirectReason::kSpelling};
  }

  if (fuller.size() > kMaxOthers || !AreNeverTwo(fuller, person, sequence)) {
    return none;
  }
  for (size_t i = 0; i < fuller.size(); ++i) {
    for (size_t j = 0; j < i; ++j) {
      const auto& a = fuller[i]->names;
      const auto& b = fuller[j]->names;
      if (!AnyTwo(a, b, PersonName::IsSame) &&
          !AnyTwo(a, b, PersonName::IsFuller) &&
          !AnyTwo(b, a, PersonName::IsFuller)) {
        return none;
      }
    }
  }
  first = FirstOf(fuller, person, names, has_given_name);
  if (first == nullptr) return none;
  return {
      entity, first->entity,
      has_given_name ? RedirectReason::kFullerName : RedirectReason::kInitials};
}

}  // namespace impactwire::query
