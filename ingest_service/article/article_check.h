// Whether an article may come in: the first thing done with it.
#pragma once

#include <cstddef>

#include "absl/status/status.h"
#include "impactwire/v1/article.pb.h"

namespace impactwire {

// OK; INVALID_ARGUMENT whose BadRequest names every field that is wrong
// ("article.publish_date"); or RESOURCE_EXHAUSTED for a body over the limit.
absl::Status CheckArticle(const v1::Article& article, size_t max_body_bytes);

}  // namespace impactwire
