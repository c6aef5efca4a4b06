#include "ingest_service/extract/linear/ranking_fit.h"

#include <cmath>

#include "gtest/gtest.h"

namespace impactwire::extract {
namespace {

// One group; candidate i has feature i only.
RankingProblem OneGroup(std::vector<uint8_t> right) {
  RankingProblem problem;
  for (size_t c = 0; c < right.size(); ++c) {
    problem.features.push_back(static_cast<int32_t>(c));
    problem.candidates.push_back(c + 1);
  }
  problem.groups.push_back(right.size());
  problem.weight = {1};
  problem.feature_count = right.size();
  problem.right = std::move(right);
  return problem;
}

TEST(RankingFitTest, TheGradientIsZeroAtTheMinimum) {
  constexpr double kPenalty = 0.5;
  const std::vector<double> w = FitRanking(OneGroup({1, 0}), kPenalty, 100);
  EXPECT_NEAR(w[0], -w[1], 1e-6);
  EXPECT_NEAR(kPenalty * w[0], 1 / (1 + std::exp(w[0] - w[1])), 1e-3);
}

TEST(RankingFitTest, SeveralMayBeRight) {
  const std::vector<double> w = FitRanking(OneGroup({1, 1, 0}), 0.5, 100);
  EXPECT_NEAR(w[0], w[1], 1e-6);
  EXPECT_GT(w[0], w[2]);
}

TEST(RankingFitTest, AHigherWeightPullsHarder) {
  RankingProblem problem = OneGroup({1, 0});
  const double light = FitRanking(problem, 0.5, 100)[0];
  problem.weight = {4};
  EXPECT_GT(FitRanking(problem, 0.5, 100)[0], light);
}

}  // namespace
}  // namespace impactwire::extract
