#include "query_service/index/queries/article_queries.h"

#include <algorithm>
#include <optional>

#include "absl/container/flat_hash_set.h"
#include "common/base/stable_id.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "query_service/index/filters/filter_check.h"
#include "query_service/index/names/fold.h"
#include "query_service/index/queries/figure_queries.h"
#include "query_service/index/queries/page_fill.h"
#include "query_service/index/queries/page_token.h"
#include "query_service/index/queries/top_k.h"
#include "query_service/index/readers/entity_reader.h"

namespace impactwire::query {
namespace {

using Request = v1::ListArticlesRequest;

struct ArticleFilter {
  std::optional<DayRange> publish_days;
  std::vector<uint64_t> organizations;
  std::string publisher;  // Folded.
  std::vector<std::string> labels;
  std::optional<bool> has_figures;
};

absl::StatusOr<ArticleFilter> MakeFilter(const v1::ArticleFilter& proto) {
  ArticleFilter filter;
  FilterCheck check;
  if (proto.has_publish_date()) {
    filter.publish_days =
        check.Days("filter.publish_date", proto.publish_date());
  }
  filter.organizations = check.Ids(
      "filter.organization_ids", kOrganizationIdKind, proto.organization_ids());
  check.Text("filter.publisher", proto.publisher());
  filter.publisher = Fold(proto.publisher());
  if (!proto.publisher().empty() && filter.publisher.empty()) {
    check.Invalid("filter.publisher", "has neither letter nor digit");
  }
  check.Count("filter.labels", static_cast<int>(proto.labels_size()));
  for (const auto& [key, value] : proto.labels()) {
    filter.labels.push_back(
        absl::StrCat(key, absl::string_view("\0", 1), value));
  }
  if (proto.has_has_impact_figures()) {
    filter.has_figures = proto.has_impact_figures();
  }
  if (!check.status().ok()) return check.status();
  return filter;
}

// Rows that may match, ascending; unset: all.
class ArticleMatcher {
 public:
  ArticleMatcher(const ArticleFilter& filter, const Snapshot& snapshot)
      : filter_(filter), snapshot_(snapshot), tables_(snapshot.tables()) {
    if (!filter.organizations.empty()) Restrict(RowsOfOrganizations());
    if (!filter.publisher.empty()) {
      const auto number = tables_.strings().Find(filter.publisher);
      Restrict(RowsOf(number.has_value()
                          ? tables_.articles_by_publisher().Find(*number)
                          : nullptr));
    }
    for (const std::string& label : filter.labels) {
      const auto number = tables_.strings().Find(label);
      Restrict(RowsOf(number.has_value()
                          ? tables_.articles_by_label().Find(*number)
                          : nullptr));
    }
  }

  template <typename Visit>
  void ForEach(const Visit& visit) const {
    const auto offer = [&](uint32_t row) {
      const ArticleRow& article = tables_.articles()[row];
      if (article.HoldsAt(snapshot_.at()) && Matches(article)) visit(row);
    };
    RowStop stop(snapshot_.stop());
    if (rows_.has_value()) {
      for (const uint32_t row : *rows_) {
        if (stop.Next()) break;
        offer(row);
      }
    } else {
      const size_t size = tables_.articles().size();
      for (uint32_t row = 0; row < size && !stop.Next(); ++row) offer(row);
    }
  }

 private:
  static std::vector<uint32_t> RowsOf(const PostingList* list) {
    std::vector<uint32_t> rows;
    if (list == nullptr) return rows;
    for (PostingList::Cursor c(*list); !c.done(); c.Next()) {
      rows.push_back(c.row());
    }
    return rows;
  }

  std::vector<uint32_t> RowsOfOrganizations() const {
    const EntityTable& table = tables_.organizations();
    std::vector<uint32_t> rows;
    for (const uint64_t id : filter_.organizations) {
      const auto entity = table.Find(id);
      if (!entity.has_value()) continue;
      const uint32_t root = table.Root(*entity, snapshot_.at());
      for (const uint32_t member : table.Members(root, snapshot_.at())) {
        for (PostingList::Cursor c(table.appearances_of(member)); !c.done();
             c.Next()) {
          rows.push_back(table.appearances()[c.row()].article_row);
        }
      }
    }
    std::sort(rows.begin(), rows.end());
    rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
    return rows;
  }

  void Restrict(std::vector<uint32_t> rows) {
    if (rows_.has_value()) {
      std::vector<uint32_t> both;
      std::set_intersection(rows_->begin(), rows_->end(), rows.begin(),
                            rows.end(), std::back_inserter(both));
      rows = std::move(both);
    }
    rows_ = std::move(rows);
  }

  bool Matches(const ArticleRow& article) const {
    if (filter_.publish_days.has_value() &&
        !filter_.publish_days->Overlaps(article.publish_days)) {
      return false;
    }
    return !filter_.has_figures.has_value() ||
           *filter_.has_figures == (article.figures.count > 0);
  }

