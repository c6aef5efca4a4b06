// FitRanking: the weights by which the right candidates of every group are
// likeliest, by the exact minimum of one convex loss.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace impactwire::extract {

// Groups of candidates, in one row: the candidates of group g are those from
// groups[g] to groups[g + 1], the features of candidate c those from
// candidates[c] to candidates[c + 1].
struct RankingProblem {
  std::vector<int32_t> features;      // ids below `feature_count`
  std::vector<size_t> candidates{0};  // with the end of the last
  std::vector<size_t> groups{0};      // with the end of the last
  std::vector<uint8_t> right;         // per candidate; at least one of a group
  std::vector<double> weight;         // per group
  size_t feature_count = 0;
};

// Minimizes the sum over groups of -weight * log P(a right candidate), P by
// softmax over the group, plus penalty / 2 * the squares of all weights. A rare
// feature so gets little weight, which steps of stochastic descent would give
// it at once. L-BFGS (Liu, Nocedal 1989, "On the Limited Memory BFGS Method for
// Large Scale Optimization"); each of at most `rounds` rounds costs one or two
// passes over the features. The same problem gives the same weights.
std::vector<double> FitRanking(const RankingProblem& problem, double penalty,
                               int rounds);

}  // namespace impactwire::extract
