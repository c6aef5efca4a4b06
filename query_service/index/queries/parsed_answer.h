// ParsedAnswer: the message of an answer that is written as bytes, for callers
// within the process.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "common/status/status_macros.h"
#include "query_service/index/generation/snapshot.h"

namespace impactwire::query {

// `append(now, request, &bytes)` appends the serialized answer.
template <typename Response, typename Append, typename Request>
absl::StatusOr<Response> ParsedAnswer(const Append& append, const Snapshot& now,
                                      const Request& request) {
  std::string bytes;
  RETURN_IF_ERROR(append(now, request, &bytes));
  Response response;
  response.ParseFromString(bytes);
  return response;
}

}  // namespace impactwire::query
