// Builds the gazetteer (names/gazetteer.h) from the public lists.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace impactwire::extract {

// `folder` holds the lists as published; `aliases` is
// names/data/country_aliases.tsv; `texts` are plain texts whose lower-case
// words are counted. The same input gives the same bytes.
absl::StatusOr<std::string> BuildGazetteer(
    const std::string& folder, const std::string& aliases,
    const std::vector<std::string>& texts);

}  // namespace impactwire::extract
