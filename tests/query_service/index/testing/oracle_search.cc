// Searches, by looking at everything.
#include <algorithm>
#include <functional>
#include <tuple>

#include "absl/strings/match.h"
#include "common/base/utf8.h"
#include "query_service/index/figures/search_words.h"
#include "query_service/index/names/fold.h"
#include "query_service/index/names/name_words.h"
#include "query_service/index/tables/day_range.h"
#include "tests/query_service/index/testing/oracle.h"

namespace impactwire::query {
namespace {

using Hit = v1::SearchOrganizationsResponse::Hit;

std::vector<uint32_t> Letters(const std::string& text) {
  std::vector<uint32_t> letters;
  for (size_t i = 0; i < text.size();) {
    const Utf8Char c = DecodeUtf8(text, i);
    letters.push_back(c.code_point);
    i += c.size;
  }
  return letters;
}

// The whole table.
int Edits(const std::string& from, const std::string& into) {
  const auto a = Letters(from);
  const auto b = Letters(into);
  std::vector<std::vector<int>> d(a.size() + 1, std::vector<int>(b.size() + 1));
  for (size_t i = 0; i <= a.size(); ++i) {
    for (size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        d[i][j] = static_cast<int>(i + j);
        continue;
      }
      d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1,
                          d[i - 1][j - 1] + (a[i - 1] != b[j - 1])});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
      }
    }
  }
  return d[a.size()][b.size()];
}

// 0 the same, 1 a start, 2 respelt, 3 one edit, 4 two or sounding alike, 5 no.
int Answer(const std::string& typed, const std::string& word, bool persons) {
  if (typed == word) return 0;
  if (absl::StartsWith(word, typed)) return 1;
  if (persons && Letters(word).size() == 1 && absl::StartsWith(typed, word)) {
    return 1;
  }
  if (SpellingKey(typed) == SpellingKey(word)) return 2;
  const size_t letters = Letters(typed).size();
  const int allowed = letters < 4 ? 0 : letters < 8 ? 1 : 2;
  const int edits = Edits(typed, word);
  if (edits <= allowed) return edits == 1 ? 3 : 4;
  const std::string sound = ConsonantKey(SpellingKey(typed));
  return !sound.empty() && sound == ConsonantKey(SpellingKey(word)) ? 4 : 5;
}

std::vector<std::string> Strings(const std::vector<absl::string_view>& views) {
  return std::vector<std::string>(views.begin(), views.end());
}

// The best way to give each typed word a name's word of its own.
int BestAnswer(const std::vector<std::string>& typed, size_t next,
               const std::vector<std::string>& names, std::set<size_t> taken,
               bool persons) {
  if (next == typed.size()) return 0;
  int best = 5;
  for (size_t n = 0; n < names.size(); ++n) {
    if (!taken.insert(n).second) continue;
    best = std::min(
        best, std::max(Answer(typed[next], names[n], persons),
                       BestAnswer(typed, next + 1, names, taken, persons)));
    taken.erase(n);
  }
  return best;
}

struct Named {
  std::string display;
  OracleState::Forms forms;
  int fame = 0;
};
struct Found {
  Hit::Match match;
  int grade;
  int fame;
  std::string folded;
  std::string form;
  std::string id;
  auto Key() const {
    return std::make_tuple(static_cast<int>(match), grade, -fame,
                           std::min<size_t>(255, folded.size()), folded, form,
                           id);
  }
  double Score() const {
    const auto between = [&](double from, double to) {
      return from + (to - from) * double(fame) / (double(fame) + 20);
    };
    if (match == Hit::MATCH_EXACT) return grade == 0 ? 1 : 0.98;
    if (match == Hit::MATCH_ALIAS) {
      return grade == 0 ? 0.95 : grade == 1 ? 0.93 : 0.9;
    }
    if (match == Hit::MATCH_PREFIX) {
      return grade == 0 ? between(0.7, 0.85) : between(0.5, 0.7);
    }
    return grade == 0   ? between(0.35, 0.5)
           : grade == 1 ? between(0.2, 0.35)
                        : between(0.05, 0.2);
  }
};

