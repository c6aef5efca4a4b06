// The articles of a claim, and which of them are sources of their own: one
// agency's text printed by thirty papers is one source.
#pragma once

#include <cstdint>
#include <vector>

#include "query_service/index/claims/claim_group.h"
#include "query_service/index/generation/generation.h"

namespace impactwire::query {

// Articles of a claim that are looked at; the earliest.
inline constexpr size_t kMaxSources = 200;

struct ClaimSource {
  uint32_t article_row = 0;
  // The earliest article that this one is no source beside; kNoRow: it is one.
  uint32_t copy_of = kNoRow;
};

// Whether both have one publisher, or texts of which half is the same words
// (at least 8 of 16 places of their shingle signatures agree).
bool SameSource(const ArticleRow& a, const ArticleRow& b);

// Earliest published first (those without a date last), then by article id; at
// most kMaxSources.
std::vector<ClaimSource> SourcesOf(const Generation& tables,
                                   const std::vector<Telling>& claim);

int CountIndependent(const std::vector<ClaimSource>& sources);

}  // namespace impactwire::query
