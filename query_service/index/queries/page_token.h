// Page tokens: where a list goes on, opaque to clients. A token names the
// query it belongs to and the position of its first page, so that all pages
// together show that one position.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message_lite.h"
#include "query_service/index/generation/snapshot.h"

namespace impactwire::query {

inline constexpr int kDefaultPageSize = 50;
inline constexpr int kMaxPageSize = 1000;

// The last element of the page before, in the list's order. What the numbers
// mean is the list's own.
struct PageCursor {
  uint64_t first = 0;
  uint64_t second = 0;
};

// A page to be answered.
struct Page {
  Snapshot snapshot;
  size_t size = 0;
  // Unset on the first page.
  std::optional<PageCursor> after;
  // Of all pages; set if `after` is.
  uint32_t total_count = 0;
  uint64_t query = 0;

  // The token of the page after this one, which ends at `cursor`.
  std::string NextToken(const PageCursor& cursor) const;
};

// Names a query: its rpc, filter and order.
uint64_t QueryHash(absl::string_view rpc,
                   const google::protobuf::MessageLite& filter, int order);

// `query`: as QueryHash gave it. INVALID_ARGUMENT naming "page_size" or
// "page_token"; OUT_OF_RANGE: the token's position is no longer held.
absl::StatusOr<Page> OpenPage(const Snapshot& now, int page_size,
                              absl::string_view page_token, uint64_t query);

// INVALID_ARGUMENT naming "page_token": its cursor names nothing.
absl::Status BadPageToken();

// The position a token is for; nothing if it cannot be read or is of a log
// other than `log_id`. Lets a caller wait for it as for a min_position.
std::optional<uint64_t> PageTokenPosition(absl::string_view page_token,
                                          absl::string_view log_id);

}  // namespace impactwire::query
