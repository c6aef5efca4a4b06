// Queries for articles. Errors as query.proto says.
#pragma once

#include "absl/status/statusor.h"
#include "impactwire/v1/query.pb.h"
#include "query_service/index/generation/snapshot.h"

namespace impactwire::query {

// Organizations and executives as the record has them, figures in its order;
// each with the ids that stand for its entities.
absl::StatusOr<v1::GetArticleResponse> GetArticle(
    const Snapshot& now, const v1::GetArticleRequest& request);

absl::StatusOr<v1::ListArticlesResponse> ListArticles(
    const Snapshot& now, const v1::ListArticlesRequest& request);

}  // namespace impactwire::query
