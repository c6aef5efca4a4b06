#include "tools/cli/pages.h"

#include "absl/strings/str_cat.h"
#include "tools/cli/views.h"

namespace impactwire::cli {

std::string Footer(const PageTotals& totals, const std::string& noun) {
  return absl::StrCat(
      totals.shown < totals.total ? FormatNumber(totals.shown) + " of " : "",
      FormatNumber(totals.total), " ", noun,
      totals.position.empty() ? "" : absl::StrCat(", at ", totals.position),
      totals.shown < totals.total ? "; --all shows the rest" : "", "\n");
}

}  // namespace impactwire::cli
