// Grouping: what an aggregate groups by, besides unit and status.
#pragma once

#include "absl/status/statusor.h"
#include "impactwire/v1/query.pb.h"

namespace impactwire::query {

struct Grouping {
  // INVALID_ARGUMENT naming "group_by[i]".
  static absl::StatusOr<Grouping> Read(
      const v1::AggregateImpactFiguresRequest& request);

  bool organization = false;
  bool category = false;
  bool country = false;
  bool publish_year = false;
  bool place = false;
  bool goal = false;
  bool period_year = false;
};

}  // namespace impactwire::query
