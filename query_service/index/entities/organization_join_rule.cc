// The part of OrganizationJoiner that decides.
#include <algorithm>
#include <limits>
#include <optional>
#include <tuple>

#include "impactwire/v1/record.pb.h"
#include "query_service/index/entities/organization_joiner.h"
#include "query_service/index/names/name_key.h"

namespace impactwire::query {
namespace {

constexpr uint16_t kMixed = std::numeric_limits<uint16_t>::max();
// An eighth.
constexpr int kRivalDigits = 3;
constexpr int kEnoughArticles = 2;

}  // namespace

uint16_t OrganizationJoiner::CountryOf(const Body& body) const {
  return body.countries.size() == 1 ? body.countries[0].first : kMixed;
}

std::optional<std::pair<uint32_t, uint16_t>> OrganizationJoiner::NameOf(
    const Body& body) const {
  const uint16_t country = CountryOf(body);
  if (body.displays.empty() || country == kMixed) return std::nullopt;
  const uint32_t key = forms_[body.displays[0].first].key;
  for (const auto& [form, count] : body.displays) {
    if (forms_[form].key != key) return std::nullopt;
  }
  return std::pair(key, country);
}

uint8_t OrganizationJoiner::KindOf(const Body& body) const {
  // Of most articles; "other" contradicts nothing.
  uint8_t best = 0;
  int32_t most = 0;
  for (const auto& [kind, count] : body.kinds) {
    if (kind == v1::ORGANIZATION_KIND_UNSPECIFIED ||
        kind == v1::ORGANIZATION_KIND_OTHER) {
      continue;
    }
    if (count > most || (count == most && kind < best)) {
      most = count;
      best = kind;
    }
  }
  return best;
}

bool OrganizationJoiner::KindsAgree(const Body& a, const Body& b) const {
  const uint8_t kind_a = KindOf(a);
  const uint8_t kind_b = KindOf(b);
  return kind_a == 0 || kind_b == 0 || kind_a == kind_b;
}

bool OrganizationJoiner::AreRelated(const Body& a, const Body& b) const {
  const auto knows = [this](const Body& one, const Body& other) {
    for (const auto& [form, count] : one.displays) {
      if (other.uses.contains(forms_[form].key)) return true;
    }
    return false;
  };
  return knows(a, b) || knows(b, a);
}

bool OrganizationJoiner::SomebodyLeadsBoth(const Body& a, const Body& b) const {
  const bool swap = b.leaders.size() < a.leaders.size();
  const auto& fewer = swap ? b.leaders : a.leaders;
  const auto& more = swap ? a.leaders : b.leaders;
  return std::any_of(fewer.begin(), fewer.end(), [&](const auto& leader) {
    return more.contains(leader.first);
  });
}

bool OrganizationJoiner::IsUnderstood(const Body& body,
                                      const Body& from) const {
  const auto text = [this](uint32_t form) {
    return strings_.Get(table_.form(form).text);
  };
  for (const auto& [form, count] : body.displays) {
    for (const auto& [full, full_count] : from.displays) {
      if (IsShortFor(text(form), text(full))) return true;
    }
  }
  return false;
}

bool OrganizationJoiner::IsAcronymOf(const Body& body, const Body& full) const {
  const auto text = [this](uint32_t form) {
    return strings_.Get(table_.form(form).text);
  };
  for (const auto& [form, count] : body.displays) {
    for (const auto& [other, other_count] : full.displays) {
      if (IsAcronym(text(form), text(other))) return true;
    }
  }
  return false;
}

OrganizationJoiner::Join OrganizationJoiner::Decide(uint32_t entity,
                                                    uint64_t /*sequence*/,
                                                    bool* enough) {
  const Body& body = *Find(entity);
  const Join none = {body.entity};
  const auto name = NameOf(body);
  if (!name.has_value() || keys_[name->first].met == 0) return none;
  const Met& met = met_[keys_[name->first].met - 1];
  if (met.bearers.size() > kMaxBearers || met.called.size() > kMaxCalled ||
      strings_.Get(table_.form(body.displays[0].first).folded).empty()) {
    return none;
  }
  const Join spelling = DecideSpelling(body, met, name->second);
  if (spelling.into != kNoRow) return spelling;
  return DecideAlias(body, met, name->first, name->second, enough);
}

OrganizationJoiner::Join OrganizationJoiner::DecideSpelling(
    const Body& body, const Met& met, uint16_t country) const {
  std::vector<const Body*> bearers;
  bool one_kind = true;
  uint8_t kind = 0;
  for (const uint32_t entity : met.bearers) {
    const Body* const bearer = Find(entity);
    if (CountryOf(*bearer) != country) continue;
    bearers.push_back(bearer);
    const uint8_t its = KindOf(*bearer);
    one_kind = one_kind && (kind == 0 || its == 0 || its == kind);
    if (its != 0) kind = its;
  }
  const uint8_t own = KindOf(body);
  if (!one_kind && own == 0) return {body.entity};
  // Several keys, articles, id; the greatest is the first.
  const auto rank = [&](const Body& b) {
    return std::tuple(!NameOf(b).has_value(), Level(b.articles),
                      ~table_.id(b.entity));
  };
  const Body* first = &body;
  for (const Body* const bearer : bearers) {
    if (!one_kind && KindOf(*bearer) != own) continue;
    if (rank(*bearer) > rank(*first)) first = bearer;
  }
  if (first == &body) return {body.entity};
  return {body.entity, first->entity, RedirectReason::kSpelling};
}

OrganizationJoiner::Join OrganizationJoiner::DecideAlias(const Body& body,
                                                         const Met& met,
                                                         uint32_t key,
                                                         uint16_t country,
                                                         bool* enough) const {
  const Join none = {body.entity};
  const auto called = [&](const Body& b) {
    return b.uses.find(key)->second.called;
  };
  const auto is_before = [&](const Body& a, const Body& b) {
    const int often = Level(called(a)) - Level(called(b));
    if (often != 0) return often > 0;
    const bool understood = IsUnderstood(body, a);
    if (understood != IsUnderstood(body, b)) return understood;
    const int more = Level(a.articles) - Level(b.articles);
    if (more != 0) return more > 0;
    return table_.id(a.entity) < table_.id(b.entity);
  };
  std::vector<const Body*> owners;
  const Body* first = nullptr;
  for (const uint32_t entity : met.called) {
    const Body* const other = Find(entity);
    if (other->uses.find(key)->second.shown > 0 ||
        (country != 0 && CountryOf(*other) != country)) {
      continue;
    }
    owners.push_back(other);
    if (first == nullptr || is_before(*other, *first)) first = other;
  }
  if (first == nullptr || CountryOf(*first) != country ||
      !KindsAgree(body, *first)) {
    return none;
  }
  for (const Body* const owner : owners) {
    if (owner == first ||
        Level(called(*owner)) + kRivalDigits <= Level(called(*first))) {
      continue;
    }
    if (!AreRelated(*owner, *first)) return none;
  }
  *enough = called(*first) >= kEnoughArticles || IsUnderstood(body, *first) ||
            SomebodyLeadsBoth(body, *first);
  return {body.entity, first->entity,
          IsAcronymOf(body, *first) ? RedirectReason::kAcronym
                                    : RedirectReason::kAlias};
}

}  // namespace impactwire::query
