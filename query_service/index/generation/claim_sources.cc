#include "query_service/index/generation/claim_sources.h"

#include <algorithm>
#include <tuple>

namespace impactwire::query {
namespace {

constexpr int kAgreeingPlaces = 8;

bool IsCopy(const NumberList& a, const NumberList& b) {
  int agreeing = 0;
  for (auto i = a.begin(), j = b.begin(); i != a.end() && j != b.end();
       ++i, ++j) {
    agreeing += *i == *j;
  }
  return agreeing >= kAgreeingPlaces;
}

}  // namespace

bool SameSource(const ArticleRow& a, const ArticleRow& b) {
  if (a.article == b.article) return true;
  if (a.publisher_folded != 0 && a.publisher_folded == b.publisher_folded) {
    return true;
  }
  return IsCopy(a.shingles, b.shingles);
}

std::vector<ClaimSource> SourcesOf(const Generation& tables,
                                   const std::vector<Telling>& claim) {
  std::vector<uint32_t> articles;
  for (const Telling& telling : claim) {
    articles.push_back(tables.figures()
                           .segment(telling.row)
                           .article_row[FigureTable::offset(telling.row)]);
  }
  std::sort(articles.begin(), articles.end());
  articles.erase(std::unique(articles.begin(), articles.end()), articles.end());
  const auto row = [&](uint32_t article) -> const ArticleRow& {
    return tables.articles()[article];
  };
  const auto order = [&](uint32_t article) {
    const DayRange days = row(article).publish_days;
    return std::make_tuple(days.is_none() ? DayRange::kOpenEnd : days.first,
                           tables.ArticleId(row(article)));
  };
  std::sort(articles.begin(), articles.end(),
            [&](uint32_t a, uint32_t b) { return order(a) < order(b); });
  if (articles.size() > kMaxSources) articles.resize(kMaxSources);
  std::vector<ClaimSource> sources;
  for (const uint32_t article : articles) {
    ClaimSource source;
    source.article_row = article;
    for (const ClaimSource& earlier : sources) {
      if (!SameSource(row(earlier.article_row), row(article))) continue;
      source.copy_of = earlier.article_row;
      break;
    }
    sources.push_back(source);
  }
  return sources;
}

int CountIndependent(const std::vector<ClaimSource>& sources) {
  return static_cast<int>(
      std::count_if(sources.begin(), sources.end(),
                    [](const auto& s) { return s.copy_of == kNoRow; }));
}

}  // namespace impactwire::query
