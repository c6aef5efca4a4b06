#include "query_service/index/figures/figure_terms.h"

#include <algorithm>
#include <cstdlib>
#include <iterator>

#include "query_service/index/figures/search_words.h"

namespace impactwire::query {
namespace {

// Years of one period that are words.
constexpr int kMaxYears = 10;

// The year an ISO date begins with; 0 if none.
int YearOf(const std::string& date) {
  return date.size() < 4 ? 0 : std::atoi(date.substr(0, 4).c_str());
}

void AddYears(const v1::Period& period, std::vector<uint64_t>* terms) {
  int first = YearOf(period.start());
  int last = YearOf(period.end());
  // An open end is not known to go on.
  if (first == 0) first = last;
  if (last == 0) last = first;
  if (first == 0) return;
  // Of a long one the last years.
  first = std::max(first, last - kMaxYears + 1);
  for (int year = first; year <= last; ++year) {
    terms->push_back(YearTerm(year));
  }
}

void SortUnique(std::vector<uint64_t>* terms) {
  std::sort(terms->begin(), terms->end());
  terms->erase(std::unique(terms->begin(), terms->end()), terms->end());
}

}  // namespace

void FigureTerms::OpenArticle(const v1::ArticleRecord& record) {
  record_ = &record;
  article_terms_.clear();
  sentence_.clear();
  sentence_terms_.clear();
  if (const int year = YearOf(record.publish_date()); year != 0) {
    article_terms_.push_back(YearTerm(year));
  }
  if (with_text_) {
    AddTerms(record.title(), TextOf::kSentence, &article_terms_);
  }
  SortUnique(&article_terms_);
}

void FigureTerms::AddOrganization(const std::string& id) {
  if (id.empty()) return;
  for (const v1::Organization& organization : record_->organizations()) {
    if (organization.organization_id() != id) continue;
    AddTerms(organization.display_name(), TextOf::kField, &own_);
    for (const std::string& alias : organization.aliases()) {
      AddTerms(alias, TextOf::kField, &own_);
    }
  }
}

void FigureTerms::Find(const v1::ImpactFigure& figure) {
  own_.clear();
  AddTerms(figure.what(), TextOf::kField, &own_);
  AddTerms(figure.beneficiary(), TextOf::kField, &own_);
  AddTerms(figure.place().name(), TextOf::kField, &own_);
  const auto& country = CountryTerms(figure.place().country_code());
  own_.insert(own_.end(), country.begin(), country.end());
  AddYears(figure.period(), &own_);
  AddOrganization(figure.organization_id());
  for (const std::string& id : figure.co_organization_ids()) {
    AddOrganization(id);
  }
  SortUnique(&own_);

  if (with_text_) {
    // Often several figures stand in one sentence.
    if (sentence_terms_.empty() || figure.evidence().text() != sentence_) {
      sentence_ = figure.evidence().text();
      sentence_terms_.clear();
      AddTerms(sentence_, TextOf::kSentence, &sentence_terms_);
      SortUnique(&sentence_terms_);
    }
  }
  around_.clear();
  std::set_union(article_terms_.begin(), article_terms_.end(),
                 sentence_terms_.begin(), sentence_terms_.end(),
                 std::back_inserter(around_));
  // What it says of itself counts once, as that.
  around_.erase(std::remove_if(around_.begin(), around_.end(),
                               [&](uint64_t term) {
                                 return std::binary_search(own_.begin(),
                                                           own_.end(), term);
                               }),
                around_.end());
}

}  // namespace impactwire::query
