// Search for executives by name.
#include "common/status/status_macros.h"
#include "query_service/index/filters/executive_filter.h"
#include "query_service/index/queries/executive_queries.h"
#include "query_service/index/readers/entity_reader.h"
#include "query_service/index/readers/name_search.h"

namespace impactwire::query {
namespace {

constexpr size_t kMaxQueryBytes = 200;

}  // namespace

absl::StatusOr<v1::SearchExecutivesResponse> SearchExecutives(
    const Snapshot& now, const v1::SearchExecutivesRequest& request) {
  RETURN_IF_ERROR(
      CheckSearch(request.query(), kMaxQueryBytes, request.page_size()));
  ASSIGN_OR_RETURN(const ExecutiveFilter filter,
                   ExecutiveFilter::Make(request.filter()));
  const EntityTable& table = now.tables().executives();
  const EntityReader reader(now);
  const ExecutiveMatcher matcher(filter, now);
  const NameQuery query(request.query(), table.names().of());
  v1::SearchExecutivesResponse response;
  for (const NameHit& hit : SearchNames(
           now, table, query, matcher.candidates(),
           [&](const EntityVersion& v) { return matcher.Matches(v.entity); },
           SearchPageSize(request.page_size()))) {
    auto* const result = response.add_hits();
    *result->mutable_executive() = reader.Executive(*hit.version);
    result->set_match(hit.match);
    result->set_matched_name(
        std::string(now.tables().strings().Get(table.form(hit.form).text)));
    result->set_score(hit.score);
  }
  response.set_position(now.position());
  return response;
}

}  // namespace impactwire::query
