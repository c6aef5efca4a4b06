// The part of the oracle that knows which id stands for which. Written from the
// rule in organization_joiner.h, with whole names instead of counted ones.
#include <algorithm>
#include <optional>
#include <tuple>

#include "common/base/stable_id.h"
#include "query_service/index/names/fold.h"
#include "query_service/index/names/name_key.h"
#include "tests/query_service/index/testing/oracle.h"

namespace impactwire::query {
namespace {

// Each name's once: states are made by the thousand.
const std::string& KeyOf(const std::string& name) {
  static auto& keys = *new std::map<std::string, std::string>();
  const auto [key, is_new] = keys.emplace(name, "");
  if (is_new) key->second = NameKey(Fold(name));
  return key->second;
}

int Digits(size_t count) {
  int digits = 0;
  for (; count > 0; count /= 2) ++digits;
  return digits;
}

}  // namespace

// An id that some article names.
struct OracleState::Body {
  std::string id;
  // Article ids in log order, by display name and by the keys of other forms.
  std::vector<std::string> articles;
  std::map<std::string, int> displays;
  std::map<std::string, std::vector<std::string>> called;
  std::map<v1::OrganizationKind, int> kinds;
  std::set<std::string> countries;
  std::set<std::string> leaders;

  // Of its display names.
  std::set<std::string> keys;
  // Nothing for several.
  std::optional<std::string> Country() const {
    if (countries.size() != 1) return std::nullopt;
    return *countries.begin();
  }
  v1::OrganizationKind Kind() const {
    v1::OrganizationKind kind = v1::ORGANIZATION_KIND_UNSPECIFIED;
    int most = 0;
    for (const auto& [k, count] : kinds) {
      if (k == v1::ORGANIZATION_KIND_OTHER || k == 0 || count <= most) continue;
      kind = k;
      most = count;
    }
    return kind;
  }
  bool IsCalled(const std::string& key) const { return called.contains(key); }
  size_t CalledIn(const std::string& key) const {
    const auto found = called.find(key);
    return found == called.end() ? 0 : found->second.size();
  }
};

std::map<std::string, OracleState::Body> OracleState::Bodies() const {
  std::map<std::string, Body> bodies;
  std::map<std::string, std::set<std::string>> leaders;
  for (const LiveRecord& live : ordered_) {
    for (const v1::Organization& o : live.record.organizations()) {
      Body& body = bodies[o.organization_id()];
      body.id = o.organization_id();
      body.articles.push_back(live.record.article_id());
      ++body.displays[o.display_name()];
      body.keys.insert(KeyOf(o.display_name()));
      ++body.kinds[o.kind()];
      body.countries.insert(o.country_code());
      std::set<std::string> keys;
      for (const std::string& alias : o.aliases()) {
        if (!alias.empty()) keys.insert(KeyOf(alias));
      }
      keys.erase(KeyOf(o.display_name()));
      for (const std::string& key : keys) {
        body.called[key].push_back(live.record.article_id());
      }
    }
    for (const v1::ExecutiveRole& role : live.record.executives()) {
      leaders[role.organization_id()].insert(role.executive_id());
    }
  }
  for (auto& [id, body] : bodies) body.leaders = leaders[id];
  return bodies;
}

void OracleState::JoinOrganizations() {
  const std::map<std::string, Body> bodies = Bodies();
  std::set<std::pair<std::string, std::string>> together;
  for (const LiveRecord& live : ordered_) {
    for (const auto& a : live.record.organizations()) {
      for (const auto& b : live.record.organizations()) {
        together.insert({a.organization_id(), b.organization_id()});
      }
    }
  }
  const auto agree = [](const Body& a, const Body& b) {
    return a.Kind() == 0 || b.Kind() == 0 || a.Kind() == b.Kind();
  };
  const auto lead_both = [](const Body& a, const Body& b) {
    return std::any_of(
        a.leaders.begin(), a.leaders.end(),
        [&](const std::string& id) { return b.leaders.contains(id); });
  };
  const auto related = [](const Body& a, const Body& b) {
    for (const std::string& key : a.keys) {
      if (b.keys.contains(key) || b.IsCalled(key)) return true;
    }
    for (const std::string& key : b.keys) {
      if (a.IsCalled(key)) return true;
    }
    return false;
  };
  for (const auto& [id, body] : bodies) {
    if (body.keys.size() != 1 || !body.Country().has_value()) continue;
    const std::string key = *body.keys.begin();
    const std::string country = *body.Country();
    if (key.empty()) continue;
    std::vector<const Body*> bearers, callers, owners;
    size_t all_bearers = 0;
    for (const auto& [other_id, other] : bodies) {
      const bool bears = other.keys.contains(key);
      all_bearers += bears;
      if (other.IsCalled(key)) callers.push_back(&other);
      if (bears && other.Country() == country) bearers.push_back(&other);
      if (!bears && other.IsCalled(key) &&
          (country.empty() || other.Country() == country)) {
        owners.push_back(&other);
      }
    }
    if (all_bearers > 32 || callers.size() > 64) continue;

    std::set<v1::OrganizationKind> kinds;
    for (const Body* b : bearers) kinds.insert(b->Kind());
    kinds.erase(v1::ORGANIZATION_KIND_UNSPECIFIED);
    const Body* first = nullptr;
    std::tuple<bool, int, std::string> best;
    for (const Body* b : bearers) {
      if (kinds.size() > 1 && b != &body &&
          (body.Kind() == 0 || b->Kind() != body.Kind())) {
        continue;
      }
      // The smallest is the first.
      const std::tuple rank(b->keys.size() == 1, -Digits(b->articles.size()),
                            b->id);
      if (first == nullptr || rank < best) {
        first = b;
        best = rank;
      }
    }
    if (first != &body) {
      if (!together.contains({id, first->id})) {
        joins_[id] = {first->id, v1::Redirect::REASON_SPELLING};
      }
      continue;
    }

    const auto is_short_for = [&](const Body& other) {
      for (const auto& [name, count] : body.displays) {
        for (const auto& [full, full_count] : other.displays) {
          if (IsShortFor(name, full)) return true;
        }
      }
      return false;
    };
    const auto rank = [&](const Body* b) {
      return std::tuple(-Digits(b->CalledIn(key)), !is_short_for(*b),
                        -Digits(b->articles.size()), b->id);
    };
    if (owners.empty()) continue;
    const Body* const owner = *std::min_element(
        owners.begin(), owners.end(),
        [&](const Body* a, const Body* b) { return rank(a) < rank(b); });
    if (owner->Country() != country || !agree(body, *owner) ||
        together.contains({id, owner->id})) {
      continue;
    }
    bool only = true;
    for (const Body* b : owners) {
      const bool few =
          Digits(b->CalledIn(key)) + 3 <= Digits(owner->CalledIn(key));
      only = only && (b == owner || few || related(*b, *owner));
    }
    bool acronym = false;
    for (const auto& [name, count] : body.displays) {
      for (const auto& [full, full_count] : owner->displays) {
        acronym = acronym || IsAcronym(name, full);
      }
    }
    if (only && (owner->CalledIn(key) >= 2 || is_short_for(*owner) ||
                 lead_both(body, *owner))) {
      joins_[id] = {owner->id, acronym ? v1::Redirect::REASON_ACRONYM
                                       : v1::Redirect::REASON_ALIAS};
    }
  }
}

bool OracleState::IsSplit(const std::string& id) const {
  const auto found = overrides_.find(id);
  return found != overrides_.end() && found->second.has_split();
}

// Where the id leads; "" for nowhere.
std::string OracleState::Next(const std::string& id) const {
  const auto override = overrides_.find(id);
  if (override != overrides_.end()) {
    return override->second.merge().into_id();
  }
  const auto join = joins_.find(id);
  if (join == joins_.end() || IsSplit(join->second.into)) return "";
  return join->second.into;
}

std::string OracleState::Root(const std::string& id) const {
  std::string root = id;
  std::set<std::string> seen;
  for (; !Next(root).empty(); root = Next(root)) {
    if (seen.insert(root).second) continue;
    // A circle.
    std::set<std::string> all, joined;
    for (; all.insert(root).second; root = Next(root)) {
      if (!overrides_.contains(root)) joined.insert(root);
    }
    return joined.empty() ? *all.begin() : *joined.begin();
  }
  return root;
}

bool OracleState::has_joins(absl::string_view kind) const {
  return std::any_of(joins_.begin(), joins_.end(), [&](const auto& join) {
    return IsStableId(kind, join.first) && !overrides_.contains(join.first) &&
           !Next(join.first).empty();
  });
}

// As its own articles name it.
std::string OracleState::NameByItself(const std::string& id) const {
  std::map<std::string, int> displays;
  for (const LiveRecord& live : ordered_) {
    for (const v1::Organization& o : live.record.organizations()) {
      if (o.organization_id() == id) ++displays[o.display_name()];
    }
    std::map<std::string, std::string> of_article;
    for (const auto& role : live.record.executives()) {
      of_article.emplace(role.executive_id(), role.display_name());
    }
    if (of_article.contains(id)) ++displays[of_article.at(id)];
  }
  std::string best;
  int most = 0;
  for (const auto& [name, count] : displays) {
    if (count > most || (count == most && name.size() > best.size())) {
      best = name;
      most = count;
    }
  }
  return best;
}

v1::Redirect OracleState::Told(const std::string& id) const {
  v1::Redirect told;
  told.set_from_id(id);
  told.set_from_name(NameByItself(id));
  const auto override = overrides_.find(id);
  if (override != overrides_.end()) {
    told.set_is_split(override->second.has_split());
    told.set_into_id(override->second.merge().into_id());
    told.set_into_name(NameByItself(told.into_id()));
    if (!told.is_split()) told.set_reason(v1::Redirect::REASON_MERGE);
    told.set_author(override->second.author());
    told.set_note(override->second.reason());
    if (override->second.has_create_time()) {
      *told.mutable_time() = override->second.create_time();
    }
    return told;
  }
  const Join& join = joins_.at(id);
  told.set_into_id(join.into);
  told.set_into_name(NameByItself(join.into));
  told.set_reason(join.reason);
  if (IsStableId(kExecutiveIdKind, id)) {
    TellRoles(id, join.into, &told);
    return told;
  }
  const std::map<std::string, Body> bodies = Bodies();
  const Body& from = bodies.at(id);
  const Body& into = bodies.at(join.into);
  const std::vector<std::string> articles =
      join.reason == v1::Redirect::REASON_SPELLING
          ? from.articles
          : into.called.at(*from.keys.begin());
  told.set_evidence_article_count(static_cast<int>(articles.size()));
  for (const std::string& article : articles) {
    if (told.evidence_article_ids_size() < 5) {
      told.add_evidence_article_ids(article);
    }
  }
  std::set<std::string> shared;
  for (const std::string& leader : from.leaders) {
    if (into.leaders.contains(leader)) shared.insert(Root(leader));
  }
  for (const std::string& leader : shared) {
    if (told.shared_executive_ids_size() < 5) {
      told.add_shared_executive_ids(leader);
    }
  }
  return told;
}

std::vector<v1::Redirect> OracleState::Redirects(
    const std::string& root) const {
  std::set<std::string> ids;
  for (const auto& [id, override] : overrides_) ids.insert(id);
  for (const auto& [id, join] : joins_) ids.insert(id);
  std::vector<v1::Redirect> redirects;
  for (const std::string& id : ids) {
    const bool leads = id != root && Root(id) == root;
    const bool split =
        IsSplit(id) && (id == root || (joins_.contains(id) &&
                                       Root(joins_.at(id).into) == root));
    if (leads || split) redirects.push_back(Told(id));
  }
  return redirects;
}

}  // namespace impactwire::query
