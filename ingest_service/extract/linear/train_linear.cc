// Trains one linear model over named features; see kUsage. The same lines give
// the same weights, bit for bit. What is random (the order of the decisions,
// the features left out of a step) is drawn from the decision's article and
// place in it, not from one sequence: a decision more or less changes no
// other's draws, so that models before and after a small change differ by that
// change.
//
// Softmax regression by AdaGrad with L2 decay (Duchi, Hazan, Singer 2011,
// "Adaptive Subgradient Methods"), which needs no tuning of rates per feature.
// Only the features of an example are touched by a step, so that the cost is
// linear in examples x features x classes.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "ingest_service/extract/linear/ranking_fit.h"

namespace impactwire::extract {
namespace {

constexpr char kUsage[] =
    "train_linear CLASSES EPOCHS LEAST DECAY DROP [FOLDS]\n"
    "\n"
    "Examples on stdin, one a line, tab-separated:\n"
    "  GROUP  LABEL  WEIGHT  FEATURE...\n"
    "CLASSES > 1: LABEL is the class; GROUP is the article.\n"
    "CLASSES = 1: the lines of one GROUP are candidates, of which the one "
    "with\n"
    "  LABEL 1 is right; a group is written <article>/<number>.\n"
    "EPOCHS 0: no steps, but the exact minimum of the loss and DECAY / 2 of "
    "the\n"
    "squared weights (ranking_fit.h); CLASSES must be 1, DROP 0, and several\n"
    "candidates of a group may be right.\n"
    "Features seen fewer than LEAST times are left out. At each step a share "
    "of\n"
    "DROP of an example's features is left out at random, so that no single "
    "one\n"
    "is relied on.\n"
    "Weights on stdout: feature, class, weight. With FOLDS, instead, one line "
    "per\n"
    "example: the scores that a model gives which was trained without the\n"
    "article's fold (its number modulo FOLDS in order of appearance).\n";

uint64_t Mix(uint64_t x) {
  x = (x ^ (x >> 32)) * 0xd6e8feb86659fd93ull;
  x = (x ^ (x >> 32)) * 0xd6e8feb86659fd93ull;
  return x ^ (x >> 32);
}

// FNV-1a.
uint64_t Hash(absl::string_view text) {
  uint64_t hash = 0xcbf29ce484222325ull;
  for (const unsigned char byte : text) {
    hash = (hash ^ byte) * 0x100000001b3ull;
  }
  return hash;
}

struct Example {
  int32_t article = 0;
  int label = 0;
  double weight = 1;
  std::vector<int32_t> features;
};

// One decision: a single example, or the candidates of one group.
struct Decision {
  size_t begin = 0, end = 0;
  uint64_t key = 0;  // of its article and its place in it
};

struct Settings {
  int classes = 1, epochs = 1, least = 1, folds = 0;
  double decay = 0, drop = 0;
};

class Trainer {
 public:
  Trainer(const Settings& settings, const std::vector<Example>& examples,
          const std::vector<uint64_t>& feature_keys)
      : settings_(settings),
        examples_(examples),
        feature_keys_(feature_keys),
        kept_(feature_keys.size(), 0),
        weights_(feature_keys.size() * settings.classes, 0),
        squares_(weights_.size()),
        sums_(weights_.size(), 0),
        dropped_(feature_keys.size(), 0) {}

  // The mean of kOrders models: the order of the examples moves a single one's
  // decisions by more than most features do.
  void Train(const std::vector<Decision>& decisions) {
    for (const Decision& decision : decisions) {
      for (size_t e = decision.begin; e < decision.end; ++e) {
        for (const int32_t f : examples_[e].features) ++kept_[f];
      }
    }
    if (settings_.epochs == 0) return Fit(decisions);
    for (int order = 0; order < kOrders; ++order) {
      std::fill(weights_.begin(), weights_.end(), 0.0);
      std::fill(squares_.begin(), squares_.end(), 1e-2);
      TrainOnce(decisions, order);
      for (size_t w = 0; w < weights_.size(); ++w) sums_[w] += weights_[w];
    }
    for (size_t w = 0; w < weights_.size(); ++w) {
      weights_[w] = sums_[w] / kOrders;
    }
  }

