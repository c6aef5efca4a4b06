#include "ingest_service/extract/linear/ranking_fit.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <numeric>

namespace impactwire::extract {
namespace {

using Vector = std::vector<double>;

double Dot(const Vector& a, const Vector& b) {
  return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

// to += scale * from
void Add(double scale, const Vector& from, Vector* to) {
  for (size_t i = 0; i < from.size(); ++i) (*to)[i] += scale * from[i];
}

// The loss at `w`, and its gradient.
double Loss(const RankingProblem& problem, double penalty, const Vector& w,
            Vector* gradient) {
  *gradient = w;
  for (double& g : *gradient) g *= penalty;
  double loss = penalty / 2 * Dot(w, w);
  Vector scores;
  for (size_t g = 0; g + 1 < problem.groups.size(); ++g) {
    const size_t first = problem.groups[g], last = problem.groups[g + 1];
    scores.assign(last - first, 0);
    for (size_t c = first; c < last; ++c) {
      for (size_t f = problem.candidates[c]; f < problem.candidates[c + 1];
           ++f) {
        scores[c - first] += w[problem.features[f]];
      }
    }
    const double top = *std::max_element(scores.begin(), scores.end());
    double all = 0, right = 0;
    for (size_t c = first; c < last; ++c) {
      double& score = scores[c - first];
      score = std::exp(score - top);
      all += score;
      if (problem.right[c] != 0) right += score;
    }
    // Where even doubles give up, it is as wrong as can be told.
    right = std::max(right, 1e-300);
    loss += problem.weight[g] * (std::log(all) - std::log(right));
    for (size_t c = first; c < last; ++c) {
      const double score = scores[c - first];
      const double step =
          problem.weight[g] *
          (score / all - (problem.right[c] != 0 ? score / right : 0));
      if (step == 0) continue;
      for (size_t f = problem.candidates[c]; f < problem.candidates[c + 1];
           ++f) {
        (*gradient)[problem.features[f]] += step;
      }
    }
  }
  return loss;
}

// One step taken: how far, and how the gradient changed.
struct Move {
  Vector step, change;
  double curvature = 0;
};

// The gradient, bent by what the last moves tell of the curvature.
Vector Direction(const std::deque<Move>& moves, const Vector& gradient) {
  Vector direction = gradient;
  Vector shares(moves.size());
  for (size_t i = moves.size(); i-- > 0;) {
    shares[i] = Dot(moves[i].step, direction) / moves[i].curvature;
    Add(-shares[i], moves[i].change, &direction);
  }
  if (!moves.empty()) {
    const Move& last = moves.back();
    const double scale = last.curvature / Dot(last.change, last.change);
    for (double& d : direction) d *= scale;
  }
  for (size_t i = 0; i < moves.size(); ++i) {
    const double share = Dot(moves[i].change, direction) / moves[i].curvature;
    Add(shares[i] - share, moves[i].step, &direction);
  }
  return direction;
}

}  // namespace

std::vector<double> FitRanking(const RankingProblem& problem, double penalty,
                               int rounds) {
  constexpr size_t kMoves = 10;
  constexpr int kHalvings = 30;
  constexpr double kEnough = 1e-7;  // of the loss, in one round
  Vector w(problem.feature_count, 0), gradient, next_gradient;
  double loss = Loss(problem, penalty, w, &gradient);
  std::deque<Move> moves;
  for (int round = 0; round < rounds; ++round) {
    const Vector direction = Direction(moves, gradient);
    const double slope = Dot(direction, gradient);
    if (slope <= 0) break;
    // The first step has no curvature to go by.
    double length = moves.empty()
                        ? std::min(1.0, 1 / std::sqrt(Dot(gradient, gradient)))
                        : 1;
    double next_loss = loss;
    Vector next;
    int halvings = 0;
    for (; halvings < kHalvings; ++halvings, length /= 2) {
      next = w;
      Add(-length, direction, &next);
      next_loss = Loss(problem, penalty, next, &next_gradient);
      if (next_loss <= loss - 1e-4 * length * slope) break;
    }
    if (halvings == kHalvings) break;
    Move move = {next, next_gradient};
    Add(-1, w, &move.step);
    Add(-1, gradient, &move.change);
    move.curvature = Dot(move.step, move.change);
    if (move.curvature > 1e-12) {
      moves.push_back(std::move(move));
      if (moves.size() > kMoves) moves.pop_front();
    }
    const bool done = loss - next_loss <= kEnough * std::fabs(loss);
    w = std::move(next);
    gradient.swap(next_gradient);
    loss = next_loss;
    if (done) break;
  }
  return w;
}

}  // namespace impactwire::extract