  const ArticleFilter& filter_;
  const Snapshot snapshot_;
  const Generation& tables_;
  std::optional<std::vector<uint32_t>> rows_;
};

void FillSummary(const Snapshot& snapshot, uint32_t row,
                 v1::ArticleSummary* summary) {
  const Generation& tables = snapshot.tables();
  const ArticleRow& article = tables.articles()[row];
  v1::ArticleRecord record;
  tables.ReadArticle(row, &record);
  summary->set_article_id(record.article_id());
  summary->set_uri(record.uri());
  summary->set_title(record.title());
  summary->set_publisher(record.publisher());
  summary->set_publish_date(record.publish_date());
  *summary->mutable_labels() = record.labels();
  summary->set_language(record.language());
  if (record.has_ingest_time()) {
    *summary->mutable_ingest_time() = record.ingest_time();
  }
  const EntityReader reader(snapshot);
  summary->set_organization_count(static_cast<int32_t>(
      reader.Roots(tables.organizations(), article.organizations).size()));
  summary->set_executive_count(static_cast<int32_t>(
      reader.Roots(tables.executives(), article.executives).size()));
  summary->set_impact_figure_count(static_cast<int32_t>(article.figures.count));
  *summary->mutable_warnings() = record.warnings();
}

// Ascending.
struct OrderKey {
  int64_t key = 0;
  uint32_t row = 0;
  bool operator<(const OrderKey& other) const {
    return key != other.key ? key < other.key : row < other.row;
  }
};

OrderKey KeyOf(const Generation& tables, Request::Order order, uint32_t row) {
  if (order != Request::ORDER_PUBLISH_DATE) return {0, row};
  return {-int64_t{NewestFirst(tables.articles()[row].publish_days)}, row};
}

}  // namespace

absl::StatusOr<v1::GetArticleResponse> GetArticle(
    const Snapshot& now, const v1::GetArticleRequest& request) {
  if (request.article_id().empty()) {
    return InvalidField("article_id", "is required");
  }
  FilterCheck check;
  check.ArticleId("article_id", request.article_id());
  RETURN_IF_ERROR(check.status());
  const Generation& tables = now.tables();
  const auto row = tables.ArticleAt(request.article_id(), now.at());
  if (!row.has_value()) {
    return ResourceNotFound("article", request.article_id());
  }
  const ArticleRow& article = tables.articles()[*row];
  const EntityReader reader(now);
  v1::GetArticleResponse response;
  FillSummary(now, *row, response.mutable_article());
  for (uint32_t i = 0; i < article.organizations.count; ++i) {
    v1::Organization* const organization = response.add_organizations();
    tables.ReadOrganization(article.organizations.first + i, organization);
    organization->set_organization_id(reader.CanonicalId(
        tables.organizations(), organization->organization_id()));
  }
  for (uint32_t i = 0; i < article.roles.count; ++i) {
    reader.Role(article.roles.first + i, response.add_executives());
  }
  for (uint32_t i = 0; i < article.figures.count; ++i) {
    FillFigure(now, article.figures.first + i, response.add_impact_figures());
  }
  response.set_position(now.position());
  return response;
}

absl::StatusOr<v1::ListArticlesResponse> ListArticles(
    const Snapshot& now, const v1::ListArticlesRequest& request) {
  if (!Request::Order_IsValid(request.order())) {
    return InvalidField("order",
                        absl::StrCat(request.order(), " is no known order"));
  }
  ASSIGN_OR_RETURN(const ArticleFilter filter, MakeFilter(request.filter()));
  const auto order = request.order() == Request::ORDER_UNSPECIFIED
                         ? Request::ORDER_POSITION
                         : request.order();
  ASSIGN_OR_RETURN(Page page,
                   OpenPage(now, request.page_size(), request.page_token(),
                            QueryHash("articles", request.filter(), order)));
  const Generation& tables = page.snapshot.tables();
  std::optional<OrderKey> after;
  if (page.after.has_value()) {
    const uint32_t row = tables.ArticleRowFrom(page.after->first);
    if (row >= tables.articles().size() ||
        tables.articles()[row].from != page.after->first) {
      return BadPageToken();
    }
    after = KeyOf(tables, order, row);
  }
  TopK<OrderKey, std::less<OrderKey>> best(page.size + 1, {});
  ArticleMatcher(filter, page.snapshot).ForEach([&](uint32_t row) {
    const OrderKey key = KeyOf(tables, order, row);
    if (!after.has_value()) ++page.total_count;
    if (!after.has_value() || *after < key) best.Add(key);
  });
  std::vector<OrderKey> keys = best.Take();
  v1::ListArticlesResponse response;
  response.set_next_page_token(FillPage(
      page, keys,
      [&](const OrderKey& key) {
        v1::ArticleSummary* summary = response.add_articles();
        FillSummary(page.snapshot, key.row, summary);
        return summary->ByteSizeLong();
      },
      [&](const OrderKey& key) {
        return PageCursor{tables.articles()[key.row].from, 0};
      }));
  response.set_total_count(static_cast<int32_t>(page.total_count));
  response.set_position(page.snapshot.position());
  return response;
}

}  // namespace impactwire::query
