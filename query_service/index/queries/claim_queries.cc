#include "query_service/index/queries/claim_queries.h"

#include <algorithm>

#include "absl/strings/str_format.h"
#include "absl/time/civil_time.h"
#include "common/base/stable_id.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "query_service/index/entities/entity_table.h"
#include "query_service/index/filters/claim_reader.h"
#include "query_service/index/filters/figure_filter.h"
#include "query_service/index/filters/filter_check.h"
#include "query_service/index/filters/partial_claims.h"
#include "query_service/index/generation/claim_sources.h"
#include "query_service/index/queries/figure_queries.h"
#include "query_service/index/queries/list_end.h"
#include "query_service/index/queries/page_fill.h"
#include "query_service/index/queries/page_token.h"
#include "query_service/index/queries/top_k.h"
#include "query_service/index/readers/claim_disagreement.h"

namespace impactwire::query {
namespace {

using Order = v1::ListImpactFiguresRequest;

// Mentions of one answer.
constexpr int kMaxMentions = 200;

uint32_t ArticleOf(const Generation& tables, uint32_t row) {
  return tables.figures().segment(row).article_row[FigureTable::offset(row)];
}

std::string DayText(int32_t day) {
  return absl::FormatCivilTime(absl::CivilDay(1970, 1, 1) + day);
}

// Makes Claim messages of one snapshot.
class ClaimMaker {
 public:
  explicit ClaimMaker(const Snapshot& snapshot)
      : snapshot_(snapshot),
        tables_(snapshot.tables()),
        reader_(snapshot),
        disagreements_(snapshot) {}

  ClaimReader& reader() { return reader_; }

  // `row`: one of the claim's.
  void Fill(uint32_t row, v1::Claim* out) {
    const std::vector<Telling> claim = reader_.ClaimOf(row);
    const uint32_t fullest = claim.front().row;
    out->set_claim_id(IdOf(fullest));
    FillFigureEntry(snapshot_, fullest, out->mutable_entry());
    out->set_figure_count(static_cast<int>(claim.size()));
    std::vector<uint32_t> articles;
    int32_t first = DayRange::kOpenEnd;
    int32_t last = DayRange::kOpenStart;
    double confidence = 0;
    for (const Telling& telling : claim) {
      const FigureSegment& s = tables_.figures().segment(telling.row);
      const uint32_t i = FigureTable::offset(telling.row);
      articles.push_back(s.article_row[i]);
      confidence = std::max(confidence, s.confidence[i]);
      if (s.publish_days[i].is_none()) continue;
      first = std::min(first, s.publish_days[i].first());
      last = std::max(last, s.publish_days[i].first());
    }
    std::sort(articles.begin(), articles.end());
    articles.erase(std::unique(articles.begin(), articles.end()),
                   articles.end());
    out->set_article_count(static_cast<int>(articles.size()));
    out->set_independent_source_count(
        CountIndependent(SourcesOf(tables_, claim)));
    if (first <= last) {
      out->set_first_publish_date(DayText(first));
      out->set_last_publish_date(DayText(last));
    }
    out->set_max_confidence(confidence);
    const auto [before, after] = reader_.LevelsAround(fullest);
    if (before != kNoRow) out->set_supersedes_claim_id(IdOf(before));
    if (after != kNoRow) out->set_superseded_by_claim_id(IdOf(after));
    for (const uint32_t other : disagreements_.Find(fullest)) {
      out->add_disagreeing_claim_ids(IdOf(other));
    }
  }

  // Earliest published first.
  void FillMentions(uint32_t row, v1::GetClaimResponse* response) {
    std::vector<Telling> claim = reader_.ClaimOf(row);
    std::sort(claim.begin(), claim.end(),
              [](const auto& a, const auto& b) { return a.row < b.row; });
    for (const ClaimSource& source : SourcesOf(tables_, claim)) {
      for (const Telling& telling : claim) {
        if (ArticleOf(tables_, telling.row) != source.article_row) continue;
        if (response->mentions_size() == kMaxMentions) return;
        FillMention(telling.row, source, response->add_mentions());
      }
    }
  }

