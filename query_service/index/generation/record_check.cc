#include "query_service/index/generation/record_check.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "common/base/stable_id.h"
#include "query_service/index/tables/country_number.h"

namespace impactwire::query {
namespace {

// Keeps the elements for which `keep` says yes, in order.
template <typename Repeated, typename Keep>
int KeepIf(Repeated* elements, const Keep& keep) {
  int kept = 0;
  for (int i = 0; i < elements->size(); ++i) {
    if (!keep(elements->at(i))) continue;
    if (kept != i) elements->SwapElements(kept, i);
    ++kept;
  }
  const int dropped = elements->size() - kept;
  if (dropped > 0) elements->DeleteSubrange(kept, dropped);
  return dropped;
}

constexpr int kFewFacts = 24;

void ClearUnlessId(absl::string_view kind, std::string* id) {
  if (!IsStableId(kind, *id)) id->clear();
}

}  // namespace

int NormalizeRecord(v1::ArticleRecord* record) {
  record->clear_text();
  // Of one kind of facts at a time; few are compared one by one.
  std::vector<uint64_t> few;
  absl::flat_hash_set<uint64_t> many;
  const auto begin = [&](int facts) {
    few.clear();
    many.clear();
    if (facts > kFewFacts) many.reserve(static_cast<size_t>(facts));
    return facts <= kFewFacts;
  };
  bool is_few = begin(record->organizations_size());
  const auto is_new = [&](absl::string_view kind, const std::string& id) {
    const auto number = StableIdNumber(kind, id);
    if (!number.has_value()) return false;
    if (!is_few) return many.insert(*number).second;
    if (std::find(few.begin(), few.end(), *number) != few.end()) return false;
    few.push_back(*number);
    return true;
  };
  int dropped = KeepIf(record->mutable_organizations(), [&](const auto& o) {
    return is_new(kOrganizationIdKind, o.organization_id());
  });
  is_few = begin(record->executives_size());
  dropped += KeepIf(record->mutable_executives(), [&](const auto& role) {
    return IsStableId(kExecutiveIdKind, role.executive_id()) &&
           is_new(kRoleIdKind, role.role_id());
  });
  is_few = begin(record->impact_figures_size());
  dropped += KeepIf(record->mutable_impact_figures(), [&](const auto& figure) {
    return std::isfinite(figure.value()) &&
           std::isfinite(figure.value_high()) &&
           std::isfinite(figure.confidence()) &&
           is_new(kFigureIdKind, figure.figure_id());
  });
  for (auto& organization : *record->mutable_organizations()) {
    organization.clear_mentions();
    if (!organization.country_code().empty()) {
      organization.set_country_code(
          CountryText(CountryNumber(organization.country_code())));
    }
  }
  for (auto& role : *record->mutable_executives()) {
    ClearUnlessId(kOrganizationIdKind, role.mutable_organization_id());
  }
  for (auto& figure : *record->mutable_impact_figures()) {
    ClearUnlessId(kOrganizationIdKind, figure.mutable_organization_id());
    if (figure.co_organization_ids().empty()) continue;
    // Not by an initializer list: that would copy the string first, and the
    // view be of the copy.
    absl::flat_hash_set<absl::string_view> named;
    named.insert(absl::string_view(figure.organization_id()));
    KeepIf(figure.mutable_co_organization_ids(), [&](const std::string& id) {
      return IsStableId(kOrganizationIdKind, id) && named.insert(id).second;
    });
  }
  return dropped;
}

}  // namespace impactwire::query
