// Sums and counts of claims per group.
#include <algorithm>
#include <limits>
#include <tuple>

#include "absl/container/flat_hash_map.h"
#include "common/base/stable_id.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "query_service/index/aggregate_groups.h"
#include "query_service/index/claim_reader.h"
#include "query_service/index/entity_reader.h"
#include "query_service/index/figure_queries.h"
#include "query_service/index/figure_scan.h"

namespace impactwire::query {
namespace {

using Request = v1::AggregateImpactFiguresRequest;
using Response = v1::AggregateImpactFiguresResponse;

constexpr int kDefaultGroups = 100;
constexpr int kMaxGroups = 1000;
// A share of a share adds up to nothing.
constexpr absl::string_view kPercent = "percent";

struct Grouping {
  bool organization = false;
  bool category = false;
  bool country = false;
  bool publish_year = false;
  bool place = false;
  bool goal = false;
  bool period_year = false;
};

absl::StatusOr<Grouping> ReadGrouping(const Request& request) {
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

// What becomes of one figure.
enum class Part : uint8_t { kCounted, kSameClaim, kSuperseded, kRate };

class Aggregation {
 public:
  Aggregation(const Snapshot& now, const Grouping& by,
              const FigureFilter& filter)
      : tables_(now.tables()),
        at_(now.at()),
        by_(by),
        matcher_(filter, now),
        reader_(now),
        all_tellings_match_(SelectsWholeClaims(filter)) {}

  const FigureMatcher& matcher() const { return matcher_; }

  void Add(const FigureSegment& s, uint32_t i, uint32_t row) {
    const Part part = PartOf(s, i, row);
    ++total_;
    ++parts_[static_cast<size_t>(part)];
    GroupKey key;
    key.unit = s.unit[i];
    key.status = s.status[i];
    if (by_.category) key.category = s.category[i];
    if (by_.country) key.country = s.country[i];
    if (by_.organization) key.organization = RootOf(s.organization[i]);
    if (by_.place) key.place = s.place_folded[i];
    if (by_.publish_year && !s.publish_days[i].is_none()) {
      key.publish_year = static_cast<int16_t>(YearOf(s.publish_days[i].first));
    }
    if (by_.period_year && !s.period[i].is_none() &&
        s.period[i].last != DayRange::kOpenEnd) {
      key.period_year = static_cast<int16_t>(YearOf(s.period[i].last));
    }
    if (!by_.goal || s.sdg_goals[i] == 0) {
      AddTo(&groups_.Of(key, row), part, s, i, row);
      return;
    }
    for (uint32_t goals = s.sdg_goals[i]; goals != 0; goals &= goals - 1) {
      key.goal = static_cast<uint8_t>(__builtin_ctz(goals));
      AddTo(&groups_.Of(key, row), part, s, i, row);
    }
  }

  const std::vector<GroupSums>& groups() const { return groups_.groups(); }
  uint32_t total() const { return total_; }
  uint32_t figures(Part part) const {
    return parts_[static_cast<size_t>(part)];
  }

 private:
  // Whether with one figure of a claim all others match, too.
  static bool SelectsWholeClaims(FigureFilter filter) {
    filter.categories = 0;
    filter.statuses = 0;
    filter.units.clear();
    return filter.empty();
  }

  Part PartOf(const FigureSegment& s, uint32_t i, uint32_t row) {
    if ((s.flags[i] & FigureSegment::kHasRate) != 0) return Part::kRate;
    const ClaimTable& claims = tables_.claims();
    if (!claims.segment(row).has_flips.load(std::memory_order_relaxed)) {
      return Part::kCounted;
    }
    ClaimState state = claims.StateAt(row, at_);
    if (state == ClaimState::kSameClaim) {
      if (all_tellings_match_) return Part::kSameClaim;
      const auto fullest = reader_.ClaimMetBy(row, matcher_);
      if (!fullest.has_value()) return Part::kSameClaim;
      state = claims.StateAt(*fullest, at_);
    }
    return state == ClaimState::kSuperseded ? Part::kSuperseded
                                            : Part::kCounted;
  }

  uint32_t RootOf(uint32_t organization) {
    if (organization == kNoRow || !tables_.organizations().has_overrides()) {
      return organization;
    }
    const auto [root, is_new] = roots_.emplace(organization, 0);
    if (is_new) {
      root->second = tables_.organizations().Root(organization, at_);
    }
    return root->second;
  }

  static void AddTo(GroupSums* group, Part part, const FigureSegment& s,
                    uint32_t i, uint32_t row) {
    switch (part) {
      case Part::kSameClaim:
        ++group->same_claim;
        return;
      case Part::kSuperseded:
        ++group->superseded;
        return;
      case Part::kRate:
        ++group->rates;
        return;
      case Part::kCounted:
        break;
    }
    const double value = s.value[i];
    const bool first = group->count == 0;
    ++group->count;
    group->inexact += s.bound[i] != v1::BOUND_EXACT;
    group->more_than += s.bound[i] == v1::BOUND_MORE_THAN;
    group->less_than += s.bound[i] == v1::BOUND_LESS_THAN;
    group->sum += value;
    group->min = first ? value : std::min(group->min, value);
    group->max = first ? value : std::max(group->max, value);
    const int32_t day = NewestFirst(s.publish_days[i]);
    if (first || day >= group->latest.day) {
      const LatestLevel level = {day, row, value, s.id[i]};
      if (group->latest.Before(level)) group->latest = level;
    }
  }

  const Generation& tables_;
  const uint64_t at_;
  const Grouping by_;
  const FigureMatcher matcher_;
  ClaimReader reader_;
  const bool all_tellings_match_;
  AggregateGroups groups_;
  absl::flat_hash_map<uint32_t, uint32_t> roots_;
  uint32_t total_ = 0;
  uint32_t parts_[4] = {};
};

template <typename Message>
void AddLeftOut(Response::LeftOut reason, uint32_t count, Message* message) {
  if (count == 0) return;
  Response::LeftOutCount* const left_out = message->add_left_out();
  left_out->set_reason(reason);
  left_out->set_count(static_cast<int32_t>(count));
}

v1::Bound BoundOf(const GroupSums& sums) {
  if (sums.inexact == 0) return v1::BOUND_EXACT;
  return sums.more_than > 0 && sums.less_than == 0 ? v1::BOUND_MORE_THAN
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
    group->set_sum(sums.sum);
    group->set_sum_is_meaningful(true);
    group->set_sum_bound(BoundOf(sums));
  }
  group->set_latest(sums.latest.value);
  group->set_latest_figure_id(IdText(kFigureIdKind, sums.latest.id));
  const uint32_t article =
      tables.figures()
          .segment(sums.latest.row)
          .article_row[FigureTable::offset(sums.latest.row)];
  group->set_latest_publish_date(std::string(
      tables.strings().Get(tables.articles()[article].publish_date)));
}

Response::Group ToGroup(const Snapshot& snapshot, const GroupSums& sums) {
  const Generation& tables = snapshot.tables();
  const GroupKey& key = sums.key;
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
    tables.ReadFigure(sums.first_row, &figure);
    group.set_place(figure.place().name());
  }
  group.set_sdg_goal(key.goal);
  group.set_count(static_cast<int32_t>(sums.count));
  group.set_figure_count(static_cast<int32_t>(sums.count + sums.same_claim));
  group.set_inexact_count(static_cast<int32_t>(sums.inexact));
  group.set_rate_count(static_cast<int32_t>(sums.rates));
  if (sums.count > 0) SetLevels(tables, sums, &group);
  AddLeftOut(Response::LEFT_OUT_SAME_CLAIM, sums.same_claim, &group);
  AddLeftOut(Response::LEFT_OUT_SUPERSEDED, sums.superseded, &group);
  AddLeftOut(Response::LEFT_OUT_RATE, sums.rates, &group);
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
  ASSIGN_OR_RETURN(const Grouping by, ReadGrouping(request));
  if (request.max_groups() < 0) {
    return InvalidField("max_groups", "is negative; 0 means 100");
  }
  const size_t max_groups = request.max_groups() == 0
                                ? kDefaultGroups
                                : std::min(request.max_groups(), kMaxGroups);
  Aggregation aggregation(now, by, filter);
  ForEachFigure(filter, aggregation.matcher(), now,
                [&](const FigureSegment& s, uint32_t i, uint32_t row) {
                  aggregation.Add(s, i, row);
                });
  Response response;
  response.set_total_count(static_cast<int32_t>(aggregation.total()));
  // Counts decide which groups are shown: few of many are filled.
  std::vector<const GroupSums*> largest;
  for (const GroupSums& sums : aggregation.groups()) largest.push_back(&sums);
  if (largest.size() > max_groups) {
    std::nth_element(
        largest.begin(), largest.begin() + (max_groups - 1), largest.end(),
        [](const auto* a, const auto* b) { return a->count > b->count; });
    // As large as the last one that is shown: any of them may be it.
    const uint32_t least = largest[max_groups - 1]->count;
    const auto end =
        std::partition(largest.begin() + max_groups, largest.end(),
                       [&](const auto* g) { return g->count == least; });
    for (auto cut = end; cut != largest.end(); ++cut) {
      response.set_omitted_group_count(response.omitted_group_count() + 1);
      response.set_omitted_figure_count(response.omitted_figure_count() +
                                        static_cast<int32_t>((*cut)->count));
    }
    largest.erase(end, largest.end());
  }
  std::vector<Response::Group> all;
  all.reserve(largest.size());
  for (const GroupSums* sums : largest) all.push_back(ToGroup(now, *sums));
  std::sort(all.begin(), all.end(), LargerFirst);
  for (size_t i = max_groups; i < all.size(); ++i) {
    response.set_omitted_group_count(response.omitted_group_count() + 1);
    response.set_omitted_figure_count(response.omitted_figure_count() +
                                      all[i].count());
  }
  if (all.size() > max_groups) all.resize(max_groups);
  for (Response::Group& group : all) *response.add_groups() = std::move(group);
  AddLeftOut(Response::LEFT_OUT_SAME_CLAIM,
             aggregation.figures(Part::kSameClaim), &response);
  AddLeftOut(Response::LEFT_OUT_SUPERSEDED,
             aggregation.figures(Part::kSuperseded), &response);
  AddLeftOut(Response::LEFT_OUT_RATE, aggregation.figures(Part::kRate),
             &response);
  response.set_position(now.position());
  return response;
}

}  // namespace impactwire::query
