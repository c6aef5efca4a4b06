// Sums and counts of claims per group.
#include <algorithm>
#include <numeric>
#include <tuple>

#include "absl/container/flat_hash_map.h"
#include "common/base/stable_id.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "query_service/index/aggregate_grouping.h"
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
        all_tellings_match_(SelectsWholeClaims(filter.conditions)),
        by_year_only_(!by.organization && !by.country && !by.place &&
                      !by.goal && !by.period_year),
        groups_(now.tables().strings().size()) {}

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
    if (by_year_only_) {
      Put({&s, i, row, groups_.NumberOfYear(key, row), part});
      return;
    }
    if (!by_.goal || s.sdg_goals[i] == 0) {
      Put({&s, i, row, groups_.Number(key, row), part});
      return;
    }
    for (uint32_t goals = s.sdg_goals[i]; goals != 0; goals &= goals - 1) {
      key.goal = static_cast<uint8_t>(__builtin_ctz(goals));
      Put({&s, i, row, groups_.Number(key, row), part});
    }
  }

  // After the last one.
  void Finish() {
    for (size_t p = 0; p < pending_; ++p) AddTo(waiting_[p]);
    pending_ = 0;
  }

  const AggregateGroups& groups() const { return groups_; }
  uint32_t total() const { return total_; }
  uint32_t figures(Part part) const {
    return parts_[static_cast<size_t>(part)];
  }

 private:
  // Whether with one figure of a claim all others match, too.
  static bool SelectsWholeClaims(
      const std::vector<FigureCondition>& conditions) {
    for (const FigureCondition& condition : conditions) {
      if (condition.kind != FigureCondition::Kind::kTest) {
        if (!SelectsWholeClaims(condition.parts)) return false;
        continue;
      }
      switch (condition.test.field) {
        case FigureField::kCategory:
        case FigureField::kStatus:
        case FigureField::kUnit:
        case FigureField::kHasRate:
          break;
        default:
          return false;
      }
    }
    return true;
  }

  Part PartOf(const FigureSegment& s, uint32_t i, uint32_t row) {
    if ((s.flags[i] & FigureSegment::kHasRate) != 0) return Part::kRate;
    const ClaimTable& claims = tables_.claims();
    if (&s != segment_) {
      segment_ = &s;
      claim_segment_ = &claims.segment(row);
    }
    ClaimState state = claims.StateAt(*claim_segment_, i, at_);
    if (state == ClaimState::kCounted) return Part::kCounted;
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
    if (organization == kNoRow || !tables_.organizations().has_redirects()) {
      return organization;
    }
    const auto [root, is_new] = roots_.emplace(organization, 0);
    if (is_new) {
      root->second = tables_.organizations().Root(organization, at_);
    }
    return root->second;
  }

  // A row whose group's sums are on their way from memory.
  struct Waiting {
    const FigureSegment* segment;
    uint32_t offset;
    uint32_t row;
    uint32_t group;
    Part part;
  };

  void Put(const Waiting& waiting) {
    groups_.Prefetch(waiting.group);
    waiting_[pending_++] = waiting;
    if (pending_ == kMaxWaiting) Finish();
  }

  void AddTo(const Waiting& waiting) {
    GroupSums& group = groups_.sums(waiting.group);
    switch (waiting.part) {
      case Part::kSameClaim:
        ++group.same_claim;
        return;
      case Part::kSuperseded:
        ++group.superseded;
        return;
      case Part::kRate:
        ++group.rates;
        return;
      case Part::kCounted:
        break;
    }
    const FigureSegment& s = *waiting.segment;
    const uint32_t i = waiting.offset;
    const double value = s.value[i];
    ++group.count;
    group.inexact += s.bound[i] != v1::BOUND_EXACT;
    group.bounds |= static_cast<uint8_t>(1u << (s.bound[i] & 7));
    group.sum += value;
    group.min = std::min(group.min, value);
    group.max = std::max(group.max, value);
    const int32_t day = NewestFirst(s.publish_days[i]);
    if (day >= group.latest_day && IsLatest(group, day, value, s.id[i])) {
      group.latest = value;
      group.latest_day = day;
      group.latest_row = waiting.row;
    }
  }

  // The last published; of several the largest, then the one with the smallest
  // id.
  bool IsLatest(const GroupSums& group, int32_t day, double value,
                uint64_t id) const {
    if (day > group.latest_day || group.latest_row == kNoRow) return true;
    if (value != group.latest) return value > group.latest;
    return id < tables_.figures()
                    .segment(group.latest_row)
                    .id[FigureTable::offset(group.latest_row)];
  }

  static constexpr size_t kMaxWaiting = 32;

  const Generation& tables_;
  const uint64_t at_;
  const Grouping by_;
  const FigureMatcher matcher_;
  ClaimReader reader_;
  const bool all_tellings_match_;
  const bool by_year_only_;
  AggregateGroups groups_;
  // The one last looked at.
  const FigureSegment* segment_ = nullptr;
  const ClaimSegment* claim_segment_ = nullptr;
  Waiting waiting_[kMaxWaiting];
  size_t pending_ = 0;
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
    group->set_sum(sums.sum);
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
  ASSIGN_OR_RETURN(const Grouping by, Grouping::Read(request));
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
  aggregation.Finish();
  Response response;
  response.set_total_count(static_cast<int32_t>(aggregation.total()));
  // Counts decide which groups are shown: few of many are filled.
  const AggregateGroups& groups = aggregation.groups();
  const auto count = [&](uint32_t group) { return groups.sums(group).count; };
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
