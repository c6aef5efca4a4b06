// Trains the tagger's model: an averaged structured perceptron (Collins 2002)
// over the runs of candidate tokens. Integers throughout, a fixed order of
// shuffles: the same input gives the same model, bit for bit.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ingest_service/extract/names/token_facts.h"
#include "ingest_service/extract/names/train/conll.h"

namespace impactwire::extract {

struct TrainingRun {
  std::vector<std::vector<uint32_t>> features;  // per token
  std::vector<uint8_t> labels;
};

struct PerceptronOptions {
  int rows_log2 = 18;
  int epochs = 10;
  int drop_per_mille = 300;  // features left out of each step
  int models = 6;            // averaged, each from another order of the data
  int margin = 20;           // by which the right label must win
  int missed_margin = 30;    // of an organization over no organization
};

// The candidate runs of a document with their labels; of the chosen sentences
// only, where `chosen` is parallel to them.
void AppendRuns(const AnnotatedDocument& annotated, const TokenFacts& facts,
                const std::vector<bool>& chosen,
                std::vector<TrainingRun>* runs);

// The model's bytes (tagger.h). `runs` may be given several times over through
// `repeat`, parallel to it.
std::string TrainPerceptron(const std::vector<TrainingRun>& runs,
                            const std::vector<int>& repeat,
                            const PerceptronOptions& options);

}  // namespace impactwire::extract
