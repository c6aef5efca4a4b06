#include "ingest_service/extract/names/train/perceptron.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

#include "ingest_service/extract/names/tagger.h"
#include "ingest_service/extract/names/tagger_features.h"

namespace impactwire::extract {
namespace {

// A gold label is unusable where the candidates do not cover the name: the
// part inside the run is trained as a name of its own.
void Repair(std::vector<uint8_t>* labels) {
  const int n = static_cast<int>(labels->size());
  std::vector<int> type(n);
  std::vector<bool> begins(n);
  for (int i = 0; i < n; ++i) {
    const int l = (*labels)[i];
    type[i] = l == kOutside ? -1 : LabelType(l);
    begins[i] = l != kOutside && (PartOf(l) == LabelPart::kBegin ||
                                  PartOf(l) == LabelPart::kUnit);
  }
  for (int i = 0; i < n; ++i) {
    if (type[i] < 0) continue;
    const bool first = i == 0 || begins[i] || type[i - 1] != type[i];
    const bool last = i + 1 == n || begins[i + 1] || type[i + 1] != type[i];
    (*labels)[i] = static_cast<uint8_t>(
        Label(type[i], first ? (last ? LabelPart::kUnit : LabelPart::kBegin)
                             : (last ? LabelPart::kLast : LabelPart::kInside)));
  }
}

class Trainer {
 public:
  Trainer(const PerceptronOptions& options, uint64_t seed)
      : rows_(size_t{1} << options.rows_log2),
        mask_(static_cast<uint32_t>(rows_ - 1)),
        drop_(options.drop_per_mille),
        margin_(options.margin),
        missed_margin_(options.missed_margin),
        random_(seed),
        weight_(rows_ * kLabelRow),
        total_(rows_ * kLabelRow) {}

  void Learn(const TrainingRun& full) {
    ++step_;
    const int n = static_cast<int>(full.labels.size());
    const TrainingRun& run = Thin(full);
    Decode(run);
    if (std::equal(guess_.begin(), guess_.begin() + n, run.labels.begin())) {
      return;
    }
    for (int i = 0; i < n; ++i) {
      const int gold = run.labels[i];
      const int guess = guess_[i];
      if (gold != guess) {
        for (const uint32_t f : run.features[i]) {
          Add(static_cast<size_t>(f & mask_) * kLabelRow + gold, 1);
          Add(static_cast<size_t>(f & mask_) * kLabelRow + guess, -1);
        }
      }
      const int gold_before = i == 0 ? kOutside : run.labels[i - 1];
      const int guess_before = i == 0 ? kOutside : guess_[i - 1];
      if (gold != guess || gold_before != guess_before) {
        AddTransition(gold_before * kLabels + gold, 1);
        AddTransition(guess_before * kLabels + guess, -1);
      }
    }
  }

  // Adds the weights, averaged over all steps, to `sum` (rows, then
  // transitions).
  void AddTo(std::vector<double>* sum) const {
    sum->resize(weight_.size() + transition_.size());
    for (size_t i = 0; i < weight_.size(); ++i) {
      (*sum)[i] += weight_[i] - static_cast<double>(total_[i]) / step_;
    }
    for (size_t i = 0; i < transition_.size(); ++i) {
      (*sum)[weight_.size() + i] +=
          transition_[i] - static_cast<double>(transition_total_[i]) / step_;
    }
  }

 private:
  void Add(size_t i, int delta) {
    weight_[i] += delta;
    total_[i] += static_cast<int64_t>(delta) * step_;
  }
  void AddTransition(int i, int delta) {
    transition_[i] += delta;
    transition_total_[i] += static_cast<int64_t>(delta) * step_;
  }

  // The run with some features left out at random, so that no single one (the
  // word itself above all) is relied on.
  const TrainingRun& Thin(const TrainingRun& full) {
    thin_.labels = full.labels;
    thin_.features.resize(full.features.size());
    for (size_t i = 0; i < full.features.size(); ++i) {
      thin_.features[i].clear();
      for (const uint32_t f : full.features[i]) {
        random_ = random_ * 6364136223846793005ull + 1442695040888963407ull;
        if ((random_ >> 33) % 1000 >= static_cast<uint64_t>(drop_)) {
          thin_.features[i].push_back(f);
        }
      }
    }
    return thin_;
  }

  // A missed organization costs more than other errors: the rules after the
  // tagger drop names better than they find them.
  int MarginOf(int gold, int guess) const {
    const bool missed = gold != kOutside && LabelType(gold) == 1 &&
                        (guess == kOutside || LabelType(guess) != 1);
    return missed ? missed_margin_ : margin_;
  }

