// Claim keys: which figures may be one claim at all, as hashes that are equal
// in every process, and the ids that claims are answered with.
//
// Figures of one *claim key* (a bucket) are of the same organization, count the
// same unit in the same category, status, rate and direction, and agree in
// their values' first two significant digits; figures without an organization
// also count the same in the same words. claim_group.h says which figures of a
// bucket are one claim.
//
// Figures of one *series key* are levels of the same count at different times:
// "has trained 6,000 workers", "now 8,000".
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "impactwire/v1/record.pb.h"
#include "query_service/index/tables/day_range.h"

namespace impactwire::query {

inline constexpr absl::string_view kClaimIdKind = "clm";

// Keys of two organizations with otherwise equal figures differ by this
// (exclusive or), so that one is found from the other. 0 for none.
uint64_t OrganizationHash(uint64_t organization_id);

// With no organization: `key ^ OrganizationHash(id)` is the key. `figure`: as
// the record has it; only whether it has an organization_id is looked at.
uint64_t ClaimKey(const v1::ImpactFigure& figure);

// The same for the series; nothing if the figure is no level of a count: it is
// not cumulative, not achieved, has a rate, is a difference ("300 more") or has
// no organization.
std::optional<uint64_t> SeriesKey(const v1::ImpactFigure& figure);

// None and not told are one.
v1::Change ChangeOf(const v1::ImpactFigure& figure);
bool SameRate(const v1::ImpactFigure& a, const v1::ImpactFigure& b);

// Whether the value says more than its bucket does: it is meant exactly and has
// more than two significant digits, or is a small whole number.
bool IsPrecise(const v1::ImpactFigure& figure);

// What a figure tells besides its bucket: the parts that other tellings of the
// claim may leave out.
struct ClaimSignature {
  std::optional<double> value;  // Set: precise.
  std::optional<DayRange> period;
  // Folded; "" for none. Must outlive the signature.
  absl::string_view place;

  // How many of the three are set.
  int parts() const {
    return value.has_value() + period.has_value() + !place.empty();
  }
  // Equal where both are set.
  bool AgreesWith(const ClaimSignature& other) const;
  // Whether it agrees and the other one has no part that this one lacks.
  bool Holds(const ClaimSignature& other) const;
  // Fills what is not set.
  void Add(const ClaimSignature& other);
  bool operator==(const ClaimSignature& other) const;
  // The fuller first, then by content.
  bool operator<(const ClaimSignature& other) const;
};

// Of a claim whose fullest telling stands under `key` with `signature`. The
// upper 40 bits are the key's own, so that an id leads to its bucket.
uint64_t ClaimIdNumber(uint64_t key, const ClaimSignature& signature);
inline constexpr int kClaimIdKeyBits = 40;

}  // namespace impactwire::query
