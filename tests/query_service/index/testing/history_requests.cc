// The part of World that asks.
#include "tests/query_service/index/testing/history.h"

namespace impactwire::query {

v1::DateRange World::Dates() {
  v1::DateRange range;
  if (!OneIn(3)) range.set_start(OneIn(2) ? "2016" : "2017-04");
  if (!OneIn(3)) range.set_end(OneIn(2) ? "2017-04" : "2018-01-02");
  return range;
}

v1::ImpactFigureFilter World::FigureFilter() {
  v1::ImpactFigureFilter filter;
  if (!OneIn(5)) filter = TypedFilter();
  if (OneIn(3)) filter.set_expression(Expression(2));
  return filter;
}

v1::ImpactFigureFilter World::TypedFilter() {
  v1::ImpactFigureFilter filter;
  if (OneIn(3)) filter.add_organization_ids(OrganizationId());
  if (OneIn(6)) filter.add_organization_ids(OrganizationId());
  if (OneIn(5)) {
    filter.add_organization_kinds(
        static_cast<v1::OrganizationKind>(Below(3) + 1));
  }
  if (OneIn(4)) {
    filter.add_categories(static_cast<v1::ImpactCategory>(Below(4) + 1));
    filter.add_categories(static_cast<v1::ImpactCategory>(Below(4) + 1));
  }
  if (OneIn(4)) filter.add_units(Pick(kUnits));
  if (OneIn(8)) filter.add_units("PERSON");
  if (OneIn(4)) {
    filter.add_statuses(static_cast<v1::FigureStatus>(Below(3) + 1));
  }
  if (OneIn(5)) filter.set_min_value(Below(4) * 1000);
  if (OneIn(5)) {
    filter.set_max_value(filter.min_value() + Below(3) * 1000);
  }
  if (OneIn(5)) *filter.mutable_period() = Dates();
  if (OneIn(5)) *filter.mutable_publish_date() = Dates();
  if (OneIn(6)) filter.set_place("sao paulo");
  if (OneIn(5)) filter.add_country_codes(OneIn(2) ? "CN" : "BR");
  if (OneIn(6)) filter.set_min_confidence(0.4);
  if (OneIn(8)) filter.add_sdg_goals(Below(17) + 1);
  if (OneIn(6)) filter.set_article_id(ArticleId());
  if (OneIn(6)) filter.set_has_organization(OneIn(2));
  if (OneIn(8)) {
    filter.add_attributions(static_cast<v1::Attribution>(Below(7) + 1));
  }
  return filter;
}

v1::ListImpactFiguresRequest World::Figures() {
  v1::ListImpactFiguresRequest request;
  if (!OneIn(5)) *request.mutable_filter() = FigureFilter();
  request.set_order(v1::ListImpactFiguresRequest::ORDER_POSITION);
  if (OneIn(3)) {
    request.set_order(v1::ListImpactFiguresRequest::ORDER_PUBLISH_DATE);
  } else if (OneIn(4)) {
    request.set_order(v1::ListImpactFiguresRequest::ORDER_CONFIDENCE);
  } else if (request.filter().units_size() == 1) {
    request.set_order(v1::ListImpactFiguresRequest::ORDER_VALUE);
  }
  request.set_page_size(1 + Below(7));
  return request;
}

v1::ListOrganizationsRequest World::Organizations() {
  v1::ListOrganizationsRequest request;
  v1::OrganizationFilter& filter = *request.mutable_filter();
  if (OneIn(3))
    filter.add_kinds(static_cast<v1::OrganizationKind>(Below(3) + 1));
  if (OneIn(4)) filter.set_article_id(ArticleId());
  if (OneIn(4)) filter.set_min_article_count(2);
  if (OneIn(4)) filter.set_min_impact_figure_count(Below(5));
  request.set_order(
      static_cast<v1::ListOrganizationsRequest::Order>(1 + Below(3)));
  request.set_page_size(1 + Below(4));
  return request;
}

v1::ListExecutivesRequest World::Executives() {
  v1::ListExecutivesRequest request;
  v1::ExecutiveFilter& filter = *request.mutable_filter();
  if (OneIn(3)) filter.add_organization_ids(OrganizationId());
  if (OneIn(4)) {
    filter.add_role_families(static_cast<v1::RoleFamily>(Below(3) + 1));
  }
  if (OneIn(4)) filter.add_statuses(static_cast<v1::RoleStatus>(Below(3) + 1));
  if (OneIn(4)) filter.set_article_id(ArticleId());
  if (OneIn(3)) filter.set_name_prefix(OneIn(2) ? "ána" : "LO");
  if (OneIn(4)) filter.set_min_confidence(0.5);
  request.set_page_size(1 + Below(4));
  return request;
}

v1::ListArticlesRequest World::Articles() {
  v1::ListArticlesRequest request;
  v1::ArticleFilter& filter = *request.mutable_filter();
  if (OneIn(4)) *filter.mutable_publish_date() = Dates();
  if (OneIn(4)) filter.add_organization_ids(OrganizationId());
  if (OneIn(4)) filter.set_publisher(OneIn(2) ? "daily echo" : "el pais");
  if (OneIn(4)) (*filter.mutable_labels())["topic"] = "a";
  if (OneIn(6)) (*filter.mutable_labels())["desk"] = "x";
  if (OneIn(4)) filter.set_has_impact_figures(OneIn(2));
  request.set_order(static_cast<v1::ListArticlesRequest::Order>(1 + Below(2)));
  request.set_page_size(1 + Below(4));
  return request;
}

v1::AggregateImpactFiguresRequest World::Aggregate() {
  v1::AggregateImpactFiguresRequest request;
  if (!OneIn(3)) *request.mutable_filter() = FigureFilter();
  for (int by = 1; by <= 7; ++by) {
    if (OneIn(3)) {
      request.add_group_by(
          static_cast<v1::AggregateImpactFiguresRequest::GroupBy>(by));
    }
  }
  if (OneIn(2)) request.set_max_groups(1 + Below(6));
  return request;
}

v1::ListClaimsRequest World::Claims() {
  const v1::ListImpactFiguresRequest figures = Figures();
  v1::ListClaimsRequest request;
  *request.mutable_filter() = figures.filter();
  request.set_order(figures.order());
  if (OneIn(4)) {
    request.set_order(v1::ListImpactFiguresRequest::ORDER_CONFIDENCE);
  }
  request.set_page_size(figures.page_size());
  if (OneIn(4)) request.set_min_independent_source_count(Below(4));
  return request;
}

v1::SearchOrganizationsRequest World::Search() {
  static const char* const kQueries[] = {"green",
                                         "grene fields",
                                         "gff",
                                         "banco rio",
                                         "acme watr",
                                         "wbg",
                                         "LODZ",
                                         "łódź energy",
                                         "hope",
                                         "goat",
                                         "intl hope",
                                         "minstry",
                                         "health",
                                         "h",
                                         "bank",
                                         "fields foundation green",
                                         "energi",
                                         "the",
                                         "World Bank of Goats",
                                         "WORLD BANK and goats Ltd",
                                         "banco del rio",
                                         "ministri of helth",
                                         "acmewaterworks"};
  v1::SearchOrganizationsRequest request;
  request.set_query(Pick(kQueries));
  if (OneIn(3)) *request.mutable_filter() = Organizations().filter();
  request.set_page_size(1 + Below(8));
  return request;
}

v1::SearchExecutivesRequest World::SearchPeople() {
  static const char* const kQueries[] = {
      "lopez",  "Dr. Ana Lopez", "a lopez", "ana",        "li",
      "chidy",  "okafor chidi",  "weis",    "dina weiss", "O",
      "e. obi", "maria lpoez",   "x",       "Dr",         "Mr Obi"};
  v1::SearchExecutivesRequest request;
  request.set_query(Pick(kQueries));
  if (OneIn(3)) *request.mutable_filter() = Executives().filter();
  request.set_page_size(1 + Below(6));
  return request;
}

v1::SearchImpactFiguresRequest World::SearchFigures() {
  static const char* const kQueries[] = {"clean water",
                                         "water china 2017",
                                         "farmers training",
                                         "sao paulo",
                                         "child meal brazil 2016",
                                         "green fields water",
                                         "title",
                                         "the of",
                                         "women trained by hope",
                                         "things poland",
                                         "2018",
                                         "well nothing"};
  v1::SearchImpactFiguresRequest request;
  request.set_query(Pick(kQueries));
  if (OneIn(3)) *request.mutable_filter() = FigureFilter();
  request.set_page_size(1 + Below(12));
  return request;
}

}  // namespace impactwire::query
