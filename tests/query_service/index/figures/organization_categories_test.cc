#include "query_service/index/figures/organization_categories.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/stable_id.h"
#include "gtest/gtest.h"
#include "query_service/index/index.h"
#include "query_service/index/queries/figure_queries.h"
#include "tests/query_service/index/testing/history.h"
#include "tests/query_service/index/testing/oracle.h"

namespace impactwire::query {
namespace {

using Request = v1::ListImpactFiguresRequest;

TEST(OrganizationCategoriesTest, AreCompleteFromTheFirstMomentOn) {
  const std::string large = StableId(kOrganizationIdKind, {"large"});
  std::vector<v1::LogEntry> entries;
  for (int i = 1; i <= 30; ++i) {
    v1::LogEntry entry;
    entry.set_sequence(i);
    v1::ArticleRecord& record = *entry.mutable_record();
    record.set_article_id(absl::StrCat(i));
    for (int f = 0; f < 100; ++f) {
      v1::ImpactFigure& figure = *record.add_impact_figures();
      figure.set_figure_id(
          StableId(kFigureIdKind, {absl::StrCat(i), absl::StrCat(f)}));
      figure.set_category(static_cast<v1::ImpactCategory>(1 + f % 7));
      // Every other one as one of several.
      if (f % 2 == 0) {
        figure.set_organization_id(large);
      } else {
        figure.add_co_organization_ids(large);
      }
    }
    entries.push_back(entry);
  }
  Index index;
  Request request;
  request.mutable_filter()->add_organization_ids(large);
  request.mutable_filter()->add_categories(v1::IMPACT_CATEGORY_JOBS);
  request.mutable_filter()->add_categories(v1::IMPACT_CATEGORY_MONEY_GIVEN);
  for (int i = 1; i <= 30; ++i) {
    ASSERT_TRUE(index.Apply(Batch(entries, i - 1, i, i)).ok());
    const OracleState state(entries, i);
    const auto expected = OracleFigures(state, request);
    EXPECT_EQ(ListImpactFigures(index.Pin(), request)->total_count(),
              static_cast<int>(expected.size()))
        << i;
  }
  const Generation& tables = index.Pin().tables();
  const auto entity =
      tables.organizations().Find(*IdNumber(kOrganizationIdKind, large));
  EXPECT_TRUE(tables.figures_by_both().Has(*entity));
}

}  // namespace
}  // namespace impactwire::query
