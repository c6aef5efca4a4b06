// Coreference: "the company", "the Foundation", "it", "we" and what they stand
// for.
#pragma once

#include "ingest_service/extract/names/mention.h"
#include "ingest_service/extract/names/token_facts.h"

namespace impactwire::extract {

// Adds nominal and pronominal mentions to `entities`, in text order, resolved
// where the text leaves little doubt, and lists them with their entities.
// Linear in the document: each mention looks back over a bounded number of
// candidates.
void ResolveReferences(const TokenFacts& facts, Entities* entities);

}  // namespace impactwire::extract
