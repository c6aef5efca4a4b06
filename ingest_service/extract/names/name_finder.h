// NameFinder: the tagger's names corrected and completed by rules: legal forms,
// acronyms in brackets, domain names, brands in quotes, the same name elsewhere
// in the document; what is no name of a person, organization or place dropped.
#pragma once

#include <vector>

#include "ingest_service/extract/names/mention.h"
#include "ingest_service/extract/names/tagger.h"
#include "ingest_service/extract/names/token_facts.h"

namespace impactwire::extract {

struct NamedSpan {
  EntityKind kind = EntityKind::kOrganization;
  int32_t first_token = 0;
  int32_t last_token = 0;  // half open
  // The tagger's margin per token, or what a rule is worth in its unit.
  float margin = 0;
  // Index of the span this one abbreviates in brackets; -1 if none.
  int32_t expansion = -1;
  // Bytes at the end of the last token that are none of the name: "-backed".
  int32_t cut = 0;
  // The text says that it is a body: "the charity X", "X employees".
  bool stated = false;
};

// The bytes of a name, without what is cut from its last token.
inline text::Span BytesOf(const text::Document& document,
                          const NamedSpan& name) {
  return {document.tokens[name.first_token].span.begin,
          document.tokens[name.last_token - 1].span.end - name.cut};
}

// Names in text order, not overlapping; none in bylines and furniture. Linear
// in the document.
std::vector<NamedSpan> FindNames(const TokenFacts& facts, const Tagger& tagger);

}  // namespace impactwire::extract
