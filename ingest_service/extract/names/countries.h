// The countries an article speaks of.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "ingest_service/extract/names/mention.h"

namespace impactwire::extract {

// ISO 3166-1 alpha-2 codes, one for each mention of a place that is known to
// lie there; the country of the page's own address counts several times.
std::vector<std::string> CountriesOf(const Entities& entities,
                                     absl::string_view uri);

}  // namespace impactwire::extract
