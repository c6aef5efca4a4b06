#include "query_service/index/queries/executive_queries.h"

#include "common/base/stable_id.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "query_service/index/filters/executive_filter.h"
#include "query_service/index/filters/filter_check.h"
#include "query_service/index/queries/entity_list.h"
#include "query_service/index/readers/redirect_reader.h"

namespace impactwire::query {

absl::StatusOr<v1::GetExecutiveResponse> GetExecutive(
    const Snapshot& now, const v1::GetExecutiveRequest& request) {
  ASSIGN_OR_RETURN(
      const uint64_t id,
      RequiredId("executive_id", kExecutiveIdKind, request.executive_id()));
  const EntityTable& table = now.tables().executives();
  const EntityReader reader(now);
  const auto entity = table.Find(id);
  const EntityVersion* version = nullptr;
  if (entity.has_value()) {
    version = reader.Live(table, table.Root(*entity, now.at()));
  }
  if (version == nullptr) {
    return ResourceNotFound("executive", request.executive_id());
  }
  v1::GetExecutiveResponse response;
  *response.mutable_executive() = reader.Executive(*version);
  for (v1::Redirect& redirect :
       RedirectReader(now, table).Of(version->entity)) {
    response.mutable_redirects()->Add(std::move(redirect));
  }
  response.set_position(now.position());
  return response;
}

absl::StatusOr<v1::ListExecutivesResponse> ListExecutives(
    const Snapshot& now, const v1::ListExecutivesRequest& request) {
  ASSIGN_OR_RETURN(const ExecutiveFilter filter,
                   ExecutiveFilter::Make(request.filter()));
  ASSIGN_OR_RETURN(const Page page,
                   OpenPage(now, request.page_size(), request.page_token(),
                            QueryHash("executives", request.filter(), 0)));
  const EntityReader reader(page.snapshot);
  const ExecutiveMatcher matcher(filter, page.snapshot);
  v1::ListExecutivesResponse response;
  ASSIGN_OR_RETURN(ListEnd end,
                   ListEntities(
                       page, reader, page.snapshot.tables().executives(),
                       matcher.candidates(),
                       [&](const EntityVersion& version) {
                         return matcher.Matches(version.entity);
                       },
                       [](const EntityVersion&) { return 0u; },
                       [&](const EntityVersion& version) {
                         v1::ExecutiveSummary* const summary =
                             response.add_executives();
                         *summary = reader.Executive(version);
                         return summary->ByteSizeLong();
                       }));
  end.MoveTo(&response);
  return response;
}

}  // namespace impactwire::query
