// Coreference: "the company", "the Foundation", "it", "we" and what they stand
// for.
#pragma once

#include <vector>

#include "ingest_service/extract/names/mention.h"
#include "ingest_service/extract/names/reference_ranker.h"
#include "ingest_service/extract/names/token_facts.h"

namespace impactwire::extract {

// Adds nominal and pronominal mentions to `entities`, in text order, resolved
// where the text leaves little doubt, and lists them with their entities.
// Linear in the document: each mention looks back over a bounded number of
// candidates.
// `examples`: where not null, gets what the ranker saw of each reference.
void ResolveReferences(const TokenFacts& facts, const ReferenceRanker& ranker,
                       Entities* entities,
                       std::vector<ReferenceExample>* examples = nullptr);

}  // namespace impactwire::extract
