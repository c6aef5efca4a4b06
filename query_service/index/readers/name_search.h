// NameSearch: the organizations or persons whose names answer what somebody
// typed, best first: the name as it is shown, another name or the acronym, all
// words, starts of words, respellings, typing errors; among equals the one told
// of most, then the shorter name, then by the alphabet.
//
// Cost: the postings of the words that answer, one pass over a column of all
// words for typing errors (only if better answers do not fill the page), and
// the names looked at, which are few: they are looked at in the order of the
// result as far as it is known before, until nothing better can come. Of a
// class of answers at most 20,000 names are looked at, the best known first:
// with a filter that refuses nearly all of them, hits may be missed.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "impactwire/v1/query.pb.h"
#include "query_service/index/generation/snapshot.h"
#include "query_service/index/names/name_match.h"

namespace impactwire::query {

struct NameHit {
  v1::SearchOrganizationsResponse::Hit::Match match =
      v1::SearchOrganizationsResponse::Hit::MATCH_UNSPECIFIED;
  // Within the match; the smaller the better.
  int grade = 0;
  // Of the name that matched.
  uint32_t form = kNoRow;
  const EntityVersion* version = nullptr;
  double score = 0;
};

// At most `limit` hits, each entity once. `candidates` set: only these roots.
// `matches`: the filter, of a root that some article names.
std::vector<NameHit> SearchNames(
    const Snapshot& now, const EntityTable& table, const NameQuery& query,
    const std::optional<std::vector<uint32_t>>& candidates,
    const std::function<bool(const EntityVersion&)>& matches, size_t limit);

// A search's text and page size; INVALID_ARGUMENT naming the field.
absl::Status CheckSearch(absl::string_view query, size_t max_query_bytes,
                         int page_size);
size_t SearchPageSize(int page_size);

}  // namespace impactwire::query
