#include "tests/query_service/index/testing/compare.h"

#include "gtest/gtest.h"
#include "query_service/index/queries/article_queries.h"
#include "query_service/index/queries/claim_queries.h"
#include "query_service/index/queries/executive_queries.h"
#include "query_service/index/queries/figure_queries.h"
#include "query_service/index/queries/organization_queries.h"
#include "tests/query_service/index/testing/oracle.h"
#include "tests/query_service/index/testing/oracle_claims.h"

namespace impactwire::query {
namespace {

// All pages. Later pages are asked of `now`, the first of `first`: the token
// leads back to it.
template <typename Request, typename List, typename Elements>
std::vector<std::string> Pages(const Snapshot& first, const Snapshot& now,
                               Request request, size_t expected, List list,
                               Elements elements) {
  std::vector<std::string> all;
  Snapshot at = first;
  for (;;) {
    const auto response = list(at, request);
    if (!response.ok()) return {response.status().ToString()};
    EXPECT_EQ(response->total_count(), static_cast<int>(expected));
    EXPECT_EQ(response->position(), first.position());
    for (const auto& e : elements(*response)) all.push_back(Text(e));
    if (response->next_page_token().empty()) return all;
    request.set_page_token(response->next_page_token());
    at = now;
  }
}

}  // namespace

void CompareAt(const Snapshot& at, const Snapshot& now,
               const std::vector<v1::LogEntry>& entries, World* world) {
  SCOPED_TRACE(at.position());
  const OracleState state(entries, at.at());
  const LiveCounts counts = at.tables().CountsAt(at.at());
  EXPECT_EQ(counts.articles, state.records().size());
  EXPECT_EQ(counts.organizations, state.organizations().size());
  EXPECT_EQ(counts.executives, state.executives().size());
  EXPECT_EQ(counts.figures, state.figures().size());

  for (int i = 0; i < 4; ++i) {
    const auto request = world->Figures();
    SCOPED_TRACE(Text(request));
    const auto expected = OracleFigures(state, request);
    EXPECT_EQ(Pages(at, now, request, expected.size(), ListImpactFigures,
                    [](const auto& r) { return r.entries(); }),
              Texts(expected));
  }
  const OracleClaims claims(state);
  EXPECT_EQ(counts.claims, claims.claims().size());
  for (int i = 0; i < 2; ++i) {
    const auto request = world->Claims();
    SCOPED_TRACE(Text(request));
    const auto expected = claims.List(request);
    EXPECT_EQ(Pages(at, now, request, expected.size(), ListClaims,
                    [](const auto& r) { return r.claims(); }),
              Texts(expected));
  }
  {
    const auto request = world->Organizations();
    SCOPED_TRACE(Text(request));
    const auto expected = OracleOrganizations(state, request);
    EXPECT_EQ(Pages(at, now, request, expected.size(), ListOrganizations,
                    [](const auto& r) { return r.organizations(); }),
              Texts(expected));
  }
  {
    const auto request = world->Executives();
    SCOPED_TRACE(Text(request));
    const auto expected = OracleExecutives(state, request);
    EXPECT_EQ(Pages(at, now, request, expected.size(), ListExecutives,
                    [](const auto& r) { return r.executives(); }),
              Texts(expected));
  }
  {
    const auto request = world->Articles();
    SCOPED_TRACE(Text(request));
    const auto expected = OracleArticles(state, request);
    EXPECT_EQ(Pages(at, now, request, expected.size(), ListArticles,
                    [](const auto& r) { return r.articles(); }),
              Texts(expected));
  }
  {
    const auto request = world->Aggregate();
    SCOPED_TRACE(Text(request));
    auto answer = *AggregateImpactFigures(at, request);
    answer.clear_position();
    EXPECT_EQ(Text(answer), Text(claims.Aggregate(request)));
  }
  for (int i = 0; i < 2; ++i) {
    const auto request = world->Search();
    SCOPED_TRACE(Text(request));
    EXPECT_EQ(Texts(SearchOrganizations(at, request)->hits()),
              Texts(OracleSearch(state, request)));
  }
  for (int i = 0; i < 2; ++i) {
    const auto request = world->SearchPeople();
    SCOPED_TRACE(Text(request));
    EXPECT_EQ(Texts(SearchExecutives(at, request)->hits()),
              Texts(OracleSearchExecutives(state, request)));
  }
  for (int i = 0; i < 2; ++i) {
    const auto request = world->SearchFigures();
    SCOPED_TRACE(Text(request));
    EXPECT_EQ(Texts(SearchImpactFigures(at, request)->hits()),
              Texts(OracleSearchFigures(state, request)));
  }
}

void CompareGets(const Snapshot& at, const std::vector<v1::LogEntry>& entries,
                 World* world) {
  SCOPED_TRACE(at.position());
  const OracleState state(entries, at.at());
  for (int i = 0; i < 3; ++i) {
    v1::GetOrganizationRequest organization;
    organization.set_organization_id(world->OrganizationId());
    const auto o =
        state.organizations().find(state.Root(organization.organization_id()));
    const auto got_o = GetOrganization(at, organization);
    ASSERT_EQ(got_o.ok(), o != state.organizations().end());
    if (got_o.ok()) {
      EXPECT_EQ(Text(got_o->organization()), Text(o->second));
      EXPECT_EQ(Texts(got_o->redirects()), Texts(state.Redirects(o->first)));
    }

    v1::GetExecutiveRequest executive;
    executive.set_executive_id(world->ExecutiveId());
    const auto e =
        state.executives().find(state.Root(executive.executive_id()));
    const auto got_e = GetExecutive(at, executive);
    ASSERT_EQ(got_e.ok(), e != state.executives().end());
    if (got_e.ok()) {
      EXPECT_EQ(Text(got_e->executive()), Text(e->second));
      EXPECT_EQ(Texts(got_e->redirects()), Texts(state.Redirects(e->first)));
    }

    v1::GetArticleRequest article;
    article.set_article_id(world->ArticleId());
    auto got_a = GetArticle(at, article);
    ASSERT_EQ(got_a.ok(), state.records().contains(article.article_id()));
    if (got_a.ok()) {
      got_a->clear_position();
      EXPECT_EQ(Text(*got_a), Text(state.Article(article.article_id())));
    }
  }
  if (!state.figures().empty()) {
    const auto& figure =
        state.figures()[world->Below(static_cast<int>(state.figures().size()))];
    v1::GetImpactFigureRequest request;
    request.set_figure_id(figure.entry.figure().figure_id());
    EXPECT_EQ(Text(GetImpactFigure(at, request)->entry()), Text(figure.entry));

    // The figure's claim, and the claim by its own id.
    const OracleClaims claims(state);
    v1::GetClaimRequest claim;
    claim.set_figure_id(request.figure_id());
    auto got = GetClaim(at, claim);
    ASSERT_TRUE(got.ok()) << got.status();
    got->clear_position();
    EXPECT_EQ(Text(*got), Text(claims.Get(request.figure_id())));
    claim.clear_figure_id();
    claim.set_claim_id(got->claim().claim_id());
    got = GetClaim(at, claim);
    ASSERT_TRUE(got.ok()) << got.status();
    got->clear_position();
    EXPECT_EQ(Text(*got), Text(claims.Get(request.figure_id())));
  }
}

}  // namespace impactwire::query
