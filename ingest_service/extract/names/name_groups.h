// NameGroups: which names of a document stand for the same: full names with
// their short forms, acronyms and surnames.
#pragma once

#include <cstdint>
#include <vector>

#include "ingest_service/extract/names/known_names.h"
#include "ingest_service/extract/names/name_finder.h"
#include "ingest_service/extract/names/token_facts.h"

namespace impactwire::extract {

struct NameGroups {
  std::vector<int32_t> of_name;   // the group of each name
  std::vector<EntityKind> kinds;  // of each group; some may have no names left
};

// The names are in text order. Linear in them, but for the shorter ones, which
// are looked up by their words.
NameGroups GroupNames(const TokenFacts& facts,
                      const std::vector<NamedSpan>& names,
                      const KnownNames& known);

}  // namespace impactwire::extract
