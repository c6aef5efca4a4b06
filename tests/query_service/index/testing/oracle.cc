#include "tests/query_service/index/testing/oracle.h"

#include <algorithm>

#include "common/base/stable_id.h"
#include "query_service/index/generation/record_check.h"
#include "query_service/index/tables/day_range.h"

namespace impactwire::query {
namespace {

// By number of uses, most first, then by name.
std::vector<std::string> MostUsed(const std::map<std::string, int>& uses,
                                  const std::string& but) {
  std::vector<std::pair<int, std::string>> sorted;
  for (const auto& [form, count] : uses) {
    if (form != but) sorted.push_back({-count, form});
  }
  std::sort(sorted.begin(), sorted.end());
  std::vector<std::string> names;
  for (const auto& [count, form] : sorted) {
    if (names.size() < 50) names.push_back(form);
  }
  return names;
}

std::string Favourite(const std::map<std::string, int>& displays) {
  std::string best;
  int most = 0;
  for (const auto& [name, count] : displays) {
    if (count > most || (count == most && name.size() > best.size())) {
      best = name;
      most = count;
    }
  }
  return best;
}

bool IsKind(absl::string_view kind, const std::string& id) {
  return IsStableId(kind, id);
}

std::set<std::string> FormsOf(
    const std::string& display,
    const google::protobuf::RepeatedPtrField<std::string>& aliases) {
  std::set<std::string> forms(aliases.begin(), aliases.end());
  forms.erase("");
  forms.insert(display);
  return forms;
}

}  // namespace

OracleState::OracleState(const std::vector<v1::LogEntry>& entries,
                         uint64_t position) {
  std::map<std::string, std::pair<uint64_t, v1::Override>> overrides;
  for (const v1::LogEntry& entry : entries) {
    if (entry.sequence() > position) break;
    if (entry.has_record()) {
      LiveRecord live{entry.sequence(), entry.record()};
      NormalizeRecord(&live.record);
      records_[live.record.article_id()] = live;
    } else if (entry.has_tombstone()) {
      records_.erase(entry.tombstone().article_id());
    } else if (entry.has_override()) {
      overrides[entry.override().override_id()] = {entry.sequence(),
                                                   entry.override()};
    }
  }
  std::map<uint64_t, v1::Override> in_order;
  for (const auto& [id, live] : overrides) in_order[live.first] = live.second;
  for (const auto& [sequence, override] : in_order) {
    const bool merge = override.has_merge();
    const std::string& from =
        merge ? override.merge().from_id() : override.split().from_id();
    const std::string& into = override.merge().into_id();
    for (const auto kind : {kOrganizationIdKind, kExecutiveIdKind}) {
      if (IsKind(kind, from) && (!merge || IsKind(kind, into)) &&
          from != into) {
        overrides_[from] = override;
      }
    }
  }
  for (const auto& [id, live] : records_) ordered_.push_back(live);
  std::sort(ordered_.begin(), ordered_.end(), [](const auto& a, const auto& b) {
    return a.sequence < b.sequence;
  });
  JoinOrganizations();
  JoinPeople();
  MakeOrganizations();
  MakeExecutives();
  for (const LiveRecord& live : ordered_) {
    for (const auto& figure : live.record.impact_figures()) {
      figures_.push_back(Answer(live, figure));
      for (const std::string& id : figures_.back().organizations) {
        const auto found = organizations_.find(id);
        if (found == organizations_.end()) continue;
        found->second.set_impact_figure_count(
            found->second.impact_figure_count() + 1);
      }
    }
  }
}

void OracleState::MakeOrganizations() {
  std::map<std::string, std::map<std::string, int>> displays;
  std::map<std::string, std::map<int, int>> kinds;
  std::map<std::string, std::set<std::string>> articles;
  std::map<std::string, std::set<std::string>> executives;
  std::map<std::string, std::map<std::string, int>> countries;
  for (const LiveRecord& live : ordered_) {
    for (const v1::Organization& o : live.record.organizations()) {
      const std::string root = Root(o.organization_id());
      ++displays[root][o.display_name()];
      ++kinds[root][o.kind()];
      if (!o.country_code().empty()) ++countries[root][o.country_code()];
      articles[root].insert(live.record.article_id());
      for (const auto& form : FormsOf(o.display_name(), o.aliases())) {
        ++forms_[root][form];
      }
    }
    for (const v1::ExecutiveRole& role : live.record.executives()) {
      executives[Root(role.organization_id())].insert(
          Root(role.executive_id()));
    }
  }
  for (const auto& [id, names] : displays) {
    v1::OrganizationSummary& summary = organizations_[id];
    summary.set_organization_id(id);
    summary.set_display_name(Favourite(names));
    int most = 0;
    for (const auto& [kind, count] : kinds[id]) {
      if (count > most) {
        most = count;
        summary.set_kind(static_cast<v1::OrganizationKind>(kind));
      }
    }
    most = 0;
    for (const auto& [country, count] : countries[id]) {
      if (count > most) summary.set_country_code(country);
      most = std::max(most, count);
    }
    for (auto& alias : MostUsed(forms_[id], summary.display_name())) {
      summary.add_aliases(alias);
    }
    summary.set_article_count(static_cast<int>(articles[id].size()));
    summary.set_executive_count(static_cast<int>(executives[id].size()));
  }
}

void OracleState::MakeExecutives() {
  std::map<std::string, std::map<std::string, int>> displays;
  std::map<std::string, std::map<std::string, int>> forms;
  std::map<std::string, std::set<std::string>> articles;
  struct Told {
    int32_t date;
    v1::ExecutiveRoleEntry entry;
  };
  std::map<std::string, std::vector<Told>> roles;
  for (const LiveRecord& live : ordered_) {
    std::map<std::string, std::pair<std::string, std::set<std::string>>> people;
    for (const v1::ExecutiveRole& role : live.record.executives()) {
      const std::string root = Root(role.executive_id());
      articles[root].insert(live.record.article_id());
      auto& person = people[role.executive_id()];
      if (person.second.empty()) person.first = role.display_name();
      for (const auto& form : FormsOf(role.display_name(), role.aliases())) {
        person.second.insert(form);
      }
      Told told;
      told.date = NewestFirst(
          ParseDays(live.record.publish_date()).value_or(DayRange::None()));
      *told.entry.mutable_role() = role;
      told.entry.mutable_role()->set_executive_id(root);
      told.entry.mutable_role()->set_organization_id(
          Root(role.organization_id()));
      const auto organization =
          organizations_.find(Root(role.organization_id()));
      if (organization != organizations_.end()) {
        told.entry.set_organization_name(organization->second.display_name());
      }
      told.entry.set_article_id(live.record.article_id());
      told.entry.set_publish_date(live.record.publish_date());
      roles[root].push_back(told);
    }
    for (const auto& [id, person] : people) {
      ++displays[Root(id)][person.first];
      for (const auto& form : person.second) ++forms[Root(id)][form];
    }
  }
  for (auto& [id, names] : displays) {
    v1::ExecutiveSummary& summary = executives_[id];
    summary.set_executive_id(id);
    summary.set_display_name(Favourite(names));
    for (auto& alias : MostUsed(forms[id], summary.display_name())) {
      summary.add_aliases(alias);
    }
    summary.set_article_count(static_cast<int>(articles[id].size()));
    std::stable_sort(
        roles[id].begin(), roles[id].end(),
        [](const Told& a, const Told& b) { return a.date > b.date; });
    for (const Told& told : roles[id]) {
      if (summary.roles_size() < 100) *summary.add_roles() = told.entry;
    }
  }
}

OracleState::Figure OracleState::Answer(const LiveRecord& from,
                                        const v1::ImpactFigure& figure) const {
  Figure answer;
  answer.sequence = from.sequence;
  answer.told = figure;
  v1::ImpactFigureEntry& entry = answer.entry;
  *entry.mutable_figure() = figure;
  const std::string root = Root(figure.organization_id());
  entry.mutable_figure()->set_organization_id(root);
  entry.mutable_figure()->clear_co_organization_ids();
  if (!root.empty()) answer.organizations.insert(root);
  std::set<std::string> others = {root};
  for (const std::string& id : figure.co_organization_ids()) {
    answer.organizations.insert(Root(id));
    if (others.insert(Root(id)).second) {
      entry.mutable_figure()->add_co_organization_ids(Root(id));
    }
  }
  const auto organization = organizations_.find(root);
  if (organization != organizations_.end()) {
    entry.set_organization_name(organization->second.display_name());
    answer.kind = organization->second.kind();
  }
  entry.set_article_id(from.record.article_id());
  entry.set_article_title(from.record.title());
  entry.set_publisher(from.record.publisher());
  entry.set_publish_date(from.record.publish_date());
  entry.set_uri(from.record.uri());
  return answer;
}

v1::GetArticleResponse OracleState::Article(const std::string& id) const {
  const LiveRecord& live = records_.at(id);
  const v1::ArticleRecord& record = live.record;
  v1::GetArticleResponse response;
  v1::ArticleSummary& summary = *response.mutable_article();
  summary.set_article_id(id);
  summary.set_uri(record.uri());
  summary.set_title(record.title());
  summary.set_publisher(record.publisher());
  summary.set_publish_date(record.publish_date());
  *summary.mutable_labels() = record.labels();
  summary.set_language(record.language());
  if (record.has_ingest_time()) {
    *summary.mutable_ingest_time() = record.ingest_time();
  }
  *summary.mutable_warnings() = record.warnings();
  std::set<std::string> organizations;
  for (v1::Organization o : record.organizations()) {
    organizations.insert(Root(o.organization_id()));
    o.set_organization_id(Root(o.organization_id()));
    *response.add_organizations() = o;
  }
  std::set<std::string> executives;
  for (v1::ExecutiveRole role : record.executives()) {
    executives.insert(Root(role.executive_id()));
    role.set_executive_id(Root(role.executive_id()));
    role.set_organization_id(Root(role.organization_id()));
    *response.add_executives() = role;
  }
  for (const v1::ImpactFigure& figure : record.impact_figures()) {
    *response.add_impact_figures() = Answer(live, figure).entry.figure();
  }
  summary.set_organization_count(static_cast<int>(organizations.size()));
  summary.set_executive_count(static_cast<int>(executives.size()));
  summary.set_impact_figure_count(record.impact_figures_size());
  return response;
}

}  // namespace impactwire::query
