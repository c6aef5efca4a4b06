#include "query_service/index/figures/figure_words.h"

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

void FigureWords::OpenArticle(const v1::ArticleRecord& record) {
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

void FigureWords::AddOrganization(const std::string& id) {
  if (id.empty()) return;
  for (const v1::Organization& organization : record_->organizations()) {
    if (organization.organization_id() != id) continue;
    AddTerms(organization.display_name(), TextOf::kField, &own_terms_);
    for (const std::string& alias : organization.aliases()) {
      AddTerms(alias, TextOf::kField, &own_terms_);
    }
  }
}

void FigureWords::Add(uint32_t row, const v1::ImpactFigure& figure,
                      const std::string& organization_id) {
  own_terms_.clear();
  AddTerms(figure.what(), TextOf::kField, &own_terms_);
  AddTerms(figure.beneficiary(), TextOf::kField, &own_terms_);
  AddTerms(figure.place().name(), TextOf::kField, &own_terms_);
  const auto& country = CountryTerms(figure.place().country_code());
  own_terms_.insert(own_terms_.end(), country.begin(), country.end());
  AddYears(figure.period(), &own_terms_);
  AddOrganization(organization_id);
  for (const std::string& id : figure.co_organization_ids()) {
    AddOrganization(id);
  }
  SortUnique(&own_terms_);

  if (with_text_) {
    // Often several figures stand in one sentence.
    if (sentence_terms_.empty() || figure.evidence().text() != sentence_) {
      sentence_ = figure.evidence().text();
      sentence_terms_.clear();
      AddTerms(sentence_, TextOf::kSentence, &sentence_terms_);
      SortUnique(&sentence_terms_);
    }
  }
  around_terms_.clear();
  std::set_union(article_terms_.begin(), article_terms_.end(),
                 sentence_terms_.begin(), sentence_terms_.end(),
                 std::back_inserter(around_terms_));
  // What it says of itself counts once, as that.
  around_terms_.erase(std::remove_if(around_terms_.begin(), around_terms_.end(),
                                     [&](uint64_t term) {
                                       return std::binary_search(
                                           own_terms_.begin(), own_terms_.end(),
                                           term);
                                     }),
                      around_terms_.end());
  own_.Add(own_terms_, row);
  around_.Add(around_terms_, row);
}

void FigureWords::Save(uint32_t rows, ImageWriter* out) const {
  own_.Save(rows, out);
  around_.Save(rows, out);
}

void FigureWords::Load(uint32_t rows, ImageReader* in) {
  own_.Load(rows, in);
  around_.Load(rows, in);
}

}  // namespace impactwire::query
