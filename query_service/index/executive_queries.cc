#include "query_service/index/executive_queries.h"

#include "common/base/stable_id.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "query_service/index/entity_reader.h"
#include "query_service/index/executive_filter.h"
#include "query_service/index/filter_check.h"
#include "query_service/index/name_order.h"
#include "query_service/index/page_fill.h"
#include "query_service/index/page_token.h"
#include "query_service/index/top_k.h"

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
  response.set_position(now.position());
  return response;
}

absl::StatusOr<v1::ListExecutivesResponse> ListExecutives(
    const Snapshot& now, const v1::ListExecutivesRequest& request) {
  ASSIGN_OR_RETURN(const ExecutiveFilter filter,
                   ExecutiveFilter::Make(request.filter()));
  ASSIGN_OR_RETURN(Page page,
                   OpenPage(now, request.page_size(), request.page_token(),
                            QueryHash("executives", request.filter(), 0)));
  const EntityTable& table = page.snapshot.tables().executives();
  const EntityReader reader(page.snapshot);
  const ExecutiveMatcher matcher(filter, page.snapshot);
  const NameOrder less(&table, &page.snapshot.tables().strings());
  NameKey after;
  if (page.after.has_value()) {
    const auto entity = table.Find(page.after->first);
    if (entity.has_value()) after.version = reader.Live(table, *entity);
    if (after.version == nullptr) return BadPageToken();
  }
  TopK<NameKey, NameOrder> best(page.size + 1, less);
  const auto offer = [&](uint32_t root) {
    const NameKey key{0, reader.Live(table, root)};
    if (key.version == nullptr || !matcher.Matches(root)) return;
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
  v1::ListExecutivesResponse response;
  response.set_next_page_token(FillPage(
      page, keys,
      [&](const NameKey& key) {
        v1::ExecutiveSummary* summary = response.add_executives();
        *summary = reader.Executive(*key.version);
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