std::vector<Found> Find(const std::string& query, NamesOf of,
                        const std::map<std::string, Named>& all,
                        int page_size) {
  const bool persons = of == NamesOf::kPersons;
  const std::string folded = Fold(query);
  const std::string core = CoreName(folded, of);
  std::vector<std::string> typed;
  for (const std::string& word : Strings(CoreWords(folded, of))) {
    if (std::find(typed.begin(), typed.end(), word) == typed.end()) {
      typed.push_back(word);
    }
  }
  std::vector<Found> found;
  if (typed.empty()) return found;
  for (const auto& [id, named] : all) {
    std::vector<Found> of_forms;
    for (const auto& [form, count] : named.forms) {
      Found f{Hit::MATCH_UNSPECIFIED, 0, named.fame, Fold(form), form, id};
      const bool whole = CoreName(f.folded, of) == core;
      if (whole) {
        f.match = f.folded == Fold(named.display) ? Hit::MATCH_EXACT
                                                  : Hit::MATCH_ALIAS;
        f.grade = f.folded == folded ? 0 : 1;
      } else if (!persons && core.size() >= 3 && Initials(form) == core) {
        f.match = Hit::MATCH_ALIAS;
        f.grade = 2;
      } else {
        const int answer =
            BestAnswer(typed, 0, Strings(FoldedWords(f.folded)), {}, persons);
        if (answer == 5) continue;
        f.match = answer <= 1 ? Hit::MATCH_PREFIX : Hit::MATCH_TYPO;
        f.grade = answer <= 1 ? answer : answer - 2;
      }
      of_forms.push_back(f);
    }
    const auto best = std::min_element(
        of_forms.begin(), of_forms.end(),
        [](const Found& a, const Found& b) { return a.Key() < b.Key(); });
    if (best != of_forms.end()) found.push_back(*best);
  }
  std::sort(found.begin(), found.end(),
            [](const Found& a, const Found& b) { return a.Key() < b.Key(); });
  const size_t max = page_size == 0 ? 10 : page_size;
  if (found.size() > max) found.resize(max);
  return found;
}

std::set<uint64_t> Terms(const std::vector<std::string>& texts, TextOf of) {
  std::vector<uint64_t> terms;
  for (const std::string& text : texts) AddTerms(text, of, &terms);
  return std::set<uint64_t>(terms.begin(), terms.end());
}

int Year(const std::string& date) {
  return date.empty() ? 0 : std::stoi(date.substr(0, 4));
}

}  // namespace

std::vector<Hit> OracleSearch(const OracleState& state,
                              const v1::SearchOrganizationsRequest& request) {
  v1::ListOrganizationsRequest list;
  *list.mutable_filter() = request.filter();
  std::map<std::string, Named> all;
  for (const auto& summary : OracleOrganizations(state, list)) {
    const std::string& id = summary.organization_id();
    all[id] = {summary.display_name(), state.forms(id),
               summary.article_count() + summary.impact_figure_count()};
  }
  std::vector<Hit> hits;
  for (const Found& f : Find(request.query(), NamesOf::kOrganizations, all,
                             request.page_size())) {
    Hit& hit = hits.emplace_back();
    *hit.mutable_organization() = state.organizations().at(f.id);
    hit.set_match(f.match);
    hit.set_matched_name(f.form);
    hit.set_score(f.Score());
  }
  return hits;
}

