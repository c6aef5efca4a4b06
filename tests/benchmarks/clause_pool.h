// Clauses of real vocabulary for made-up sentences: runs of words of the
// project's own training articles, cut anywhere.
#pragma once

#include <string>
#include <vector>

#include "tests/benchmarks/dice.h"

namespace impactwire::bench {

class ClausePool {
 public:
  // Reads ingest_service/extract/corpus; ends the process where that fails.
  ClausePool();

  // 6 to 14 words, no full stop.
  const std::string& Clause(Dice* dice) const { return dice->Of(clauses_); }

 private:
  std::vector<std::string> clauses_;
};

}  // namespace impactwire::bench
