#include "tests/query_service/index/testing/oracle_claims.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "common/base/stable_id.h"
#include "query_service/index/claims/claim_key.h"
#include "query_service/index/entities/entity_table.h"
#include "query_service/index/tables/day_range.h"
#include "tests/query_service/index/testing/oracle_claim_parts.h"

namespace impactwire::query {
namespace {

using oracle::Contradict;
using oracle::Earliest;
using oracle::Parts;
using oracle::PartsOf;
using Figure = OracleState::Figure;

bool Fuller(const Figure& a, const Figure& b) {
  const auto order = [](const Figure& f) {
    return std::make_tuple(-PartsOf(f.told).known(),
                           Earliest(f.entry.publish_date()),
                           f.told.figure_id());
  };
  return order(a) < order(b);
}

std::string IdOf(const Figure& fullest) {
  const Parts parts = PartsOf(fullest.told);
  ClaimSignature signature;
  signature.value = parts.value;
  if (parts.period.has_value()) {
    signature.period = DayRange{parts.period->first, parts.period->second};
  }
  const std::string place = parts.place.value_or("");
  signature.place = place;
  uint64_t key = ClaimKey(fullest.told);
  const auto named =
      IdNumber(kOrganizationIdKind, fullest.told.organization_id());
  if (named.has_value()) key ^= OrganizationHash(*named);
  return IdText(kClaimIdKind, ClaimIdNumber(key, signature));
}

// The claims of one bucket.
std::vector<std::vector<Figure>> Resolve(const std::vector<Figure>& figures) {
  // By what they tell: most parts first.
  std::map<decltype(Parts().Order()), std::pair<Parts, std::vector<Figure>>>
      equal;
  for (const Figure& figure : figures) {
    const Parts parts = PartsOf(figure.told);
    equal[parts.Order()].first = parts;
    equal[parts.Order()].second.push_back(figure);
  }
  struct Found {
    std::vector<Parts> told;
    std::vector<Figure> tellings;
    bool Contradicts(const Parts& parts) const {
      for (const Parts& t : told) {
        if (Contradict(t, parts)) return true;
      }
      return false;
    }
    bool Lacks(const Parts& parts) const {
      bool value = false, period = false, place = false;
      for (const Parts& t : told) {
        value = value || t.value;
        period = period || t.period;
        place = place || t.place;
      }
      return (parts.value && !value) || (parts.period && !period) ||
             (parts.place && !place);
    }
    void Add(const std::pair<Parts, std::vector<Figure>>& e) {
      told.push_back(e.first);
      tellings.insert(tellings.end(), e.second.begin(), e.second.end());
    }
  };
  std::vector<Found> found;
  for (int known = 3; known >= 0; --known) {
    // The claim that each belongs to: of those of the levels before; a new one
    // for all that are tied; or none, -1.
    std::vector<std::pair<Parts, std::vector<Figure>>> level;
    for (const auto& [order, e] : equal) {
      if (e.first.known() == known) level.push_back(e);
    }
    const size_t before = found.size();
    std::vector<std::set<size_t>> agreeing(level.size());
    for (size_t i = 0; i < level.size(); ++i) {
      for (size_t c = 0; c < before; ++c) {
        if (!found[c].Contradicts(level[i].first)) agreeing[i].insert(c);
      }
    }
    // What each may be one claim with: another addition to the same claim, or
    // what agrees with none either.
    const auto tied = [&](size_t i, size_t j) {
      if (agreeing[i] != agreeing[j] || agreeing[i].size() > 1) return false;
      if (agreeing[i].empty()) {
        return !Contradict(level[i].first, level[j].first);
      }
      const Found& claim = found[*agreeing[i].begin()];
      return claim.Lacks(level[i].first) && claim.Lacks(level[j].first);
    };
    std::vector<size_t> group(level.size());
    for (size_t i = 0; i < level.size(); ++i) group[i] = i;
    for (size_t round = 0; round < level.size(); ++round) {
      for (size_t i = 0; i < level.size(); ++i) {
        for (size_t j = 0; j < level.size(); ++j) {
          if (tied(i, j)) group[i] = group[j] = std::min(group[i], group[j]);
        }
      }
    }
    std::map<size_t, Found> together;
    for (size_t i = 0; i < level.size(); ++i) {
      bool fits = agreeing[i].size() < 2;
      for (size_t j = 0; j < level.size(); ++j) {
        for (size_t k = 0; k < level.size(); ++k) {
          if (group[j] == group[i] && group[k] == group[i] &&
              Contradict(level[j].first, level[k].first)) {
            fits = false;
          }
        }
      }
      if (!fits) {
        found.emplace_back().Add(level[i]);
      } else if (agreeing[i].empty()) {
        together[group[i]].Add(level[i]);
      } else {
        found[*agreeing[i].begin()].Add(level[i]);
      }
    }
    for (const auto& [first, claim] : together) found.push_back(claim);
  }
  std::vector<std::vector<Figure>> claims;
  if (figures.size() > 256) {
    for (const auto& [order, e] : equal) claims.push_back(e.second);
  } else {
    for (const Found& claim : found) claims.push_back(claim.tellings);
  }
  return claims;
}

}  // namespace

OracleClaims::OracleClaims(const OracleState& state) : state_(state) {
  std::map<std::string, std::vector<Figure>> buckets;
  for (const Figure& figure : state.figures()) {
    buckets[oracle::BucketName(figure.entry.figure())].push_back(figure);
  }
  for (auto& [name, figures] : buckets) {
    for (const auto& tellings : Resolve(figures)) {
      Claim claim;
      claim.tellings = tellings;
      std::stable_sort(claim.tellings.begin(), claim.tellings.end(), Fuller);
      claim.id = IdOf(claim.tellings.front());
      claims_.push_back(claim);
    }
  }
  // In log order: by the place of the fullest telling among all figures.
  std::map<std::string, size_t> places;
  for (const Figure& figure : state.figures()) {
    places.emplace(figure.told.figure_id(), places.size());
  }
  std::sort(claims_.begin(), claims_.end(), [&](const auto& a, const auto& b) {
    return places.at(a.figure().figure_id()) <
           places.at(b.figure().figure_id());
  });
  LinkLevels();
}

void OracleClaims::LinkLevels() {
  std::map<std::string, std::vector<Claim*>> series;
  for (Claim& claim : claims_) {
    const std::string name = oracle::SeriesName(claim.figure());
    if (!name.empty()) series[name].push_back(&claim);
  }
  for (auto& [name, levels] : series) {
    // Latest first: by date, then value; then the smaller id.
    const auto order = [](const Claim* claim) {
      const Figure& figure = claim->tellings.front();
      const auto day = oracle::PublishDay(figure.entry.publish_date());
      return std::make_tuple(!day.has_value(), -int64_t{day.value_or(0)},
                             -figure.told.value(), figure.told.figure_id());
    };
    std::sort(levels.begin(), levels.end(), [&](const auto* a, const auto* b) {
      return order(a) < order(b);
    });
    for (size_t i = 1; i < levels.size(); ++i) {
      levels[i]->superseded_by = levels[i - 1]->id;
      levels[i - 1]->supersedes = levels[i]->id;
    }
  }
}

const OracleClaims::Claim& OracleClaims::Of(
    const std::string& figure_id) const {
  for (const Claim& claim : claims_) {
    for (const Figure& figure : claim.tellings) {
      if (figure.told.figure_id() == figure_id) return claim;
    }
  }
  std::abort();
}

}  // namespace impactwire::query