  double Score(const Example& example, int c) const {
    double score = 0;
    for (const int32_t f : example.features) {
      if (Used(f)) score += weights_[f * settings_.classes + c];
    }
    return score;
  }
  bool Kept(int32_t feature) const { return kept_[feature] >= settings_.least; }
  double Weight(int32_t feature, int c) const {
    return weights_[feature * settings_.classes + c];
  }

 private:
  static constexpr double kRate = 0.15;
  static constexpr int kOrders = 6;

  static constexpr int kRounds = 300;

  void Fit(const std::vector<Decision>& decisions) {
    RankingProblem problem;
    problem.feature_count = kept_.size();
    for (const Decision& decision : decisions) {
      for (size_t e = decision.begin; e < decision.end; ++e) {
        for (const int32_t f : examples_[e].features) {
          if (Kept(f)) problem.features.push_back(f);
        }
        problem.candidates.push_back(problem.features.size());
        problem.right.push_back(examples_[e].label == 1);
      }
      problem.groups.push_back(problem.right.size());
      problem.weight.push_back(examples_[decision.begin].weight);
    }
    weights_ = FitRanking(problem, settings_.decay, kRounds);
  }

  void TrainOnce(const std::vector<Decision>& decisions, int order) {
    std::vector<std::pair<uint64_t, const Decision*>> steps;
    for (int epoch = 0; epoch < settings_.epochs; ++epoch) {
      const uint64_t turn = Mix(order * settings_.epochs + epoch + 1);
      steps.clear();
      for (const Decision& decision : decisions) {
        steps.push_back({Mix(decision.key ^ turn), &decision});
      }
      std::sort(steps.begin(), steps.end());
      for (const auto& [draw, decision] : steps) {
        Drop(*decision, settings_.drop, draw);
        settings_.classes == 1 ? Rank(*decision)
                               : Classify(examples_[decision->begin]);
        Drop(*decision, 0, draw);
      }
    }
  }

  // Leaves out a share of the decision's features; a share of 0: none any more.
  void Drop(const Decision& decision, double share, uint64_t draw) {
    if (settings_.drop == 0) return;
    const uint32_t below = static_cast<uint32_t>(share * 65536);
    for (size_t e = decision.begin; e < decision.end; ++e) {
      for (const int32_t f : examples_[e].features) {
        dropped_[f] =
            below > 0 && (Mix(draw ^ feature_keys_[f]) & 0xffff) < below;
      }
    }
  }
  bool Used(int32_t feature) const {
    return Kept(feature) && !dropped_[feature];
  }

  static void Softmax(std::vector<double>* scores) {
    const double top = *std::max_element(scores->begin(), scores->end());
    double total = 0;
    for (double& s : *scores) total += s = std::exp(s - top);
    for (double& s : *scores) s /= total;
  }

  void Step(const Example& example, int c, double gradient) {
    if (std::fabs(gradient) < 1e-3) return;
    for (const int32_t f : example.features) {
      if (!Used(f)) continue;
      double& weight = weights_[f * settings_.classes + c];
      double& square = squares_[f * settings_.classes + c];
      const double g = gradient + settings_.decay * weight;
      square += g * g;
      weight -= kRate * g / std::sqrt(square);
    }
  }

  void Classify(const Example& example) {
    std::vector<double> p(settings_.classes);
    for (int c = 0; c < settings_.classes; ++c) p[c] = Score(example, c);
    Softmax(&p);
    for (int c = 0; c < settings_.classes; ++c) {
      Step(example, c, example.weight * (p[c] - (c == example.label)));
    }
  }

  void Rank(const Decision& decision) {
    std::vector<double> p;
    for (size_t e = decision.begin; e < decision.end; ++e) {
      p.push_back(Score(examples_[e], 0));
    }
    Softmax(&p);
    for (size_t e = decision.begin; e < decision.end; ++e) {
      const Example& example = examples_[e];
      Step(example, 0,
           example.weight * (p[e - decision.begin] - (example.label == 1)));
    }
  }

