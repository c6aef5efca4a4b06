// Whose "Ministry of Health" it is: bodies of the state whose name stands in
// any country are told apart by the country that the article speaks of.
#pragma once

#include "absl/strings/string_view.h"
#include "ingest_service/extract/names/mention.h"
#include "ingest_service/extract/names/token_facts.h"

namespace impactwire::extract {

// Sets Entity::common_name of the governmental organizations whose name has no
// word but those that texts write in lower case: "Ministry of Health", not
// "Kenya Wildlife Service". Linear.
void MarkCommonNames(const TokenFacts& facts, Entities* entities);

// Sets country_code, and the id that goes with it, of organizations with a
// common name: the country whose name stands before one of its mentions
// ("Kenya's Ministry of Health"), else the one that most of the article's
// places lie in; neither if there are several. `uri`: of the article. Linear.
void SettleCountries(absl::string_view uri, Entities* entities);

}  // namespace impactwire::extract
