#include "query_service/index/aggregates/aggregate_grouping.h"

#include "absl/strings/str_cat.h"
#include "common/status/errors.h"

namespace impactwire::query {

absl::StatusOr<Grouping> Grouping::Read(
    const v1::AggregateImpactFiguresRequest& request) {
  using Request = v1::AggregateImpactFiguresRequest;
  Grouping by;
  for (int i = 0; i < request.group_by_size(); ++i) {
    switch (request.group_by(i)) {
      case Request::GROUP_BY_ORGANIZATION:
        by.organization = true;
        break;
      case Request::GROUP_BY_CATEGORY:
        by.category = true;
        break;
      case Request::GROUP_BY_COUNTRY:
        by.country = true;
        break;
      case Request::GROUP_BY_PUBLISH_YEAR:
        by.publish_year = true;
        break;
      case Request::GROUP_BY_PLACE:
        by.place = true;
        break;
      case Request::GROUP_BY_SDG_GOAL:
        by.goal = true;
        break;
      case Request::GROUP_BY_PERIOD_YEAR:
        by.period_year = true;
        break;
      default:
        return InvalidField(
            absl::StrCat("group_by[", i, "]"),
            absl::StrCat(request.group_by(i), " is nothing to group by"));
    }
  }
  return by;
}

}  // namespace impactwire::query
