#include "query_service/index/generation/record_check.h"

#include <cmath>
#include <limits>

#include "common/base/stable_id.h"
#include "gtest/gtest.h"

namespace impactwire::query {
namespace {

TEST(NormalizeRecord, DropsWhatHasNoIdOrNoValue) {
  v1::ArticleRecord record;
  const std::string figure = StableId(kFigureIdKind, {"1"});
  record.add_impact_figures()->set_figure_id(figure);
  record.add_impact_figures()->set_figure_id(figure);
  record.add_impact_figures()->set_figure_id("fig-1");
  auto* const nan = record.add_impact_figures();
  nan->set_figure_id(StableId(kFigureIdKind, {"2"}));
  nan->set_value(std::nan(""));
  auto* const infinite = record.add_impact_figures();
  infinite->set_figure_id(StableId(kFigureIdKind, {"3"}));
  infinite->set_value(std::numeric_limits<double>::infinity());
  record.add_organizations()->set_organization_id("Acme");
  EXPECT_EQ(NormalizeRecord(&record), 5);
  EXPECT_EQ(record.impact_figures_size(), 1);
  EXPECT_EQ(record.organizations_size(), 0);
}

TEST(NormalizeRecord, ClearsReferencesThatAreNoIds) {
  v1::ArticleRecord record;
  auto* const figure = record.add_impact_figures();
  figure->set_figure_id(StableId(kFigureIdKind, {"1"}));
  figure->set_organization_id("Acme");
  figure->add_co_organization_ids("Other");
  EXPECT_EQ(NormalizeRecord(&record), 0);
  EXPECT_EQ(record.impact_figures(0).organization_id(), "");
  EXPECT_EQ(record.impact_figures(0).co_organization_ids_size(), 0);
}

TEST(NormalizeRecord, DropsTextAndMentions) {
  v1::ArticleRecord record;
  record.set_text("Acme helps.");
  auto* const acme = record.add_organizations();
  acme->set_organization_id(StableId(kOrganizationIdKind, {"acme"}));
  acme->add_mentions()->set_text("Acme");
  NormalizeRecord(&record);
  EXPECT_EQ(record.text(), "");
  EXPECT_EQ(record.organizations(0).mentions_size(), 0);
}

}  // namespace
}  // namespace impactwire::query
