// The kind of an organization, from the words of its name, the gazetteer and
// the words around its mentions.
#pragma once

#include "impactwire/v1/record.pb.h"
#include "ingest_service/extract/names/name_finder.h"
#include "ingest_service/extract/names/token_facts.h"

namespace impactwire::extract {

// Points per kind that one mention gives; an entity's kind has the largest sum.
struct KindVotes {
  float points[8] = {};  // by v1::OrganizationKind
  v1::OrganizationKind Best() const;
};

void VoteOnKind(const TokenFacts& facts, const NamedSpan& span,
                KindVotes* votes);

// What leaves no doubt, whatever the rest of the text says: "Fondation X", "X
// Food Bank", "the charity X", "X, a brewer that"; UNSPECIFIED where nothing
// does.
v1::OrganizationKind SureKind(const TokenFacts& facts, const NamedSpan& span);

}  // namespace impactwire::extract
