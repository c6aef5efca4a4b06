// What queries refuse; the answers themselves are compared with the oracle in
// index_property_test.cc.
#include <functional>
#include <limits>
#include <string>

#include "common/base/stable_id.h"
#include "common/status/errors.h"
#include "gtest/gtest.h"
#include "query_service/index/queries/article_queries.h"
#include "query_service/index/queries/executive_queries.h"
#include "query_service/index/queries/figure_queries.h"
#include "query_service/index/queries/organization_queries.h"
#include "tests/query_service/index/queries/query_fixture.h"

namespace impactwire::query {
namespace {

TEST_F(QueryTest, EveryWrongFilterFieldIsNamed) {
  struct Case {
    const char* field;
    std::function<void(v1::ImpactFigureFilter*)> spoil;
  };
  const Case kCases[] = {
      {"filter.organization_ids[1]",
       [](auto* f) {
         f->add_organization_ids(StableId(kOrganizationIdKind, {"a"}));
         f->add_organization_ids(StableId(kExecutiveIdKind, {"a"}));
       }},
      {"filter.organization_kinds[0]",
       [](auto* f) {
         f->add_organization_kinds(static_cast<v1::OrganizationKind>(99));
       }},
      {"filter.categories[0]",
       [](auto* f) { f->add_categories(v1::IMPACT_CATEGORY_UNSPECIFIED); }},
      {"filter.statuses[0]",
       [](auto* f) { f->add_statuses(static_cast<v1::FigureStatus>(-1)); }},
      {"filter.attributions[0]",
       [](auto* f) { f->add_attributions(static_cast<v1::Attribution>(31)); }},
      {"filter.units", [](auto* f) { f->add_units(std::string(201, 'u')); }},
      {"filter.units",
       [](auto* f) {
         for (int i = 0; i < 1001; ++i) f->add_units("person");
       }},
      {"filter.min_value",
       [](auto* f) {
         f->set_min_value(std::numeric_limits<double>::quiet_NaN());
       }},
      {"filter.max_value",
       [](auto* f) {
         f->set_min_value(2);
         f->set_max_value(1);
       }},
      {"filter.period.start",
       [](auto* f) { f->mutable_period()->set_start("April"); }},
      {"filter.period.end",
       [](auto* f) {
         f->mutable_period()->set_start("2018");
         f->mutable_period()->set_end("2017");
       }},
      {"filter.publish_date.end",
       [](auto* f) { f->mutable_publish_date()->set_end("2017-02-30"); }},
      {"filter.place", [](auto* f) { f->set_place(std::string(201, 'p')); }},
      {"filter.place", [](auto* f) { f->set_place("--"); }},
      {"filter.country_codes", [](auto* f) { f->add_country_codes("CHN"); }},
      {"filter.min_confidence", [](auto* f) { f->set_min_confidence(1.5); }},
      {"filter.min_confidence", [](auto* f) { f->set_min_confidence(-1); }},
      {"filter.sdg_goals", [](auto* f) { f->add_sdg_goals(0); }},
      {"filter.sdg_goals", [](auto* f) { f->add_sdg_goals(18); }},
      {"filter.article_id",
       [](auto* f) { f->set_article_id(std::string(513, 'a')); }},
  };
  for (const Case& c : kCases) {
    v1::ImpactFigureFilter filter;
    c.spoil(&filter);
    EXPECT_EQ(Wrong(filter), c.field);
  }
}

TEST_F(QueryTest, AllWrongFieldsAreNamedAtOnce) {
  v1::ImpactFigureFilter filter;
  filter.add_sdg_goals(18);
  filter.set_min_confidence(2);
  EXPECT_EQ(Wrong(filter), "filter.min_confidence, filter.sdg_goals");
}

TEST_F(QueryTest, WrongFiltersOfOtherListsNameTheirFields) {
  v1::ListOrganizationsRequest organizations;
  organizations.mutable_filter()->set_min_article_count(-1);
  EXPECT_EQ(
      InvalidFields(ListOrganizations(index_.Pin(), organizations).status()),
      "filter.min_article_count");
  v1::ListExecutivesRequest executives;
  executives.mutable_filter()->add_role_families(
      static_cast<v1::RoleFamily>(77));
  EXPECT_EQ(InvalidFields(ListExecutives(index_.Pin(), executives).status()),
            "filter.role_families[0]");
  v1::ListArticlesRequest articles;
  articles.mutable_filter()->add_organization_ids("acme");
  EXPECT_EQ(InvalidFields(ListArticles(index_.Pin(), articles).status()),
            "filter.organization_ids[0]");
}

TEST_F(QueryTest, UnknownOrdersAndGroupingsAreInvalid) {
  v1::ListImpactFiguresRequest figures;
  figures.set_order(static_cast<v1::ListImpactFiguresRequest::Order>(9));
  EXPECT_EQ(WrongPage(figures), "order");
  v1::AggregateImpactFiguresRequest aggregate;
  aggregate.add_group_by(
      v1::AggregateImpactFiguresRequest::GROUP_BY_UNSPECIFIED);
  EXPECT_EQ(
      InvalidFields(AggregateImpactFigures(index_.Pin(), aggregate).status()),
      "group_by[0]");
  aggregate.clear_group_by();
  aggregate.set_max_groups(-1);
  EXPECT_EQ(
      InvalidFields(AggregateImpactFigures(index_.Pin(), aggregate).status()),
      "max_groups");
}

TEST_F(QueryTest, OrderByValueNeedsOneUnit) {
  v1::ListImpactFiguresRequest request;
  request.set_order(v1::ListImpactFiguresRequest::ORDER_VALUE);
  EXPECT_EQ(WrongPage(request), "order");
  request.mutable_filter()->add_units("person");
  EXPECT_EQ(WrongPage(request), "");
}

TEST_F(QueryTest, RequiredAndMalformedIdsAreNamed) {
  const Snapshot now = index_.Pin();
  v1::GetOrganizationRequest organization;
  EXPECT_EQ(InvalidFields(GetOrganization(now, organization).status()),
            "organization_id");
  organization.set_organization_id("org-XYZ");
  EXPECT_EQ(InvalidFields(GetOrganization(now, organization).status()),
            "organization_id");
  EXPECT_EQ(InvalidFields(GetExecutive(now, {}).status()), "executive_id");
  EXPECT_EQ(InvalidFields(GetImpactFigure(now, {}).status()), "figure_id");
  EXPECT_EQ(InvalidFields(GetArticle(now, {}).status()), "article_id");
}

TEST_F(QueryTest, SearchChecksItsQuery) {
  v1::SearchOrganizationsRequest request;
  request.set_query("  ");
  EXPECT_EQ(InvalidFields(SearchOrganizations(index_.Pin(), request).status()),
            "query");
  request.set_query(std::string(201, 'q'));
  EXPECT_EQ(InvalidFields(SearchOrganizations(index_.Pin(), request).status()),
            "query");
  request.set_query("acme");
  request.set_page_size(-1);
  EXPECT_EQ(InvalidFields(SearchOrganizations(index_.Pin(), request).status()),
            "page_size");
}

TEST_F(QueryTest, NegativePageSizeIsInvalid) {
  v1::ListImpactFiguresRequest request;
  request.set_page_size(-1);
  EXPECT_EQ(WrongPage(request), "page_size");
}

TEST_F(QueryTest, ListsEndOnceNobodyWaits) {
  const auto rows = [&](const auto& list, const auto& request, bool wanted) {
    const ScanStop stop([&] {
      return wanted ? absl::OkStatus() : absl::CancelledError("gone");
    });
    const auto answer = list(index_.Pin().StoppedBy(&stop), request);
    EXPECT_EQ(stop.status().ok(), wanted);
    return answer->total_count();
  };
  const auto compare = [&](const auto& list, const auto& request) {
    EXPECT_GT(rows(list, request, true), 0);
    EXPECT_EQ(rows(list, request, false), 0);
  };
  compare(ListArticles, v1::ListArticlesRequest());
  compare(ListOrganizations, v1::ListOrganizationsRequest());
  compare(ListExecutives, v1::ListExecutivesRequest());
}

}  // namespace
}  // namespace impactwire::query
