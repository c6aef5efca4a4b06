// EntityBuilder: makes entities of the names of a document that stand for the
// same (name_groups.h): the fullest form, the others, kinds, ids.
#pragma once

#include <vector>

#include "ingest_service/extract/names/kind_model.h"
#include "ingest_service/extract/names/known_names.h"
#include "ingest_service/extract/names/mention.h"
#include "ingest_service/extract/names/name_finder.h"
#include "ingest_service/extract/names/token_facts.h"

namespace impactwire::extract {

// Named mentions in text order, each with its entity; entities in order of
// first mention. Names and kinds are set; ids, too. Linear in the names, but
// for the shorter ones, which are looked up by their words.
// `kinds` null: organizations get no kind, and none is dropped for being none.
Entities BuildEntities(const TokenFacts& facts,
                       const std::vector<NamedSpan>& names,
                       const KnownNames& known, const KindModel* kinds);

}  // namespace impactwire::extract
