// ListEntities: a page of organizations or of executives.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "query_service/index/queries/list_end.h"
#include "query_service/index/queries/name_order.h"
#include "query_service/index/queries/page_fill.h"
#include "query_service/index/queries/page_token.h"
#include "query_service/index/queries/top_k.h"
#include "query_service/index/readers/entity_reader.h"

namespace impactwire::query {

// Lists those of `candidates` (unset: of all) that some article names and for
// which `matches(version)`, ordered by `count(version)`, largest first, then by
// name. `add(version)` adds one to the answer and tells its size in bytes.
// INVALID_ARGUMENT naming "page_token".
template <typename Matches, typename Count, typename Add>
absl::StatusOr<ListEnd> ListEntities(
    Page page, const EntityReader& reader, const EntityTable& table,
    const std::optional<std::vector<uint32_t>>& candidates,
    const Matches& matches, const Count& count, const Add& add) {
  const NameOrder less(&table, &page.snapshot.tables().strings());
  const auto key_of = [&](const EntityVersion* version) {
    return NameKey{count(*version), version};
  };
  NameKey after;
  if (page.after.has_value()) {
    const auto entity = table.Find(page.after->first);
    if (entity.has_value()) {
      const EntityVersion* const last = reader.Live(table, *entity);
      if (last != nullptr) after = key_of(last);
    }
    if (after.version == nullptr) return BadPageToken();
  }
  TopK<NameKey, NameOrder> best(page.size + 1, less);
  const auto offer = [&](uint32_t root) {
    const EntityVersion* const version = reader.Live(table, root);
    if (version == nullptr || !matches(*version)) return;
    const NameKey key = key_of(version);
    if (after.version == nullptr) {
      ++page.total_count;
    } else if (!less(after, key)) {
      return;
    }
    best.Add(key);
  };
  RowStop stop(page.snapshot.stop());
  if (candidates.has_value()) {
    for (const uint32_t root : *candidates) {
      if (stop.Next()) break;
      offer(root);
    }
  } else {
    for (uint32_t root = 0; root < table.size() && !stop.Next(); ++root) {
      offer(root);
    }
  }
  const std::vector<NameKey> keys = best.Take();
  ListEnd end;
  end.next_page_token = FillPage(
      page, keys, [&](const NameKey& key) { return add(*key.version); },
      [&](const NameKey& key) {
        return PageCursor{table.id(key.version->entity), 0};
      });
  end.total_count = page.total_count;
  end.position = page.snapshot.position();
  return end;
}

}  // namespace impactwire::query
