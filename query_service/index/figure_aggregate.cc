// Sums and counts per group of impact figures.
#include <algorithm>
#include <tuple>

#include "absl/container/flat_hash_map.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "query_service/index/entity_reader.h"
#include "query_service/index/figure_filter.h"
#include "query_service/index/figure_queries.h"

namespace impactwire::query {
namespace {

using Request = v1::AggregateImpactFiguresRequest;
using Response = v1::AggregateImpactFiguresResponse;

constexpr int kDefaultGroups = 100;
constexpr int kMaxGroups = 1000;
// A share of a share adds up to nothing.
constexpr absl::string_view kPercent = "percent";

// What is not grouped by stays zero.
struct GroupKey {
  uint32_t unit = 0;
  uint8_t status = 0;
  uint8_t category = 0;
  uint16_t country = 0;
  uint32_t organization = kNoRow;
  uint32_t year = 0;  // 0: none.

  auto Tuple() const {
    return std::tie(unit, status, category, country, organization, year);
  }
  bool operator==(const GroupKey& other) const {
    return Tuple() == other.Tuple();
  }
  template <typename H>
  friend H AbslHashValue(H h, const GroupKey& key) {
    return H::combine(std::move(h), key.Tuple());
  }
};

struct Sums {
  int32_t count = 0;
  int32_t inexact = 0;
  int32_t rates = 0;
  double sum = 0;
  double min = 0;
  double max = 0;

  void Add(double value, bool exact, bool is_rate) {
    ++count;
    inexact += !exact;
    if (is_rate) {
      ++rates;
      return;
    }
    const bool first = count - rates == 1;
    sum += value;
    min = first ? value : std::min(min, value);
    max = first ? value : std::max(max, value);
  }
};

struct Grouping {
  bool organization = false;
  bool category = false;
  bool country = false;
  bool year = false;
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
        by.year = true;
        break;
      default:
        return InvalidField(
            absl::StrCat("group_by[", i, "]"),
            absl::StrCat(request.group_by(i), " is nothing to group by"));
    }
  }
  return by;
}

uint32_t Year(absl::string_view publish_date) {
  uint32_t year = 0;
  if (!ParseDays(publish_date).has_value()) return 0;
  for (const char c : publish_date.substr(0, 4)) year = year * 10 + (c - '0');
  return year;
}

Response::Group ToGroup(const Snapshot& snapshot, const Grouping& by,
                        const GroupKey& key, const Sums& sums) {
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
  if (key.year != 0) {
    group.set_publish_year(absl::StrCat(absl::Dec(key.year, absl::kZeroPad4)));
  }
  group.set_count(sums.count);
  group.set_inexact_count(sums.inexact);
  group.set_rate_count(sums.rates);
  group.set_min(sums.min);
  group.set_max(sums.max);
  if (group.unit() != kPercent && sums.count > sums.rates) {
    group.set_sum(sums.sum);
    group.set_sum_is_meaningful(true);
  }
  return group;
}

bool LargerFirst(const Response::Group& a, const Response::Group& b) {
  const auto key = [](const Response::Group& g) {
    return std::make_tuple(-g.count(), absl::string_view(g.unit()), g.status(),
                           absl::string_view(g.organization_id()), g.category(),
                           absl::string_view(g.country_code()),
                           absl::string_view(g.publish_year()));
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
  const Generation& tables = now.tables();
  absl::flat_hash_map<GroupKey, Sums> groups;
  absl::flat_hash_map<uint32_t, uint32_t> roots;
  const FigureMatcher matcher(filter, now);
  Response response;
  matcher.ForEach(0, [&](uint32_t row) {
    const FigureSegment& s = tables.figures().segment(row);
    const uint32_t i = FigureTable::offset(row);
    GroupKey key;
    key.unit = s.unit[i];
    key.status = s.status[i];
    if (by.category) key.category = s.category[i];
    if (by.country) key.country = s.country[i];
    if (by.organization && s.organization[i] != kNoRow) {
      const auto [root, is_new] = roots.emplace(s.organization[i], 0);
      if (is_new) {
        root->second = tables.organizations().Root(root->first, now.at());
      }
      key.organization = root->second;
    }
    if (by.year) {
      key.year = Year(tables.strings().Get(
          tables.articles()[s.article_row[i]].publish_date));
    }
    groups[key].Add(s.value[i], s.bound[i] == v1::BOUND_EXACT,
                    (s.flags[i] & FigureSegment::kHasRate) != 0);
    response.set_total_count(response.total_count() + 1);
    return true;
  });
  // Counts decide which groups are shown: all must be known, few are filled.
  std::vector<Response::Group> all;
  all.reserve(groups.size());
  for (const auto& [key, sums] : groups) {
    all.push_back(ToGroup(now, by, key, sums));
  }
  std::sort(all.begin(), all.end(), LargerFirst);
  for (size_t i = max_groups; i < all.size(); ++i) {
    response.set_omitted_group_count(response.omitted_group_count() + 1);
    response.set_omitted_figure_count(response.omitted_figure_count() +
                                      all[i].count());
  }
  if (all.size() > max_groups) all.resize(max_groups);
  for (Response::Group& group : all) *response.add_groups() = std::move(group);
  response.set_position(now.position());
  return response;
}

}  // namespace impactwire::query