  void Decode(const TrainingRun& run) {
    const int n = static_cast<int>(run.labels.size());
    guess_.resize(n);
    score_.assign(n, {});
    from_.resize(n);
    for (int i = 0; i < n; ++i) {
      for (const uint32_t f : run.features[i]) {
        const int32_t* row =
            &weight_[static_cast<size_t>(f & mask_) * kLabelRow];
        for (int l = 0; l < kLabelRow; ++l) score_[i][l] += row[l];
      }
      for (int l = 0; l < kLabels; ++l) {
        if (l != run.labels[i]) score_[i][l] += MarginOf(run.labels[i], l);
      }
    }
    constexpr int64_t kNever = -(int64_t{1} << 50);
    std::array<int64_t, kLabels> best;
    for (int l = 0; l < kLabels; ++l) {
      best[l] = MayFollow(kOutside, l) ? score_[0][l] + transition_[l] : kNever;
    }
    for (int i = 1; i < n; ++i) {
      std::array<int64_t, kLabels> next;
      for (int l = 0; l < kLabels; ++l) {
        int64_t top = kNever * 2;
        for (int p = 0; p < kLabels; ++p) {
          if (!MayFollow(p, l)) continue;
          const int64_t s = best[p] + transition_[p * kLabels + l];
          if (s > top) {
            top = s;
            from_[i][l] = static_cast<uint8_t>(p);
          }
        }
        next[l] = std::max(top, kNever) + score_[i][l];
      }
      best = next;
    }
    int last = kOutside;
    for (int l = 1; l < kLabels; ++l) {
      if (MayFollow(l, kOutside) && best[l] > best[last]) last = l;
    }
    for (int i = n - 1; i >= 0; --i) {
      guess_[i] = static_cast<uint8_t>(last);
      if (i > 0) last = from_[i][last];
    }
  }

  const size_t rows_;
  const uint32_t mask_;
  const int drop_;
  const int margin_;
  const int missed_margin_;
  uint64_t random_;
  TrainingRun thin_;
  int64_t step_ = 0;
  std::vector<int32_t> weight_;
  std::vector<int64_t> total_;
  std::array<int64_t, kLabels * kLabels> transition_{};
  std::array<int64_t, kLabels * kLabels> transition_total_{};
  std::vector<uint8_t> guess_;
  std::vector<std::array<int32_t, kLabelRow>> score_;
  std::vector<std::array<uint8_t, kLabels>> from_;
};

// The weights as bytes, all but one in 2,000 within [-127, 127].
std::string Quantised(const std::vector<double>& weights, size_t rows) {
  const size_t count = rows * kLabelRow;
  std::vector<double> magnitude;
  for (size_t i = 0; i < count; ++i) {
    if (weights[i] != 0) magnitude.push_back(std::fabs(weights[i]));
  }
  double top = 1;
  if (!magnitude.empty()) {
    const size_t k = magnitude.size() - 1 - magnitude.size() / 2000;
    std::nth_element(magnitude.begin(), magnitude.begin() + k, magnitude.end());
    top = magnitude[k];
  }
  const double unit = 127.0 / top;
  Tagger::Header header = {};
  std::memcpy(header.magic, Tagger::kMagic, sizeof(header.magic));
  header.rows = static_cast<uint32_t>(rows);
  header.unit = 127;
  for (int i = 0; i < kLabels * kLabels; ++i) {
    header.transitions[i] = static_cast<int16_t>(
        std::clamp(std::round(weights[count + i] * unit), -32000.0, 32000.0));
  }
  std::string bytes(reinterpret_cast<const char*>(&header), sizeof(header));
  for (size_t i = 0; i < count; ++i) {
    bytes += static_cast<char>(static_cast<int8_t>(
        std::clamp(std::round(weights[i] * unit), -127.0, 127.0)));
  }
  return bytes;
}

}  // namespace

void AppendRuns(const AnnotatedDocument& annotated, const TokenFacts& facts,
                const std::vector<bool>& chosen,
                std::vector<TrainingRun>* runs) {
  uint32_t features[kMaxFeatures];
  for (size_t s = 0; s < annotated.document.sentences.size(); ++s) {
    if (!chosen.empty() && !chosen[s]) continue;
    const text::Sentence& sentence = annotated.document.sentences[s];
    for (int begin = sentence.first_token; begin < sentence.last_token;) {
      if (!facts.tokens[begin].candidate) {
        ++begin;
        continue;
      }
      int end = begin + 1;
      while (end < sentence.last_token && facts.tokens[end].candidate) ++end;
      TrainingRun run;
      const TaggerRun candidates(facts, sentence, begin, end);
      for (int i = begin; i < end; ++i) {
        const int count = TaggerFeatures(facts, candidates, i, features);
        run.features.emplace_back(features, features + count);
        run.labels.push_back(annotated.labels[i]);
      }
      Repair(&run.labels);
      runs->push_back(std::move(run));
      begin = end;
    }
  }
}

std::string TrainPerceptron(const std::vector<TrainingRun>& runs,
                            const std::vector<int>& repeat,
                            const PerceptronOptions& options) {
  std::vector<uint32_t> order;
  for (size_t i = 0; i < runs.size(); ++i) {
    for (int k = 0; k < repeat[i]; ++k) {
      order.push_back(static_cast<uint32_t>(i));
    }
  }
  std::vector<double> sum;
  uint64_t random = 0x2545f4914f6cdd1dull;
  for (int model = 0; model < options.models; ++model) {
    Trainer trainer(options, random);
    for (int epoch = 0; epoch < options.epochs; ++epoch) {
      for (size_t i = order.size(); i > 1; --i) {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        std::swap(order[i - 1], order[random % i]);
      }
      for (const uint32_t i : order) trainer.Learn(runs[i]);
    }
    trainer.AddTo(&sum);
  }
  return Quantised(sum, size_t{1} << options.rows_log2);
}

}  // namespace impactwire::extract
