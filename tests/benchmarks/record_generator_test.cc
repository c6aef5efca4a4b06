// The benchmarks' records are what their results claim they are.
#include "tests/benchmarks/record_generator.h"

#include <map>
#include <set>

#include "gtest/gtest.h"

namespace impactwire::bench {
namespace {

GeneratorOptions Small(bool with_text = false) {
  GeneratorOptions options;
  options.figures = 20000;
  options.with_text = with_text;
  return options;
}

TEST(RecordGenerator, GivesTheSameArticleAgain) {
  const RecordGenerator one(Small());
  const RecordGenerator other(Small());
  v1::LogEntry a;
  v1::LogEntry b;
  other.Make(3998, &b);
  for (const uint32_t article : {0u, 1u, 77u, 3999u}) {
    one.Make(article, &a);
    other.Make(article, &b);
    EXPECT_EQ(a.DebugString(), b.DebugString());
  }
}

TEST(RecordGenerator, ArticlesHaveFiveFiguresAndTellAFifthAnew) {
  const RecordGenerator generator(Small());
  uint32_t figures = 0;
  uint32_t retold = 0;
  for (uint32_t i = 0; i < generator.articles(); ++i) {
    const uint32_t count = generator.FigureCount(i);
    figures += count;
    for (uint32_t f = 0; f < count; ++f) {
      retold += generator.FactsOf(i, f).first_article != i;
    }
  }
  EXPECT_NEAR(figures / 4000.0, 5, 0.25);
  // A fifth, and a twentieth tells a later level.
  EXPECT_NEAR(static_cast<double>(retold) / figures, 0.25, 0.03);
}

TEST(RecordGenerator, FactsOfAnArticleAreItsOwnAndWellFormed) {
  const RecordGenerator generator(Small());
  v1::LogEntry entry;
  std::set<std::string> ids;
  for (uint32_t i = 0; i < 500; ++i) {
    generator.Make(i, &entry);
    const v1::ArticleRecord& record = entry.record();
    std::set<std::string> organizations;
    for (const auto& o : record.organizations()) {
      EXPECT_TRUE(organizations.insert(o.organization_id()).second);
    }
    EXPECT_EQ(record.impact_figures_size(), generator.FigureCount(i));
    for (const auto& figure : record.impact_figures()) {
      EXPECT_TRUE(ids.insert(figure.figure_id()).second);
      EXPECT_TRUE(figure.organization_id().empty() ||
                  organizations.contains(figure.organization_id()));
      EXPECT_NE(figure.evidence().text().find(figure.surface().text()),
                std::string::npos);
    }
  }
}

TEST(RecordGenerator, SpansPointIntoTheText) {
  const RecordGenerator generator(Small(/*with_text=*/true));
  v1::LogEntry entry;
  const auto check = [&](const v1::TextSpan& span) {
    EXPECT_EQ(
        entry.record().text().substr(span.begin(), span.end() - span.begin()),
        span.text());
  };
  for (uint32_t i = 0; i < 50; ++i) {
    generator.Make(i, &entry);
    for (const auto& figure : entry.record().impact_figures()) {
      check(figure.evidence());
      check(figure.surface());
    }
    for (const auto& o : entry.record().organizations()) {
      for (const auto& mention : o.mentions()) check(mention);
    }
  }
}

TEST(RecordGenerator, FewOrganizationsHaveManyFigures) {
  const RecordGenerator generator(Small());
  std::map<uint32_t, int> figures;
  for (uint32_t i = 0; i < generator.articles(); ++i) {
    for (uint32_t f = 0; f < generator.FigureCount(i); ++f) {
      ++figures[generator.FactsOf(i, f).organization];
    }
  }
  EXPECT_GT(figures[0], 300);
  EXPECT_GT(figures.size(), 1000);
}

}  // namespace
}  // namespace impactwire::bench
