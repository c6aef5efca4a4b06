// The features the name tagger scores a token by: hashes, each a row of the
// weight table. The trainer and the tagger must see the same ones.
#pragma once

#include <cstdint>

#include "ingest_service/extract/names/token_facts.h"

namespace impactwire::extract {

inline constexpr int kMaxFeatures = 72;

// A run of candidates [begin, end) of one sentence; both must outlive it.
struct TaggerRun {
  TaggerRun(const TokenFacts& facts, const text::Sentence& s, int run_begin,
            int run_end);

  const text::Sentence& sentence;
  const int begin;
  const int end;
  const uint64_t noun;   // that says what the run is; 0: none
  uint32_t classes = 0;  // of its words
};

// Writes the feature hashes of candidate `token` of `run`; returns how many.
int TaggerFeatures(const TokenFacts& facts, const TaggerRun& run, int token,
                   uint32_t features[kMaxFeatures]);

}  // namespace impactwire::extract
