// FillPage: a list's answer, element by element, until the page is full.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

#include "query_service/index/queries/page_token.h"

namespace impactwire::query {

// A page ends here at the latest: clients receive 4 MiB by default, and the
// last element still fits in.
inline constexpr size_t kMaxPageBytes = 3 << 20;

// `keys`: the elements from the page's first on, one more than page.size if
// further ones follow. `add` adds an element to the answer and tells its size
// in bytes; `cursor` names where a page that ends with it goes on. The token of
// the next page, or "" if this is the last.
template <typename Key, typename Add, typename Cursor>
std::string FillPage(const Page& page, const std::vector<Key>& keys, Add add,
                     Cursor cursor) {
  const size_t most = std::min(keys.size(), page.size);
  size_t filled = 0;
  size_t bytes = 0;
  while (filled < most && bytes < kMaxPageBytes) bytes += add(keys[filled++]);
  return filled == keys.size() ? "" : page.NextToken(cursor(keys[filled - 1]));
}

}  // namespace impactwire::query
