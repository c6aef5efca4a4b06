// Oracle: the index's answers, computed the slow and simple way from the
// entries themselves: the live records and overrides at a position in ordered
// maps, everything else recomputed from them for every question.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "impactwire/v1/log.pb.h"
#include "impactwire/v1/query.pb.h"

namespace impactwire::query {

// Everything that holds at one position.
class OracleState {
 public:
  struct LiveRecord {
    uint64_t sequence = 0;
    v1::ArticleRecord record;  // Normalized.
  };
  struct Figure {
    uint64_t sequence = 0;
    v1::ImpactFigureEntry entry;  // As answered.
    // Merged ids of all organizations named.
    std::set<std::string> organizations;
    // "" or the kind of the organization's majority.
    v1::OrganizationKind kind = v1::ORGANIZATION_KIND_UNSPECIFIED;
    // As its record has it.
    v1::ImpactFigure told;
  };
  // The organization's forms with the number of appearances that use them.
  using Forms = std::map<std::string, int>;

  // `entries`: ascending; those after `position` are ignored.
  OracleState(const std::vector<v1::LogEntry>& entries, uint64_t position);

  const std::map<std::string, LiveRecord>& records() const { return records_; }
  // In log order.
  const std::vector<LiveRecord>& ordered() const { return ordered_; }
  const std::map<std::string, v1::OrganizationSummary>& organizations() const {
    return organizations_;
  }
  const Forms& forms(const std::string& id) const { return forms_.at(id); }
  const std::map<std::string, v1::ExecutiveSummary>& executives() const {
    return executives_;
  }
  const std::vector<Figure>& figures() const { return figures_; }
  std::string Root(const std::string& id) const;
  // As answered for the root.
  std::vector<v1::Redirect> Redirects(const std::string& root) const;
  // Whether any automatic join of ids of the kind takes effect.
  bool has_joins(absl::string_view kind) const;

  // The figure as answered at this position, whichever record it is from.
  Figure Answer(const LiveRecord& from, const v1::ImpactFigure& figure) const;
  v1::GetArticleResponse Article(const std::string& id) const;

 private:
  // -- oracle_joins.cc
  struct Body;
  struct Join {
    std::string into;
    v1::Redirect::Reason reason;
  };
  void JoinOrganizations();
  std::map<std::string, Body> Bodies() const;
  std::string NameByItself(const std::string& id) const;
  std::string Next(const std::string& id) const;
  bool IsSplit(const std::string& id) const;
  v1::Redirect Told(const std::string& id) const;
  // -- oracle_people.cc
  struct Person {
    struct Office {
      std::set<std::string> names;
      std::set<int> families;
      // In log order.
      std::vector<std::string> articles;
    };
    size_t articles = 0;
    std::set<std::string> displays;
    // By organization; "" for none.
    std::map<std::string, Office> offices;
  };
  std::map<std::string, Person> People() const;
  void JoinPeople();
  void TellRoles(const std::string& from_id, const std::string& into_id,
                 v1::Redirect* told) const;
  // --
  void MakeOrganizations();
  void MakeExecutives();

  std::map<std::string, LiveRecord> records_;
  std::vector<LiveRecord> ordered_;
  // The override in force of an id, and what it is joined to.
  std::map<std::string, v1::Override> overrides_;
  std::map<std::string, Join> joins_;
  std::map<std::string, v1::OrganizationSummary> organizations_;
  std::map<std::string, Forms> forms_;
  std::map<std::string, v1::ExecutiveSummary> executives_;
  std::vector<Figure> figures_;
};

// Whole lists, unpaged and in order.
std::vector<v1::ImpactFigureEntry> OracleFigures(
    const OracleState& state, const v1::ListImpactFiguresRequest& request);
std::vector<v1::OrganizationSummary> OracleOrganizations(
    const OracleState& state, const v1::ListOrganizationsRequest& request);
std::vector<v1::ExecutiveSummary> OracleExecutives(
    const OracleState& state, const v1::ListExecutivesRequest& request);
std::vector<v1::ArticleSummary> OracleArticles(
    const OracleState& state, const v1::ListArticlesRequest& request);
std::vector<v1::SearchOrganizationsResponse::Hit> OracleSearch(
    const OracleState& state, const v1::SearchOrganizationsRequest& request);
std::vector<v1::SearchExecutivesResponse::Hit> OracleSearchExecutives(
    const OracleState& state, const v1::SearchExecutivesRequest& request);
std::vector<v1::SearchImpactFiguresResponse::Hit> OracleSearchFigures(
    const OracleState& state, const v1::SearchImpactFiguresRequest& request);

bool OracleMatches(const OracleState::Figure& figure, const OracleState& state,
                   const v1::ImpactFigureFilter& filter);

// Of filter.expression; it must be well formed.
bool OracleExpression(const std::string& text,
                      const OracleState::Figure& figure,
                      const OracleState& state);

// Events in (after, through], without positions.
std::vector<v1::WatchImpactFiguresResponse> OracleEvents(
    const std::vector<v1::LogEntry>& entries, uint64_t after, uint64_t through,
    const v1::ImpactFigureFilter& filter);

}  // namespace impactwire::query
