// Sums and counts of claims per group.
#include <algorithm>
#include <numeric>
#include <tuple>

#include "common/base/stable_id.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "query_service/index/aggregates/aggregate_scan.h"
#include "query_service/index/queries/figure_queries.h"
#include "query_service/index/readers/entity_reader.h"

namespace impactwire::query {
namespace {

using Request = v1::AggregateImpactFiguresRequest;
using Response = v1::AggregateImpactFiguresResponse;

constexpr int kDefaultGroups = 100;
constexpr int kMaxGroups = 1000;
// A share of a share adds up to nothing.
constexpr absl::string_view kPercent = "percent";

constexpr std::pair<Response::LeftOut, FigurePart> kLeftOut[] = {
    {Response::LEFT_OUT_SAME_CLAIM, FigurePart::kSameClaim},
    {Response::LEFT_OUT_SUPERSEDED, FigurePart::kSuperseded},
    {Response::LEFT_OUT_RATE, FigurePart::kRate}};

template <typename Message>
void AddLeftOut(Response::LeftOut reason, uint32_t count, Message* message) {
  if (count == 0) return;
  Response::LeftOutCount* const left_out = message->add_left_out();
  left_out->set_reason(reason);
  left_out->set_count(static_cast<int32_t>(count));
}

v1::Bound BoundOf(const GroupSums& sums) {
  if (sums.inexact == 0) return v1::BOUND_EXACT;
  const auto has = [&](v1::Bound bound) {
    return (sums.bounds >> bound & 1) != 0;
  };
  return has(v1::BOUND_MORE_THAN) && !has(v1::BOUND_LESS_THAN)
             ? v1::BOUND_MORE_THAN
             : v1::BOUND_APPROXIMATE;
}

std::string YearText(int16_t year) {
  return year == GroupKey::kNoYear
             ? ""
             : absl::StrCat(absl::Dec(year, absl::kZeroPad4));
}

void SetLevels(const Generation& tables, const GroupSums& sums,
               Response::Group* group) {
  group->set_min(sums.min);
  group->set_max(sums.max);
  if (group->unit() != kPercent) {
    group->set_sum(sums.total());
    group->set_sum_is_meaningful(true);
    group->set_sum_bound(BoundOf(sums));
  }
  const FigureSegment& s = tables.figures().segment(sums.latest_row);
  const uint32_t i = FigureTable::offset(sums.latest_row);
  group->set_latest(sums.latest);
  group->set_latest_figure_id(IdText(kFigureIdKind, s.id[i]));
  group->set_latest_publish_date(std::string(
      tables.strings().Get(tables.articles()[s.article_row[i]].publish_date)));
}

Response::Group ToGroup(const Snapshot& snapshot, const AggregateGroups& groups,
                        uint32_t number) {
  const GroupKey& key = groups.key(number);
  const GroupSums& sums = groups.sums(number);
  const GroupCounts& counts = groups.counts(number);
  const Generation& tables = snapshot.tables();
  Response::Group group;
  group.set_unit(std::string(tables.strings().Get(key.unit)));
  group.set_status(static_cast<v1::FigureStatus>(key.status));
  if (key.organization != kNoRow) {
    const EntityReader reader(snapshot);
    group.set_organization_id(reader.OrganizationId(key.organization));
    group.set_organization_name(
        std::string(reader.OrganizationName(key.organization)));
  }
  group.set_category(static_cast<v1::ImpactCategory>(key.category));
  if (key.country != 0) {
    group.set_country_code({static_cast<char>(key.country >> 8),
                            static_cast<char>(key.country & 0xff)});
  }
  group.set_publish_year(YearText(key.publish_year));
  group.set_period_year(YearText(key.period_year));
  if (key.place != 0) {
    // As the first of them words it.
    v1::ImpactFigure figure;
    tables.ReadFigure(groups.first_row(number), &figure);
    group.set_place(figure.place().name());
  }
  group.set_sdg_goal(key.goal);
  group.set_count(static_cast<int32_t>(counts[FigurePart::kCounted]));
  group.set_figure_count(static_cast<int32_t>(counts[FigurePart::kCounted] +
                                              counts[FigurePart::kSameClaim]));
  group.set_inexact_count(static_cast<int32_t>(sums.inexact));
  group.set_rate_count(static_cast<int32_t>(counts[FigurePart::kRate]));
  if (counts[FigurePart::kCounted] > 0) SetLevels(tables, sums, &group);
  for (const auto& [reason, part] : kLeftOut) {
    AddLeftOut(reason, counts[part], &group);
  }
  return group;
}

bool LargerFirst(const Response::Group& a, const Response::Group& b) {
  const auto key = [](const Response::Group& g) {
    return std::make_tuple(-g.count(), absl::string_view(g.unit()), g.status(),
                           absl::string_view(g.organization_id()), g.category(),
                           absl::string_view(g.country_code()),
                           absl::string_view(g.publish_year()),
                           absl::string_view(g.place()), g.sdg_goal(),
                           absl::string_view(g.period_year()));
  };
  return key(a) < key(b);
}

}  // namespace

absl::StatusOr<Response> AggregateImpactFigures(const Snapshot& now,
                                                const Request& request) {
  ASSIGN_OR_RETURN(const FigureFilter filter,
                   FigureFilter::Make(request.filter()));
  ASSIGN_OR_RETURN(const Grouping by, Grouping::Read(request));
  if (request.max_groups() < 0) {
    return InvalidField("max_groups", "is negative; 0 means 100");
  }
  const size_t max_groups = request.max_groups() == 0
                                ? kDefaultGroups
                                : std::min(request.max_groups(), kMaxGroups);
  const auto scan = ScanAll(now, by, filter);
  Response response;
  response.set_total_count(static_cast<int32_t>(scan->total()));
  // Counts decide which groups are shown: few of many are filled.
  const AggregateGroups& groups = scan->groups();
  const auto count = [&](uint32_t group) {
    return groups.counts(group)[FigurePart::kCounted];
  };
  std::vector<uint32_t> largest(groups.size());
  std::iota(largest.begin(), largest.end(), 0);
  if (largest.size() > max_groups) {
    std::nth_element(
        largest.begin(), largest.begin() + (max_groups - 1), largest.end(),
        [&](uint32_t a, uint32_t b) { return count(a) > count(b); });
    // As large as the last one that is shown: any of them may be it.
    const uint32_t least = count(largest[max_groups - 1]);
    const auto end =
        std::partition(largest.begin() + max_groups, largest.end(),
                       [&](uint32_t g) { return count(g) == least; });
    for (auto cut = end; cut != largest.end(); ++cut) {
      response.set_omitted_group_count(response.omitted_group_count() + 1);
      response.set_omitted_figure_count(response.omitted_figure_count() +
                                        static_cast<int32_t>(count(*cut)));
    }
    largest.erase(end, largest.end());
  }
  std::vector<Response::Group> all;
  all.reserve(largest.size());
  for (const uint32_t group : largest) {
    all.push_back(ToGroup(now, groups, group));
  }
  std::sort(all.begin(), all.end(), LargerFirst);
  for (size_t i = max_groups; i < all.size(); ++i) {
    response.set_omitted_group_count(response.omitted_group_count() + 1);
    response.set_omitted_figure_count(response.omitted_figure_count() +
                                      all[i].count());
  }
  if (all.size() > max_groups) all.resize(max_groups);
  for (Response::Group& group : all) *response.add_groups() = std::move(group);
  for (const auto& [reason, part] : kLeftOut) {
    AddLeftOut(reason, scan->figures(part), &response);
  }
  response.set_position(now.position());
  return response;
}

}  // namespace impactwire::query
