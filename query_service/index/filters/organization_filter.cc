#include "query_service/index/filters/organization_filter.h"

#include <algorithm>

#include "query_service/index/filters/filter_check.h"
#include "query_service/index/readers/entity_reader.h"

namespace impactwire::query {

absl::Status OrganizationMatcher::Check(const v1::OrganizationFilter& filter) {
  FilterCheck check;
  check.Enums("filter.kinds", v1::OrganizationKind_IsValid, filter.kinds());
  check.ArticleId("filter.article_id", filter.article_id());
  check.NotNegative("filter.min_article_count", filter.min_article_count());
  check.NotNegative("filter.min_impact_figure_count",
                    filter.min_impact_figure_count());
  return check.status();
}

OrganizationMatcher::OrganizationMatcher(const v1::OrganizationFilter& filter,
                                         const Snapshot& snapshot)
    : filter_(filter) {
  for (const int kind : filter.kinds()) kinds_ |= uint32_t{1} << kind;
  if (filter.article_id().empty()) return;
  candidates_.emplace();
  const Generation& tables = snapshot.tables();
  if (const auto row = tables.ArticleAt(filter.article_id(), snapshot.at())) {
    *candidates_ = EntityReader(snapshot).Roots(
        tables.organizations(), tables.articles()[*row].organizations);
  }
}

bool OrganizationMatcher::Matches(const EntityVersion& version) const {
  if (kinds_ != 0 && (version.kind >= 32 || !(kinds_ >> version.kind & 1))) {
    return false;
  }
  if (version.articles < static_cast<uint32_t>(filter_.min_article_count()) ||
      version.figures <
          static_cast<uint32_t>(filter_.min_impact_figure_count())) {
    return false;
  }
  return !candidates_.has_value() ||
         std::binary_search(candidates_->begin(), candidates_->end(),
                            version.entity);
}

}  // namespace impactwire::query
