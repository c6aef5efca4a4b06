// ClaimGroup: which figures of one bucket (claim_key.h) are one claim. A pure
// function of what the figures say, whatever order they came in.
//
// Figures that tell the same (equal signatures) are together. Then, those with
// most parts (exact value, period, place) first and equally full ones at once,
// each telling joins the claim it agrees with, if there is exactly one. Where
// several would add to a claim what contradicts one another, none of these
// does. Tellings that no claim agrees with are one if all that are tied by
// agreement agree with each other ("in 2017", "in Puyang"). In all other cases,
// where nothing says what belongs together, a telling is a claim of its own. A
// claim agrees with what none of its tellings contradicts.
//
// Of buckets with more than kMaxResolved figures only equal tellings are one
// claim: what leaves something out could hardly be told to belong to one of so
// many, and the time per figure stays bounded.
#pragma once

#include <cstdint>
#include <vector>

#include "query_service/index/claims/claim_key.h"

namespace impactwire::query {

inline constexpr size_t kMaxResolved = 256;

// One figure of a bucket.
struct Telling {
  uint32_t row = 0;
  ClaimSignature signature;
  // First day of its article's date; DayRange::kOpenEnd for none.
  int32_t published = DayRange::kOpenEnd;
  uint64_t figure_id = 0;

  // Order within a claim: the fullest first, then the earliest published, then
  // by id. The first one stands for the claim.
  bool Before(const Telling& other) const;
};

struct ClaimGroup {
  // Each claim's tellings in their order; the first stands for it.
  std::vector<std::vector<Telling>> claims;
};

// `tellings`: all that hold, in any order.
ClaimGroup GroupTellings(std::vector<Telling> tellings);

}  // namespace impactwire::query