 private:
  // Of a row that stands for its claim.
  std::string IdOf(uint32_t fullest) const {
    const ClaimTable& claims = tables_.claims();
    return IdText(kClaimIdKind, claims.IdNumber(claims.TellingOf(fullest)));
  }

  void FillMention(uint32_t row, const ClaimSource& source,
                   v1::ClaimMention* mention) {
    v1::ImpactFigure figure;
    tables_.ReadFigure(row, &figure);
    const ArticleRow& article = tables_.articles()[source.article_row];
    const StringPool& strings = tables_.strings();
    mention->set_figure_id(figure.figure_id());
    mention->set_article_id(std::string(tables_.ArticleId(article)));
    mention->set_publisher(std::string(strings.Get(article.publisher)));
    mention->set_publish_date(std::string(strings.Get(article.publish_date)));
    mention->set_uri(tables_.Uri(article));
    mention->set_surface(figure.surface().text());
    mention->set_value(figure.value());
    mention->set_bound(figure.bound());
    mention->set_confidence(figure.confidence());
    if (source.copy_of != kNoRow) {
      mention->set_copy_of_article_id(
          std::string(tables_.ArticleId(tables_.articles()[source.copy_of])));
    }
  }

  const Snapshot& snapshot_;
  const Generation& tables_;
  ClaimReader reader_;
  DisagreementFinder disagreements_;
};

// Sorts ascending, as ListImpactFigures sorts the rows that stand for the
// claims.
struct OrderKey {
  double key = 0;
  uint32_t row = 0;
  bool operator<(const OrderKey& other) const {
    return key != other.key ? key < other.key : row < other.row;
  }
};

OrderKey KeyOf(const Generation& tables, Order::Order order, uint32_t row) {
  const FigureSegment& s = tables.figures().segment(row);
  const uint32_t i = FigureTable::offset(row);
  switch (order) {
    case Order::ORDER_VALUE:
      return {-s.value[i], row};
    case Order::ORDER_PUBLISH_DATE:
      return {-static_cast<double>(NewestFirst(s.publish_days[i])), row};
    case Order::ORDER_CONFIDENCE:
      return {-s.confidence[i], row};
    default:
      return {0, row};
  }
}

// A row as it stands in every generation: its record's sequence, and its place
// in the record.
PageCursor CursorOf(const Generation& tables, uint32_t row) {
  const ArticleRow& article = tables.articles()[ArticleOf(tables, row)];
  return {article.from, row - article.figures.first};
}

absl::StatusOr<uint32_t> RowOf(const Generation& tables,
                               const PageCursor& cursor) {
  const uint32_t article = tables.ArticleRowFrom(cursor.first);
  if (article >= tables.articles().size() ||
      tables.articles()[article].from != cursor.first ||
      cursor.second >= tables.articles()[article].figures.count) {
    return BadPageToken();
  }
  return tables.articles()[article].figures.first +
         static_cast<uint32_t>(cursor.second);
}

absl::Status CheckRequest(const v1::ListClaimsRequest& request) {
  if (!Order::Order_IsValid(request.order())) {
    return InvalidField("order",
                        absl::StrCat(request.order(), " is no known order"));
  }
  if (request.order() == Order::ORDER_VALUE &&
      request.filter().units_size() != 1) {
    return InvalidField("order",
                        "ORDER_VALUE needs exactly one unit in filter.units");
  }
  if (request.min_independent_source_count() < 0) {
    return InvalidField("min_independent_source_count", "is negative");
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::GetClaimResponse> GetClaim(
    const Snapshot& now, const v1::GetClaimRequest& request) {
  const Generation& tables = now.tables();
  std::optional<uint32_t> row;
  if (!request.claim_id().empty() && !request.figure_id().empty()) {
    return InvalidField("figure_id", "is not possible together with claim_id");
  }
  if (!request.figure_id().empty()) {
    ASSIGN_OR_RETURN(const uint64_t id, RequiredId("figure_id", kFigureIdKind,
                                                   request.figure_id()));
    row = tables.figures().Find(id, now.at());
    if (!row.has_value()) {
      return ResourceNotFound("impact_figure", request.figure_id());
    }
  } else {
    ASSIGN_OR_RETURN(const uint64_t id,
                     RequiredId("claim_id", kClaimIdKind, request.claim_id()));
    row = tables.claims().FindTelling(id, now.at());
    if (!row.has_value()) return ResourceNotFound("claim", request.claim_id());
  }
  v1::GetClaimResponse response;
  ClaimMaker maker(now);
  maker.Fill(*row, response.mutable_claim());
  maker.FillMentions(*row, &response);
  response.set_position(now.position());
  return response;
}

absl::StatusOr<v1::ListClaimsResponse> ListClaims(
    const Snapshot& now, const v1::ListClaimsRequest& request) {
  RETURN_IF_ERROR(CheckRequest(request));
  ASSIGN_OR_RETURN(const FigureFilter filter,
                   FigureFilter::Make(request.filter()));
  const auto order = request.order() == Order::ORDER_UNSPECIFIED
                         ? Order::ORDER_POSITION
                         : request.order();
  const int sources = request.min_independent_source_count();
  ASSIGN_OR_RETURN(Page page,
                   OpenPage(now, request.page_size(), request.page_token(),
                            QueryHash(absl::StrCat("claims ", sources),
                                      request.filter(), order)));
  const Generation& tables = page.snapshot.tables();
  const uint64_t at = page.snapshot.at();
  const FigureMatcher matcher(filter, page.snapshot);
  ClaimMaker maker(page.snapshot);
  std::optional<OrderKey> after;
  if (page.after.has_value()) {
    ASSIGN_OR_RETURN(const uint32_t row, RowOf(tables, *page.after));
    after = KeyOf(tables, order, row);
  }
  const ClaimTable& claims = tables.claims();
  const auto has_sources = [&](uint32_t row) {
    if (sources <= 1) return true;
    const auto known =
        claims.SourcesAt(claims.segment(row), FigureTable::offset(row), at);
    return known.has_value()
               ? *known >= sources
               : CountIndependent(
                     SourcesOf(tables, maker.reader().ClaimOf(row))) >= sources;
  };
  std::vector<OrderKey> keys;
  if (order == Order::ORDER_POSITION && filter.empty() && sources <= 1) {
    // Rows stand in this order, and how many there are is known.
    if (!after.has_value()) page.total_count = tables.CountsAt(at).claims;
    matcher.ForEach(after.has_value() ? after->row + 1 : 0, [&](uint32_t row) {
      if (tables.claims().StateAt(row, at) != ClaimState::kSameClaim) {
        keys.push_back({0, row});
      }
      return keys.size() <= page.size;
    });
  } else {
    TopK<OrderKey, std::less<OrderKey>> best(page.size + 1, {});
    const bool whole_claims = filter.SelectsWholeClaims();
    const auto meet = [&](uint32_t fullest) {
      if (!has_sources(fullest)) return;
      if (!after.has_value()) ++page.total_count;
      const OrderKey key = KeyOf(tables, order, fullest);
      if (!after.has_value() || *after < key) best.Add(key);
    };
    PartialClaims partial;
    matcher.ForEach(0, [&](uint32_t row) {
      if (claims.StateAt(row, at) != ClaimState::kSameClaim) {
        meet(row);
      } else if (!whole_claims) {
        const uint32_t fullest = claims.Fullest(row, at);
        if (!matcher.Matches(fullest)) partial.Add(row, fullest);
      }
      return true;
    });
    partial.ForEach(page.snapshot,
                    [&](uint32_t, uint32_t fullest, bool stands) {
                      if (stands) meet(fullest);
                    });
    keys = best.Take();
  }
  v1::ListClaimsResponse response;
  ListEnd end;
  end.next_page_token = FillPage(
      page, keys,
      [&](const OrderKey& key) {
        v1::Claim* const claim = response.add_claims();
        maker.Fill(key.row, claim);
        return claim->ByteSizeLong();
      },
      [&](const OrderKey& key) { return CursorOf(tables, key.row); });
  end.total_count = page.total_count;
  end.position = page.snapshot.position();
  end.MoveTo(&response);
  return response;
}

}  // namespace impactwire::query
