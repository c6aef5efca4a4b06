#include "ingest_service/extract/names/known_names.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "ingest_service/extract/names/canonical_name.h"

namespace impactwire::extract {

absl::StatusOr<KnownNames> KnownNames::Parse(absl::string_view tsv) {
  KnownNames known;
  int number = 0;
  for (absl::string_view line : absl::StrSplit(tsv, '\n')) {
    ++number;
    if (line.empty() || line[0] == '#') continue;
    const std::pair<absl::string_view, absl::string_view> field =
        absl::StrSplit(line, absl::MaxSplits('\t', 1));
    if (field.second.empty()) {
      return absl::InternalError(
          absl::StrCat("known_organizations line ", number));
    }
    for (absl::string_view name :
         absl::StrSplit(field.second, absl::ByString("; "))) {
      const std::vector<absl::string_view> forms = absl::StrSplit(name, '=');
      if (forms.size() < 2) continue;
      const std::string first = CanonicalOrganization(forms[0]);
      for (absl::string_view form : forms) {
        known.first_form_.try_emplace(CanonicalOrganization(form), first);
      }
    }
  }
  return known;
}

std::string KnownNames::Canonical(std::string canonical) const {
  const auto it = first_form_.find(canonical);
  if (it == first_form_.end()) return canonical;
  return it->second;
}

}  // namespace impactwire::extract
