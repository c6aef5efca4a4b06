// The features the name tagger scores a token by: hashes, each a row of the
// weight table. The trainer and the tagger must see the same ones.
#pragma once

#include <cstdint>

#include "ingest_service/extract/names/token_facts.h"

namespace impactwire::extract {

inline constexpr int kMaxFeatures = 72;

// Writes the feature hashes of candidate `token` of `sentence`, whose run of
// candidates is [run_begin, run_end); returns how many.
int TaggerFeatures(const TokenFacts& facts, const text::Sentence& sentence,
                   int token, int run_begin, int run_end,
                   uint32_t features[kMaxFeatures]);

}  // namespace impactwire::extract
