#include "ingest_service/extract/figures/impact_codes.h"

#include <cstdlib>
#include <fstream>
#include <map>
#include <string>

#include "gtest/gtest.h"

namespace impactwire::extract {
namespace {

TEST(ImpactCodesTest, HouseholdsAndTreesAreMarkedAsTheCatalogueCountsThem) {
  const auto codes = ImpactCodes::Create();
  ASSERT_TRUE(codes.ok()) << codes.status();
  for (const ImpactCodes::Rule& rule : (*codes)->rules()) {
    EXPECT_NE(rule.code, "PI4060");
    if (rule.unit == "tree" && !rule.code.empty()) {
      EXPECT_EQ(rule.fit, v1::IrisMetric::FIT_UNIT_MISMATCH);
    }
  }
}

TEST(ImpactCodesTest, EveryCodeIsInThePinnedCatalogueUnderItsName) {
  const char* shared = std::getenv("IMPACTWIRE_SHARED");
  std::ifstream in(std::string(shared != nullptr ? shared
                                                 : IMPACTWIRE_SOURCE_DIR
                                   "/../shared") +
                   "/data/iris_5_3_codes.tsv");
  if (!in) GTEST_SKIP() << "the catalogue is not here";
  std::map<std::string, std::string> names;
  for (std::string line; std::getline(in, line);) {
    const size_t tab = line.find('\t');
    const size_t end = line.find('\t', tab + 1);
    names[line.substr(0, tab)] =
        line.substr(tab + 1, end == line.npos ? end : end - tab - 1);
  }
  const auto codes = ImpactCodes::Create();
  ASSERT_TRUE(codes.ok()) << codes.status();
  for (const ImpactCodes::Rule& rule : (*codes)->rules()) {
    if (!rule.code.empty()) {
      EXPECT_EQ(names[rule.code], rule.name) << rule.code;
    }
  }
}

}  // namespace
}  // namespace impactwire::extract
