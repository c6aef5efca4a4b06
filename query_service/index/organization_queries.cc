#include "query_service/index/organization_queries.h"

#include "common/base/stable_id.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "query_service/index/entity_reader.h"
#include "query_service/index/filter_check.h"
#include "query_service/index/name_order.h"
#include "query_service/index/organization_filter.h"
#include "query_service/index/page_fill.h"
#include "query_service/index/page_token.h"
#include "query_service/index/top_k.h"

namespace impactwire::query {
namespace {

using Request = v1::ListOrganizationsRequest;

NameKey KeyOf(Request::Order order, const EntityVersion* version) {
  if (order == Request::ORDER_IMPACT_FIGURE_COUNT) {
    return {version->figures, version};
  }
  if (order == Request::ORDER_ARTICLE_COUNT)
    return {version->articles, version};
  return {0, version};
}

}  // namespace

absl::StatusOr<v1::GetOrganizationResponse> GetOrganization(
    const Snapshot& now, const v1::GetOrganizationRequest& request) {
  ASSIGN_OR_RETURN(const uint64_t id,
                   RequiredId("organization_id", kOrganizationIdKind,
                              request.organization_id()));
  const EntityTable& table = now.tables().organizations();
  const EntityReader reader(now);
  const auto entity = table.Find(id);
  const EntityVersion* version = nullptr;
  if (entity.has_value()) {
    version = reader.Live(table, table.Root(*entity, now.at()));
  }
  if (version == nullptr) {
    return ResourceNotFound("organization", request.organization_id());
  }
  v1::GetOrganizationResponse response;
  *response.mutable_organization() = reader.Organization(*version);
  response.set_position(now.position());
  return response;
}

absl::StatusOr<v1::ListOrganizationsResponse> ListOrganizations(
    const Snapshot& now, const v1::ListOrganizationsRequest& request) {
  if (!Request::Order_IsValid(request.order())) {
    return InvalidField("order",
                        absl::StrCat(request.order(), " is no known order"));
  }
  RETURN_IF_ERROR(OrganizationMatcher::Check(request.filter()));
  const auto order = request.order() == Request::ORDER_UNSPECIFIED
                         ? Request::ORDER_NAME
                         : request.order();
  ASSIGN_OR_RETURN(
      Page page, OpenPage(now, request.page_size(), request.page_token(),
                          QueryHash("organizations", request.filter(), order)));
  const EntityTable& table = page.snapshot.tables().organizations();
  const EntityReader reader(page.snapshot);
  const OrganizationMatcher matcher(request.filter(), page.snapshot);
  const NameOrder less(&table, &page.snapshot.tables().strings());
  NameKey after;
  if (page.after.has_value()) {
    const auto entity = table.Find(page.after->first);
    if (entity.has_value()) {
      const EntityVersion* const last = reader.Live(table, *entity);
      if (last != nullptr) after = KeyOf(order, last);
    }
    if (after.version == nullptr) return BadPageToken();
  }
  TopK<NameKey, NameOrder> best(page.size + 1, less);
  const auto offer = [&](uint32_t root) {
    const EntityVersion* const version = reader.Live(table, root);
    if (version == nullptr || !matcher.Matches(*version)) return;
    const NameKey key = KeyOf(order, version);
    if (after.version == nullptr) {
      ++page.total_count;
    } else if (!less(after, key)) {
      return;
    }
    best.Add(key);
  };
  if (matcher.candidates().has_value()) {
    for (const uint32_t root : *matcher.candidates()) offer(root);
  } else {
    for (uint32_t root = 0; root < table.size(); ++root) offer(root);
  }
  std::vector<NameKey> keys = best.Take();
  v1::ListOrganizationsResponse response;
  response.set_next_page_token(FillPage(
      page, keys,
      [&](const NameKey& key) {
        v1::OrganizationSummary* summary = response.add_organizations();
        *summary = reader.Organization(*key.version);
        return summary->ByteSizeLong();
      },
      [&](const NameKey& key) {
        return PageCursor{table.id(key.version->entity), 0};
      }));
  response.set_total_count(static_cast<int32_t>(page.total_count));
  response.set_position(page.snapshot.position());
  return response;
}

}  // namespace impactwire::query
