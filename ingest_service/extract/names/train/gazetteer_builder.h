// Builds the gazetteer (names/gazetteer.h) from the public lists.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace impactwire::extract {

// The project's own lists, names/data/*.tsv.
struct OwnLists {
  absl::string_view countries;
  absl::string_view organizations;
  absl::string_view names;
};

// `folder` holds the public lists as published; `texts` are plain texts whose
// lower-case words are counted. The same input gives the same bytes.
absl::StatusOr<std::string> BuildGazetteer(
    const std::string& folder, const OwnLists& own,
    const std::vector<std::string>& texts);

}  // namespace impactwire::extract
