#include "query_service/index/filters/executive_filter.h"

#include <algorithm>

#include "common/base/stable_id.h"
#include "query_service/index/filters/filter_check.h"
#include "query_service/index/names/fold.h"
#include "query_service/index/readers/entity_reader.h"

namespace impactwire::query {

absl::StatusOr<ExecutiveFilter> ExecutiveFilter::Make(
    const v1::ExecutiveFilter& proto) {
  ExecutiveFilter filter;
  FilterCheck check;
  filter.organizations = check.Ids(
      "filter.organization_ids", kOrganizationIdKind, proto.organization_ids());
  filter.families = check.Enums("filter.role_families", v1::RoleFamily_IsValid,
                                proto.role_families());
  filter.statuses =
      check.Enums("filter.statuses", v1::RoleStatus_IsValid, proto.statuses());
  check.ArticleId("filter.article_id", proto.article_id());
  filter.article_id = proto.article_id();
  check.Text("filter.name_prefix", proto.name_prefix());
  filter.name_prefix = Fold(proto.name_prefix());
  if (!proto.name_prefix().empty() && filter.name_prefix.empty()) {
    check.Invalid("filter.name_prefix", "has neither letter nor digit");
  }
  check.Confidence("filter.min_confidence", proto.min_confidence());
  filter.min_confidence = proto.min_confidence();
  if (!check.status().ok()) return check.status();
  return filter;
}

ExecutiveMatcher::ExecutiveMatcher(const ExecutiveFilter& filter,
                                   const Snapshot& snapshot)
    : filter_(filter), snapshot_(snapshot), tables_(snapshot.tables()) {
  const uint64_t at = snapshot.at();
  if (!filter.article_id.empty()) {
    std::vector<uint32_t> roles;
    if (const auto row = tables_.ArticleAt(filter.article_id, at)) {
      article_row_ = *row;
      const RowRange range = tables_.articles()[*row].roles;
      for (uint32_t r = range.first; r < range.end(); ++r) roles.push_back(r);
    }
    SetCandidates(roles);
  }
  const EntityTable& organizations = tables_.organizations();
  const EntityReader reader(snapshot);
  std::vector<uint32_t> roles;
  for (const uint64_t id : filter.organizations) {
    const auto entity = organizations.Find(id);
    if (!entity.has_value()) continue;
    const uint32_t root = organizations.Root(*entity, at);
    for (const uint32_t member : organizations.Members(root, at)) {
      organizations_.insert(member);
    }
    const auto rows = reader.Roles(organizations, root);
    roles.insert(roles.end(), rows.begin(), rows.end());
  }
  if (!filter.organizations.empty() && !candidates_.has_value()) {
    SetCandidates(roles);
  }
}

void ExecutiveMatcher::SetCandidates(const std::vector<uint32_t>& roles) {
  candidates_.emplace();
  for (const uint32_t role : roles) {
    candidates_->push_back(tables_.executives().Root(
        tables_.roles()[role].executive, snapshot_.at()));
  }
  std::sort(candidates_->begin(), candidates_->end());
  candidates_->erase(std::unique(candidates_->begin(), candidates_->end()),
                     candidates_->end());
}

bool ExecutiveMatcher::RoleMatches(uint32_t number) const {
  const RoleRow& role = tables_.roles()[number];
  if (!filter_.article_id.empty() && role.article_row != article_row_) {
    return false;
  }
  if (filter_.families != 0 && (filter_.families & role.families) == 0) {
    return false;
  }
  if (filter_.statuses != 0 &&
      (role.status >= 32 || !(filter_.statuses >> role.status & 1))) {
    return false;
  }
  if (role.confidence < filter_.min_confidence) return false;
  return filter_.organizations.empty() ||
         (role.organization != kNoRow &&
          organizations_.contains(role.organization));
}

bool ExecutiveMatcher::NameMatches(uint32_t root) const {
  const EntityTable& table = tables_.executives();
  for (const uint32_t member : table.Members(root, snapshot_.at())) {
    for (PostingList::Cursor f(table.forms_of(member)); !f.done(); f.Next()) {
      if (HasWordPrefix(tables_.strings().Get(table.form(f.row()).folded),
                        filter_.name_prefix) &&
          table.FormHoldsAt(f.row(), snapshot_.at())) {
        return true;
      }
    }
  }
  return false;
}

bool ExecutiveMatcher::Matches(uint32_t root) const {
  if (!filter_.name_prefix.empty() && !NameMatches(root)) return false;
  if (!filter_.filters_roles()) return true;
  const EntityTable& table = tables_.executives();
  for (const uint32_t member : table.Members(root, snapshot_.at())) {
    for (PostingList::Cursor c(table.roles_of(member)); !c.done(); c.Next()) {
      const uint32_t article = tables_.roles()[c.row()].article_row;
      if (tables_.articles()[article].HoldsAt(snapshot_.at()) &&
          RoleMatches(c.row())) {
        return true;
      }
    }
  }
  return false;
}

}  // namespace impactwire::query
