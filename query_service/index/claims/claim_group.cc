#include "query_service/index/claims/claim_group.h"

#include <algorithm>
#include <tuple>

namespace impactwire::query {
namespace {

// Equal tellings.
struct Equals {
  ClaimSignature signature;
  std::vector<Telling> tellings;
};

// Equals that are one claim, by their numbers.
struct Joined {
  // What they say together.
  ClaimSignature signature;
  std::vector<size_t> members;
};

bool AllAgree(const std::vector<Equals>& equals,
              const std::vector<size_t>& some) {
  for (size_t i = 0; i < some.size(); ++i) {
    for (size_t j = i + 1; j < some.size(); ++j) {
      if (!equals[some[i]].signature.AgreesWith(equals[some[j]].signature)) {
        return false;
      }
    }
  }
  return true;
}

// Joins the tellings of a bucket, level by level.
class Resolver {
 public:
  explicit Resolver(const std::vector<Equals>& equals) : equals_(equals) {}

  // Numbers [begin, end): all with equally many parts, fewer than those before.
  void AddLevel(size_t begin, size_t end) {
    // What each claim of the levels before would be added, and what agrees with
    // none of these claims.
    std::vector<std::vector<size_t>> additions(claims_.size());
    std::vector<size_t> free;
    std::vector<size_t> alone;
    for (size_t e = begin; e < end; ++e) {
      const ClaimSignature& signature = equals_[e].signature;
      size_t agreeing = 0;
      size_t last = 0;
      for (size_t c = 0; c < additions.size() && agreeing < 2; ++c) {
        if (!claims_[c].signature.AgreesWith(signature)) continue;
        ++agreeing;
        last = c;
      }
      if (agreeing == 0) {
        free.push_back(e);
      } else if (agreeing > 1) {
        alone.push_back(e);
      } else if (claims_[last].signature.Holds(signature)) {
        claims_[last].members.push_back(e);
      } else {
        additions[last].push_back(e);
      }
    }
    for (size_t c = 0; c < additions.size(); ++c) {
      if (AllAgree(equals_, additions[c])) {
        for (const size_t e : additions[c]) Join(e, &claims_[c]);
      } else {
        alone.insert(alone.end(), additions[c].begin(), additions[c].end());
      }
    }
    AddFree(std::move(free), &alone);
    for (const size_t e : alone) Join(e, &claims_.emplace_back());
  }

  const std::vector<Joined>& claims() const { return claims_; }

 private:
  void Join(size_t e, Joined* claim) {
    claim->signature.Add(equals_[e].signature);
    claim->members.push_back(e);
  }

  void AddFree(std::vector<size_t> free, std::vector<size_t>* alone) {
    while (!free.empty()) {
      // All that are tied to the first, directly or by others.
      std::vector<size_t> tied = {free.front()};
      free.erase(free.begin());
      for (size_t i = 0; i < tied.size(); ++i) {
        const ClaimSignature& signature = equals_[tied[i]].signature;
        const auto rest =
            std::stable_partition(free.begin(), free.end(), [&](size_t e) {
              return !equals_[e].signature.AgreesWith(signature);
            });
        tied.insert(tied.end(), rest, free.end());
        free.erase(rest, free.end());
      }
      if (AllAgree(equals_, tied)) {
        Joined* const claim = &claims_.emplace_back();
        for (const size_t e : tied) Join(e, claim);
      } else {
        alone->insert(alone->end(), tied.begin(), tied.end());
      }
    }
  }

  const std::vector<Equals>& equals_;
  std::vector<Joined> claims_;
};

}  // namespace

bool Telling::Before(const Telling& other) const {
  const auto order = [](const Telling& t) {
    return std::make_tuple(-t.signature.parts(), t.published, t.figure_id,
                           t.row);
  };
  return order(*this) < order(other);
}

ClaimGroup GroupTellings(std::vector<Telling> tellings) {
  ClaimGroup group;
  if (tellings.size() == 1) {
    group.claims.push_back(std::move(tellings));
    return group;
  }
  const auto before = [](const Telling& a, const Telling& b) {
    return a.Before(b);
  };
  std::sort(tellings.begin(), tellings.end(),
            [&](const Telling& a, const Telling& b) {
              return a.signature == b.signature ? a.Before(b)
                                                : a.signature < b.signature;
            });
  std::vector<Equals> equals;
  for (const Telling& telling : tellings) {
    if (equals.empty() || !(equals.back().signature == telling.signature)) {
      equals.push_back({telling.signature, {}});
    }
    equals.back().tellings.push_back(telling);
  }
  if (tellings.size() > kMaxResolved) {
    for (Equals& e : equals) group.claims.push_back(std::move(e.tellings));
    return group;
  }
  Resolver resolver(equals);
  for (size_t begin = 0; begin < equals.size();) {
    size_t end = begin + 1;
    while (end < equals.size() &&
           equals[end].signature.parts() == equals[begin].signature.parts()) {
      ++end;
    }
    resolver.AddLevel(begin, end);
    begin = end;
  }
  for (const Joined& joined : resolver.claims()) {
    std::vector<Telling>& claim = group.claims.emplace_back();
    for (const size_t e : joined.members) {
      claim.insert(claim.end(), equals[e].tellings.begin(),
                   equals[e].tellings.end());
    }
    std::sort(claim.begin(), claim.end(), before);
  }
  return group;
}

}  // namespace impactwire::query
