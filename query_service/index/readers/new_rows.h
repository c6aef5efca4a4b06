// ForNewRows: goes on through a list of rows that was gone through up to some
// earlier position.
#pragma once

#include <cstdint>

#include "query_service/index/tables/posting_list.h"
#include "query_service/index/tables/rows.h"

namespace impactwire::query {

// Calls `count(row)` for the rows of the list from `*seen` on whose article
// holds at `at`, up to the first that is not visible yet, and sets `*seen` to
// where it stopped. `article(row)`: the row's ArticleRow.
template <typename Article, typename Count>
void ForNewRows(const PostingList& list, uint64_t at, const Article& article,
                const Count& count, uint32_t* seen) {
  PostingList::Cursor c(list);
  c.Skip(*seen);
  for (; !c.done(); c.Next(), ++*seen) {
    const ArticleRow& row = article(c.row());
    if (row.from > at) return;
    if (row.HoldsAt(at)) count(c.row());
  }
}

}  // namespace impactwire::query
