#include "query_service/index/queries/organization_queries.h"

#include "common/base/stable_id.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "query_service/index/filters/filter_check.h"
#include "query_service/index/filters/organization_filter.h"
#include "query_service/index/queries/entity_list.h"
#include "query_service/index/queries/parsed_answer.h"
#include "query_service/index/tables/wire_writer.h"

namespace impactwire::query {

absl::StatusOr<v1::GetOrganizationResponse> GetOrganization(
    const Snapshot& now, const v1::GetOrganizationRequest& request) {
  return ParsedAnswer<v1::GetOrganizationResponse>(&AppendGetOrganization, now,
                                                   request);
}

absl::Status AppendGetOrganization(const Snapshot& now,
                                   const v1::GetOrganizationRequest& request,
                                   std::string* out) {
  using Response = v1::GetOrganizationResponse;
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
  WireWriter writer(out);
  writer.Text(Response::kOrganizationFieldNumber,
              *reader.OrganizationBytes(*version));
  writer.Text(Response::kPositionFieldNumber, now.position());
  const auto redirects = reader.OrganizationRedirects(*version);
  for (const std::string& redirect : *redirects) {
    writer.Text(Response::kRedirectsFieldNumber, redirect);
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::ListOrganizationsResponse> ListOrganizations(
    const Snapshot& now, const v1::ListOrganizationsRequest& request) {
  using Request = v1::ListOrganizationsRequest;
  if (!Request::Order_IsValid(request.order())) {
    return InvalidField("order",
                        absl::StrCat(request.order(), " is no known order"));
  }
  RETURN_IF_ERROR(OrganizationMatcher::Check(request.filter()));
  const auto order = request.order() == Request::ORDER_UNSPECIFIED
                         ? Request::ORDER_NAME
                         : request.order();
  ASSIGN_OR_RETURN(
      const Page page,
      OpenPage(now, request.page_size(), request.page_token(),
               QueryHash("organizations", request.filter(), order)));
  const EntityReader reader(page.snapshot);
  const OrganizationMatcher matcher(request.filter(), page.snapshot);
  v1::ListOrganizationsResponse response;
  ASSIGN_OR_RETURN(ListEnd end,
                   ListEntities(
                       page, reader, page.snapshot.tables().organizations(),
                       matcher.candidates(),
                       [&](const EntityVersion& version) {
                         return matcher.Matches(version);
                       },
                       [&](const EntityVersion& version) -> uint32_t {
                         if (order == Request::ORDER_NAME) return 0;
                         return order == Request::ORDER_ARTICLE_COUNT
                                    ? version.articles
                                    : version.figures;
                       },
                       [&](const EntityVersion& version) {
                         v1::OrganizationSummary* const summary =
                             response.add_organizations();
                         *summary = reader.Organization(version);
                         return summary->ByteSizeLong();
                       }));
  end.MoveTo(&response);
  return response;
}

}  // namespace impactwire::query
