// OracleClaims::Aggregate.
#include <algorithm>
#include <optional>
#include <tuple>

#include "query_service/index/names/fold.h"
#include "query_service/index/tables/day_range.h"
#include "tests/query_service/index/testing/oracle_claims.h"

namespace impactwire::query {
namespace {

using Figure = OracleState::Figure;

std::optional<int32_t> PublishDay(const Figure& figure) {
  const auto days = ParseDays(figure.entry.publish_date());
  if (!days.has_value()) return std::nullopt;
  return days->first;
}

}  // namespace

v1::AggregateImpactFiguresResponse OracleClaims::Aggregate(
    const v1::AggregateImpactFiguresRequest& request) const {
  using Request = v1::AggregateImpactFiguresRequest;
  using Response = v1::AggregateImpactFiguresResponse;
  const auto by = [&](Request::GroupBy what) {
    return std::find(request.group_by().begin(), request.group_by().end(),
                     what) != request.group_by().end();
  };
  // Unit, status, organization, category, country, publish year, folded place,
  // goal, period year.
  using Key = std::tuple<std::string, int, std::string, int, std::string,
                         std::string, std::string, int, std::string>;
  struct Told {
    const Figure* figure;
    int left_out;  // 0: counted.
  };
  std::map<Key, std::vector<Told>> groups;
  std::map<int, int> left_out;
  Response response;
  for (const Figure& figure : state_.figures()) {
    if (!OracleMatches(figure, state_, request.filter())) continue;
    response.set_total_count(response.total_count() + 1);
    const v1::ImpactFigure& f = figure.entry.figure();
    const Claim& claim = Of(f.figure_id());
    // The fullest one that matches speaks for the claim.
    std::string speaker;
    for (const Figure& telling : claim.tellings) {
      if (!speaker.empty()) break;
      if (OracleMatches(telling, state_, request.filter())) {
        speaker = telling.told.figure_id();
      }
    }
    const int reason =
        f.has_rate()                   ? Response::LEFT_OUT_RATE
        : speaker != f.figure_id()     ? Response::LEFT_OUT_SAME_CLAIM
        : !claim.superseded_by.empty() ? Response::LEFT_OUT_SUPERSEDED
                                       : 0;
    if (reason != 0) ++left_out[reason];
    std::vector<int> goals(f.sdg_goals().begin(), f.sdg_goals().end());
    if (goals.empty() || !by(Request::GROUP_BY_SDG_GOAL)) goals = {0};
    for (const int goal : goals) {
      const auto year = [](const std::string& date) {
        return ParseDays(date).has_value() ? date.substr(0, 4) : "";
      };
      const bool has_period =
          !DaysBetween(f.period().start(), f.period().end()).is_none();
      groups[{f.unit(), f.status(),
              by(Request::GROUP_BY_ORGANIZATION) ? f.organization_id() : "",
              by(Request::GROUP_BY_CATEGORY) ? f.category() : 0,
              by(Request::GROUP_BY_COUNTRY) ? f.place().country_code() : "",
              by(Request::GROUP_BY_PUBLISH_YEAR)
                  ? year(figure.entry.publish_date())
                  : "",
              by(Request::GROUP_BY_PLACE) ? Fold(f.place().name()) : "", goal,
              by(Request::GROUP_BY_PERIOD_YEAR) && has_period
                  ? year(f.period().end())
                  : ""}]
          .push_back({&figure, reason});
    }
  }
  const auto add_left_out = [](const std::map<int, int>& counts, auto* to) {
    for (const auto& [reason, count] : counts) {
      to->add_left_out()->set_reason(static_cast<Response::LeftOut>(reason));
      to->mutable_left_out()->rbegin()->set_count(count);
    }
  };
  std::vector<Response::Group> sorted;
  for (const auto& [key, all] : groups) {
    Response::Group group;
    group.set_unit(std::get<0>(key));
    group.set_status(static_cast<v1::FigureStatus>(std::get<1>(key)));
    group.set_organization_id(std::get<2>(key));
    if (!group.organization_id().empty()) {
      group.set_organization_name(all[0].figure->entry.organization_name());
    }
    group.set_category(static_cast<v1::ImpactCategory>(std::get<3>(key)));
    group.set_country_code(std::get<4>(key));
    group.set_publish_year(std::get<5>(key));
    if (!std::get<6>(key).empty()) {
      group.set_place(all[0].figure->told.place().name());
    }
    group.set_sdg_goal(std::get<7>(key));
    group.set_period_year(std::get<8>(key));
    std::map<int, int> reasons;
    std::vector<const Figure*> counted;
    std::map<v1::Bound, int> bounds;
    for (const Told& told : all) {
      if (told.left_out != 0) {
        ++reasons[told.left_out];
        continue;
      }
      counted.push_back(told.figure);
      ++bounds[told.figure->told.bound()];
      group.set_sum(group.sum() + told.figure->told.value());
    }
    group.set_count(static_cast<int>(counted.size()));
    group.set_figure_count(group.count() +
                           reasons[Response::LEFT_OUT_SAME_CLAIM]);
    if (reasons[Response::LEFT_OUT_SAME_CLAIM] == 0) {
      reasons.erase(Response::LEFT_OUT_SAME_CLAIM);
    }
    group.set_inexact_count(group.count() - bounds[v1::BOUND_EXACT]);
    group.set_rate_count(reasons.contains(Response::LEFT_OUT_RATE)
                             ? reasons[Response::LEFT_OUT_RATE]
                             : 0);
    add_left_out(reasons, &group);
    if (!counted.empty()) {
      const auto value = [](const Figure* f) { return f->told.value(); };
      group.set_sum_is_meaningful(group.unit() != "percent");
      if (group.sum_is_meaningful()) {
        group.set_sum_bound(group.inexact_count() == 0 ? v1::BOUND_EXACT
                            : bounds[v1::BOUND_MORE_THAN] > 0 &&
                                    bounds[v1::BOUND_LESS_THAN] == 0
                                ? v1::BOUND_MORE_THAN
                                : v1::BOUND_APPROXIMATE);
      }
      group.set_min(value(counted[0]));
      group.set_max(value(counted[0]));
      const Figure* latest = counted[0];
      const auto recency = [&](const Figure* f) {
        return std::make_pair(PublishDay(*f), value(f));
      };
      for (const Figure* f : counted) {
        group.set_min(std::min(group.min(), value(f)));
        group.set_max(std::max(group.max(), value(f)));
        if (recency(f) > recency(latest) ||
            (recency(f) == recency(latest) &&
             f->told.figure_id() < latest->told.figure_id())) {
          latest = f;
        }
      }
      group.set_latest(value(latest));
      group.set_latest_publish_date(latest->entry.publish_date());
      group.set_latest_figure_id(latest->told.figure_id());
    }
    if (!group.sum_is_meaningful()) group.clear_sum();
    sorted.push_back(group);
  }
  const auto order = [](const Response::Group& g) {
    return std::make_tuple(-g.count(), g.unit(), g.status(),
                           g.organization_id(), g.category(), g.country_code(),
                           g.publish_year(), g.place(), g.sdg_goal(),
                           g.period_year());
  };
  std::sort(sorted.begin(), sorted.end(),
            [&](const auto& a, const auto& b) { return order(a) < order(b); });
  const int max = request.max_groups() == 0 ? 100 : request.max_groups();
  for (const Response::Group& group : sorted) {
    if (response.groups_size() < max) {
      *response.add_groups() = group;
    } else {
      response.set_omitted_group_count(response.omitted_group_count() + 1);
      response.set_omitted_figure_count(response.omitted_figure_count() +
                                        group.count());
    }
  }
  add_left_out(left_out, &response);
  return response;
}

}  // namespace impactwire::query
