#include <algorithm>
#include <functional>
#include <optional>
#include <tuple>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "query_service/index/names/fold.h"
#include "query_service/index/tables/day_range.h"
#include "tests/query_service/index/testing/oracle.h"
#include "tests/query_service/index/testing/oracle_claims.h"

namespace impactwire::query {
namespace {

template <typename Repeated, typename T>
bool Any(const Repeated& wanted, const T& value) {
  if (wanted.empty()) return true;
  return std::find(wanted.begin(), wanted.end(), value) != wanted.end();
}

bool InDays(const v1::DateRange& wanted, const DayRange& days) {
  return CheckedDays("x", wanted)->Overlaps(days);
}

DayRange PublishDays(const std::string& date) {
  return ParseDays(date).value_or(DayRange::None());
}

bool PrefixMatches(const std::string& prefix,
                   const std::set<std::string>& forms) {
  const std::string folded = Fold(prefix);
  for (const std::string& form : forms) {
    if (absl::StrContains(absl::StrCat(" ", Fold(form)),
                          absl::StrCat(" ", folded))) {
      return true;
    }
  }
  return false;
}

}  // namespace

bool OracleMatches(const OracleState::Figure& answer, const OracleState& state,
                   const v1::ImpactFigureFilter& filter) {
  const v1::ImpactFigure& figure = answer.entry.figure();
  if (filter.organization_ids_size() > 0) {
    bool named = false;
    for (const std::string& id : filter.organization_ids()) {
      named = named || answer.organizations.contains(state.Root(id));
    }
    if (!named) return false;
  }
  if (filter.organization_kinds_size() > 0 &&
      (figure.organization_id().empty() ||
       !Any(filter.organization_kinds(), static_cast<int>(answer.kind)))) {
    return false;
  }
  if (filter.units_size() > 0) {
    bool same = false;
    for (const std::string& unit : filter.units()) {
      same = same || absl::EqualsIgnoreCase(unit, figure.unit());
    }
    if (!same) return false;
  }
  if (!Any(filter.categories(), static_cast<int>(figure.category())) ||
      !Any(filter.statuses(), static_cast<int>(figure.status())) ||
      !Any(filter.attributions(), static_cast<int>(figure.attribution()))) {
    return false;
  }
  if (filter.has_min_value() && figure.value() < filter.min_value()) {
    return false;
  }
  if (filter.has_max_value() && figure.value() > filter.max_value()) {
    return false;
  }
  if (filter.has_period() &&
      !InDays(filter.period(),
              DaysBetween(figure.period().start(), figure.period().end()))) {
    return false;
  }
  if (filter.has_publish_date() &&
      !InDays(filter.publish_date(),
              PublishDays(answer.entry.publish_date()))) {
    return false;
  }
  if (!absl::StrContains(Fold(figure.place().name()), Fold(filter.place()))) {
    return false;
  }
  if (!Any(filter.country_codes(), figure.place().country_code())) return false;
  if (figure.confidence() < filter.min_confidence()) return false;
  if (filter.sdg_goals_size() > 0) {
    bool any = false;
    for (const int goal : figure.sdg_goals()) {
      any = any || Any(filter.sdg_goals(), goal);
    }
    if (!any) return false;
  }
  if (!filter.article_id().empty() &&
      filter.article_id() != answer.entry.article_id()) {
    return false;
  }
  if (!OracleExpression(filter.expression(), answer, state)) return false;
  return !filter.has_has_organization() ||
         filter.has_organization() == !figure.organization_id().empty();
}

std::vector<v1::ImpactFigureEntry> OracleFigures(
    const OracleState& state, const v1::ListImpactFiguresRequest& request) {
  std::vector<v1::ImpactFigureEntry> entries;
  for (const OracleState::Figure& figure : state.figures()) {
    if (OracleMatches(figure, state, request.filter())) {
      entries.push_back(figure.entry);
    }
  }
  if (request.order() == v1::ListImpactFiguresRequest::ORDER_VALUE) {
    std::stable_sort(entries.begin(), entries.end(),
                     [](const auto& a, const auto& b) {
                       return a.figure().value() > b.figure().value();
                     });
  } else if (request.order() ==
             v1::ListImpactFiguresRequest::ORDER_CONFIDENCE) {
    std::stable_sort(entries.begin(), entries.end(),
                     [](const auto& a, const auto& b) {
                       return a.figure().confidence() > b.figure().confidence();
                     });
  } else if (request.order() ==
             v1::ListImpactFiguresRequest::ORDER_PUBLISH_DATE) {
    std::stable_sort(entries.begin(), entries.end(),
                     [](const auto& a, const auto& b) {
                       return NewestFirst(PublishDays(a.publish_date())) >
                              NewestFirst(PublishDays(b.publish_date()));
                     });
  }
  return entries;
}

std::vector<v1::OrganizationSummary> OracleOrganizations(
    const OracleState& state, const v1::ListOrganizationsRequest& request) {
  const v1::OrganizationFilter& filter = request.filter();
  std::vector<v1::OrganizationSummary> result;
  for (const auto& [id, summary] : state.organizations()) {
    if (!Any(filter.kinds(), static_cast<int>(summary.kind())) ||
        summary.article_count() < filter.min_article_count() ||
        summary.impact_figure_count() < filter.min_impact_figure_count()) {
      continue;
    }
    if (!filter.article_id().empty()) {
      const auto live = state.records().find(filter.article_id());
      bool named = false;
      if (live != state.records().end()) {
        for (const auto& o : live->second.record.organizations()) {
          named = named || state.Root(o.organization_id()) == id;
        }
      }
      if (!named) continue;
    }
    result.push_back(summary);
  }
  const auto key = [&](const v1::OrganizationSummary& s) {
    int count = 0;
    if (request.order() ==
        v1::ListOrganizationsRequest::ORDER_IMPACT_FIGURE_COUNT) {
      count = -s.impact_figure_count();
    } else if (request.order() ==
               v1::ListOrganizationsRequest::ORDER_ARTICLE_COUNT) {
      count = -s.article_count();
    }
    return std::make_tuple(count, Fold(s.display_name()), s.display_name(),
                           s.organization_id());
  };
  std::sort(result.begin(), result.end(),
            [&](const auto& a, const auto& b) { return key(a) < key(b); });
  return result;
}

std::vector<v1::ExecutiveSummary> OracleExecutives(
    const OracleState& state, const v1::ListExecutivesRequest& request) {
  const v1::ExecutiveFilter& filter = request.filter();
  std::set<std::string> organizations;
  for (const std::string& id : filter.organization_ids()) {
    organizations.insert(state.Root(id));
  }
  // Of every person: whether a role matches, and all forms.
  std::set<std::string> matching;
  std::map<std::string, std::set<std::string>> forms;
  for (const OracleState::LiveRecord& live : state.ordered()) {
    for (const v1::ExecutiveRole& role : live.record.executives()) {
      const std::string id = state.Root(role.executive_id());
      forms[id].insert(role.display_name());
      forms[id].insert(role.aliases().begin(), role.aliases().end());
      bool family = filter.role_families().empty();
      for (const int f : role.role_families()) {
        family = family || Any(filter.role_families(), f);
      }
      if (family && Any(organizations, state.Root(role.organization_id())) &&
          Any(filter.statuses(), static_cast<int>(role.status())) &&
          role.confidence() >= filter.min_confidence() &&
          (filter.article_id().empty() ||
           filter.article_id() == live.record.article_id())) {
        matching.insert(id);
      }
    }
  }
  std::vector<v1::ExecutiveSummary> result;
  for (const auto& [id, summary] : state.executives()) {
    if (matching.contains(id) &&
        PrefixMatches(filter.name_prefix(), forms[id])) {
      result.push_back(summary);
    }
  }
  const auto key = [](const v1::ExecutiveSummary& s) {
    return std::make_tuple(Fold(s.display_name()), s.display_name(),
                           s.executive_id());
  };
  std::sort(result.begin(), result.end(),
            [&](const auto& a, const auto& b) { return key(a) < key(b); });
  return result;
}

std::vector<v1::ArticleSummary> OracleArticles(
    const OracleState& state, const v1::ListArticlesRequest& request) {
  const v1::ArticleFilter& filter = request.filter();
  std::set<std::string> organizations;
  for (const std::string& id : filter.organization_ids()) {
    organizations.insert(state.Root(id));
  }
  std::vector<v1::ArticleSummary> result;
  for (const OracleState::LiveRecord& live : state.ordered()) {
    const v1::ArticleRecord& record = live.record;
    bool named = organizations.empty();
    for (const auto& o : record.organizations()) {
      named = named || organizations.contains(state.Root(o.organization_id()));
    }
    bool labelled = true;
    for (const auto& [key, value] : filter.labels()) {
      const auto label = record.labels().find(key);
      labelled =
          labelled && label != record.labels().end() && label->second == value;
    }
    if (!named || !labelled) continue;
    if (!filter.publisher().empty() &&
        Fold(filter.publisher()) != Fold(record.publisher())) {
      continue;
    }
    if (filter.has_publish_date() &&
        !InDays(filter.publish_date(), PublishDays(record.publish_date()))) {
      continue;
    }
    if (filter.has_has_impact_figures() &&
        filter.has_impact_figures() != (record.impact_figures_size() > 0)) {
      continue;
    }
    result.push_back(state.Article(record.article_id()).article());
  }
  if (request.order() == v1::ListArticlesRequest::ORDER_PUBLISH_DATE) {
    std::stable_sort(result.begin(), result.end(),
                     [](const auto& a, const auto& b) {
                       return NewestFirst(PublishDays(a.publish_date())) >
                              NewestFirst(PublishDays(b.publish_date()));
                     });
  }
  return result;
}

std::vector<v1::WatchImpactFiguresResponse> OracleEvents(
    const std::vector<v1::LogEntry>& entries, uint64_t after, uint64_t through,
    const v1::ImpactFigureFilter& filter) {
  using Event = v1::WatchImpactFiguresResponse;
  std::vector<Event> events;
  for (const v1::LogEntry& entry : entries) {
    if (entry.sequence() <= after || entry.sequence() > through) continue;
    if (entry.has_override()) continue;
    const std::string& article = entry.has_record()
                                     ? entry.record().article_id()
                                     : entry.tombstone().article_id();
    const OracleState before(entries, entry.sequence() - 1);
    const OracleState then(entries, entry.sequence());
    std::map<std::string, v1::ImpactFigure> last;
    OracleState::LiveRecord last_record;
    if (before.records().contains(article)) {
      last_record = before.records().at(article);
      for (const auto& f : last_record.record.impact_figures()) {
        last[f.figure_id()] = f;
      }
    }
    // Made where they are needed.
    std::optional<OracleClaims> claims_of[2];
    const auto claims = [&](bool is_then) -> const OracleClaims& {
      std::optional<OracleClaims>& made = claims_of[is_then];
      if (!made.has_value()) made.emplace(is_then ? then : before);
      return *made;
    };
    const auto add = [&](Event::Kind kind, const OracleState::Figure& figure) {
      events.emplace_back();
      events.back().set_kind(kind);
      *events.back().mutable_entry() = figure.entry;
      events.back().set_claim_id(claims(kind != Event::KIND_RETRACTED)
                                     .Of(figure.entry.figure().figure_id())
                                     .id);
    };
    std::vector<std::function<void()>> later;
    std::map<std::string, v1::ImpactFigure> next;
    if (then.records().contains(article)) {
      const OracleState::LiveRecord record = then.records().at(article);
      for (const auto& f : record.record.impact_figures()) {
        next[f.figure_id()] = f;
        const OracleState::Figure answer = then.Answer(record, f);
        const bool matches = OracleMatches(answer, then, filter);
        const auto replaced = last.find(f.figure_id());
        if (replaced == last.end()) {
          if (!matches) continue;
          // Whether another article tells the same.
          auto kind = Event::KIND_NEW;
          for (const auto& telling : claims(true).Of(f.figure_id()).tellings) {
            if (telling.entry.article_id() != article) {
              kind = Event::KIND_CORROBORATED;
            }
          }
          later.push_back([=] { add(kind, answer); });
          continue;
        }
        const bool same =
            replaced->second.SerializeAsString() == f.SerializeAsString() &&
            last_record.record.title() == record.record.title() &&
            last_record.record.uri() == record.record.uri() &&
            last_record.record.publisher() == record.record.publisher() &&
            last_record.record.publish_date() == record.record.publish_date();
        if (same) continue;
        const bool matched = OracleMatches(
            then.Answer(last_record, replaced->second), then, filter);
        if (matches) {
          const auto kind = matched ? Event::KIND_REVISED : Event::KIND_NEW;
          later.push_back([=] { add(kind, answer); });
        } else if (matched) {
          add(Event::KIND_RETRACTED,
              before.Answer(last_record, replaced->second));
        }
      }
    }
    for (const auto& f : last_record.record.impact_figures()) {
      if (next.contains(f.figure_id())) continue;
      if (OracleMatches(then.Answer(last_record, f), then, filter)) {
        add(Event::KIND_RETRACTED, before.Answer(last_record, f));
      }
    }
    for (const auto& event : later) event();
  }
  return events;
}

}  // namespace impactwire::query