  const Settings settings_;
  const std::vector<Example>& examples_;
  const std::vector<uint64_t>& feature_keys_;  // by feature
  std::vector<int32_t> kept_;
  std::vector<double> weights_, squares_, sums_;
  std::vector<uint8_t> dropped_;  // by feature, in this step
};

int Run(const Settings& settings) {
  std::vector<Example> examples;
  std::vector<Decision> decisions;
  std::vector<std::string> names;      // of features
  std::vector<uint64_t> feature_keys;  // parallel to them
  std::vector<int32_t> decisions_of;   // by article, how many so far
  absl::flat_hash_map<std::string, int32_t> ids, articles;
  std::string line, group;
  while (std::getline(std::cin, line)) {
    const std::vector<absl::string_view> fields = absl::StrSplit(line, '\t');
    Example example;
    if (fields.size() < 3 || !absl::SimpleAtoi(fields[1], &example.label) ||
        !absl::SimpleAtod(fields[2], &example.weight) || example.label < 0 ||
        example.label >= std::max(2, settings.classes)) {
      std::cerr << "not an example: " << line.substr(0, 80) << "\n";
      return 1;
    }
    const absl::string_view article = fields[0].substr(0, fields[0].rfind('/'));
    example.article =
        articles.try_emplace(article, articles.size()).first->second;
    decisions_of.resize(articles.size(), 0);
    for (size_t i = 3; i < fields.size(); ++i) {
      const auto [at, added] = ids.try_emplace(fields[i], names.size());
      if (added) {
        names.emplace_back(fields[i]);
        feature_keys.push_back(Hash(fields[i]));
      }
      example.features.push_back(at->second);
    }
    std::sort(example.features.begin(), example.features.end());
    example.features.erase(
        std::unique(example.features.begin(), example.features.end()),
        example.features.end());
    if (settings.classes > 1 || decisions.empty() || fields[0] != group) {
      decisions.push_back(
          {examples.size(), examples.size(),
           Mix(Hash(article) + decisions_of[example.article]++)});
    }
    group = std::string(fields[0]);
    examples.push_back(std::move(example));
    decisions.back().end = examples.size();
  }

  if (settings.folds == 0) {
    Trainer trainer(settings, examples, feature_keys);
    trainer.Train(decisions);
    std::vector<int32_t> order(names.size());
    for (size_t f = 0; f < order.size(); ++f) order[f] = f;
    std::sort(order.begin(), order.end(),
              [&](int32_t a, int32_t b) { return names[a] < names[b]; });
    for (const int32_t f : order) {
      if (!trainer.Kept(f)) continue;
      for (int c = 0; c < settings.classes; ++c) {
        std::printf("%s\t%d\t%.4f\n", names[f].c_str(), c,
                    trainer.Weight(f, c));
      }
    }
    return 0;
  }
  std::vector<std::string> scores(examples.size());
  for (int fold = 0; fold < settings.folds; ++fold) {
    std::vector<Decision> others;
    for (const Decision& decision : decisions) {
      if (examples[decision.begin].article % settings.folds != fold) {
        others.push_back(decision);
      }
    }
    Trainer trainer(settings, examples, feature_keys);
    trainer.Train(others);
    for (size_t e = 0; e < examples.size(); ++e) {
      if (examples[e].article % settings.folds != fold) continue;
      for (int c = 0; c < settings.classes; ++c) {
        char text[32];
        std::snprintf(text, sizeof text, c == 0 ? "%.4f" : "\t%.4f",
                      trainer.Score(examples[e], c));
        scores[e] += text;
      }
    }
  }
  for (const std::string& score : scores) std::printf("%s\n", score.c_str());
  return 0;
}

}  // namespace
}  // namespace impactwire::extract

int main(int argc, char** argv) {
  impactwire::extract::Settings settings;
  if (argc < 6 || argc > 7 || !absl::SimpleAtoi(argv[1], &settings.classes) ||
      !absl::SimpleAtoi(argv[2], &settings.epochs) ||
      !absl::SimpleAtoi(argv[3], &settings.least) ||
      !absl::SimpleAtod(argv[4], &settings.decay) ||
      !absl::SimpleAtod(argv[5], &settings.drop) ||
      (argc == 7 && !absl::SimpleAtoi(argv[6], &settings.folds)) ||
      settings.classes < 1 ||
      (settings.epochs == 0 && (settings.classes > 1 || settings.drop > 0))) {
    std::fputs(impactwire::extract::kUsage, stderr);
    return 2;
  }
  return impactwire::extract::Run(settings);
}
