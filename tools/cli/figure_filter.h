// FigureFilterFlags: the flags of figures, aggregate and watch, as an
// ImpactFigureFilter.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "impactwire/client.h"
#include "impactwire/v1/query.pb.h"
#include "tools/cli/flags.h"

namespace impactwire::cli {

struct FigureFilterFlags {
  void Add(Flags* flags);

  // INVALID_ARGUMENT names the flag that is wrong. Organizations given by name
  // are left to ResolveOrganizations.
  absl::StatusOr<v1::ImpactFigureFilter> Build() const;

  std::vector<std::string> organizations;

 private:
  std::vector<std::string> kinds_, categories_, units_, statuses_, countries_,
      sdg_goals_, attributions_;
  std::optional<double> min_value_, max_value_, min_confidence_;
  std::string since_, until_, period_from_, period_to_, place_, article_,
      expression_;
  bool attributed_ = false;
  bool unattributed_ = false;
};

// Whether `text` has the form of an organization_id.
bool IsOrganizationId(absl::string_view text);

// Whether `text` has the form of an executive_id.
bool IsExecutiveId(absl::string_view text);

// The ids of organizations given by id or name. NOT_FOUND where nothing is
// called so, or several are: the message lists them. Calls the query service.
absl::StatusOr<std::vector<std::string>> ResolveOrganizations(
    const std::vector<std::string>& names, const std::string& min_position,
    client::QueryClient* query);

}  // namespace impactwire::cli
