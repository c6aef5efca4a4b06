// KnownNames: the other forms of well-known organizations ("WFP", "World Food
// Programme"), read from data/known_organizations.tsv.
#pragma once

#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace impactwire::extract {

// Constant after Parse: any thread may call.
class KnownNames {
 public:
  // Lines "kind<TAB>name; name=form=form; ...". INTERNAL naming the line that
  // is malformed.
  static absl::StatusOr<KnownNames> Parse(absl::string_view tsv);

  // The canonical form (canonical_name.h) of the first form listed with
  // `canonical`, or `canonical` itself: "wfp" -> "world food programme".
  std::string Canonical(std::string canonical) const;

 private:
  absl::flat_hash_map<std::string, std::string> first_form_;
};

}  // namespace impactwire::extract
