// What the index takes from a record.
#pragma once

#include "impactwire/v1/record.pb.h"

namespace impactwire::query {

inline constexpr size_t kMaxArticleIdBytes = 512;

// Makes `record` fit the index: drops the text and the mentions, facts without
// a well-formed id, all but the first of several facts with one id, values that
// are no numbers; clears references that are no ids. Extraction sends none of
// these. Returns how many facts were dropped.
int NormalizeRecord(v1::ArticleRecord* record);

}  // namespace impactwire::query
