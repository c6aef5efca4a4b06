// What names an article, and what tells whether it changed.
#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "impactwire/v1/article.pb.h"

namespace impactwire {

// The article_id if given; else derived from the uri; else from the content.
std::string ArticleKey(const v1::Article& article);
// The same where ContentSha256 is known.
std::string ArticleKey(const v1::Article& article,
                       absl::string_view content_sha256);

// SHA-256 in hex over body (with its kind and charset) and metadata, labels in
// key order, article_id left out.
std::string ContentSha256(const v1::Article& article);

}  // namespace impactwire
