#include "query_service/index/claim_group.h"

#include <algorithm>
#include <optional>
#include <tuple>

namespace impactwire::query {

bool Telling::Before(const Telling& other) const {
  const auto order = [](const Telling& t) {
    return std::make_tuple(-t.signature.parts(), t.published, t.figure_id,
                           t.row);
  };
  return order(*this) < order(other);
}

ClaimGroup GroupTellings(std::vector<Telling> tellings) {
  const bool resolve = tellings.size() <= kMaxResolved;
  std::sort(tellings.begin(), tellings.end(),
            [](const Telling& a, const Telling& b) {
              if (a.signature == b.signature) return a.Before(b);
              return a.signature < b.signature;
            });
  ClaimGroup group;
  // What each claim's tellings say together.
  std::vector<ClaimSignature> signatures;
  for (size_t begin = 0; begin < tellings.size();) {
    const ClaimSignature signature = tellings[begin].signature;
    size_t end = begin + 1;
    while (end < tellings.size() && tellings[end].signature == signature) ++end;
    std::optional<size_t> joined;
    if (resolve) {
      size_t agreeing = 0;
      for (size_t c = 0; c < signatures.size() && agreeing < 2; ++c) {
        if (!signatures[c].AgreesWith(signature)) continue;
        ++agreeing;
        joined = c;
      }
      if (agreeing != 1) joined.reset();
    }
    if (joined.has_value()) {
      signatures[*joined].Add(signature);
    } else {
      joined = group.claims.size();
      group.claims.emplace_back();
      signatures.push_back(signature);
    }
    auto& claim = group.claims[*joined];
    claim.insert(claim.end(), tellings.begin() + begin, tellings.begin() + end);
    begin = end;
  }
  // Of several signatures the fuller ones stand before already, but equally
  // full ones not in the order of their dates.
  for (auto& claim : group.claims) {
    std::sort(claim.begin(), claim.end(),
              [](const Telling& a, const Telling& b) { return a.Before(b); });
  }
  return group;
}

}  // namespace impactwire::query