std::vector<v1::SearchExecutivesResponse::Hit> OracleSearchExecutives(
    const OracleState& state, const v1::SearchExecutivesRequest& request) {
  std::map<std::string, OracleState::Forms> forms;
  for (const OracleState::LiveRecord& live : state.ordered()) {
    for (const v1::ExecutiveRole& role : live.record.executives()) {
      auto& of_person = forms[state.Root(role.executive_id())];
      ++of_person[role.display_name()];
      for (const std::string& alias : role.aliases()) ++of_person[alias];
    }
  }
  v1::ListExecutivesRequest list;
  *list.mutable_filter() = request.filter();
  std::map<std::string, Named> all;
  for (const auto& summary : OracleExecutives(state, list)) {
    const std::string& id = summary.executive_id();
    all[id] = {summary.display_name(), forms[id], summary.article_count()};
  }
  std::vector<v1::SearchExecutivesResponse::Hit> hits;
  for (const Found& f :
       Find(request.query(), NamesOf::kPersons, all, request.page_size())) {
    auto& hit = hits.emplace_back();
    *hit.mutable_executive() = state.executives().at(f.id);
    hit.set_match(f.match);
    hit.set_matched_name(f.form);
    hit.set_score(f.Score());
  }
  return hits;
}

std::vector<v1::SearchImpactFiguresResponse::Hit> OracleSearchFigures(
    const OracleState& state, const v1::SearchImpactFiguresRequest& request) {
  using FigureHit = v1::SearchImpactFiguresResponse::Hit;
  const auto words = QueryWords(request.query());
  double most = 0;
  for (const SearchWord& word : words) most += 2 * word.weight;
  std::vector<std::tuple<double, int64_t, size_t, FigureHit>> hits;
  size_t number = 0;
  for (const OracleState::LiveRecord& live : state.ordered()) {
    for (const v1::ImpactFigure& figure : live.record.impact_figures()) {
      const OracleState::Figure& answer = state.figures()[number++];
      if (!OracleMatches(answer, state, request.filter())) continue;
      std::vector<std::string> own = {figure.what(), figure.beneficiary(),
                                      figure.place().name()};
      std::set<std::string> ids(figure.co_organization_ids().begin(),
                                figure.co_organization_ids().end());
      ids.insert(figure.organization_id());
      for (const auto& organization : live.record.organizations()) {
        if (!ids.contains(organization.organization_id())) continue;
        own.push_back(organization.display_name());
        for (const auto& alias : organization.aliases()) own.push_back(alias);
      }
      std::set<uint64_t> own_terms = Terms(own, TextOf::kField);
      for (const uint64_t term : CountryTerms(figure.place().country_code())) {
        own_terms.insert(term);
      }
      const int start = Year(figure.period().start());
      const int end = Year(figure.period().end());
      if (start != 0 || end != 0) {
        for (int y = start == 0 ? end : start; y <= (end == 0 ? start : end);
             ++y) {
          own_terms.insert(YearTerm(y));
        }
      }
      std::set<uint64_t> around = Terms(
          {live.record.title(), figure.evidence().text()}, TextOf::kSentence);
      around.insert(YearTerm(Year(live.record.publish_date())));
      FigureHit hit;
      double score = 0;
      for (const SearchWord& word : words) {
        const double times = own_terms.contains(word.term) ? 2
                             : around.contains(word.term)  ? 1
                                                           : 0;
        if (times > 0) hit.add_matched_words(word.text);
        score += times * word.weight;
      }
      if (score == 0) continue;
      hit.set_score(score / most);
      *hit.mutable_entry() = answer.entry;
      const int64_t published = NewestFirst(
          ParseDays(live.record.publish_date()).value_or(DayRange::None()));
      hits.push_back({-hit.score(), -published, number, hit});
    }
  }
  std::sort(hits.begin(), hits.end(), [](const auto& a, const auto& b) {
    return std::tie(std::get<0>(a), std::get<1>(a), std::get<2>(a)) <
           std::tie(std::get<0>(b), std::get<1>(b), std::get<2>(b));
  });
  std::vector<FigureHit> result;
  const size_t max = request.page_size() == 0 ? 10 : request.page_size();
  for (const auto& hit : hits) {
    if (result.size() < max) result.push_back(std::get<3>(hit));
  }
  return result;
}

}  // namespace impactwire::query
