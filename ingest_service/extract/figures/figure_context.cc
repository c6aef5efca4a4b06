#include "ingest_service/extract/figures/figure_context.h"

#include <algorithm>

namespace impactwire::extract {
namespace {

// The verb of a number is looked for that far.
constexpr int32_t kClause = 16;

}  // namespace

WordSenses::Set FigureContext::Doing(const FigureFrame& frame) const {
  const LexedText& lexed = input.lexed;
  const int32_t begin =
      std::max(lexed.First(frame.sentence), frame.first - kClause);
  for (int32_t i = frame.first - 1; i >= begin; --i) {
    if ((senses[i] & words.verbs()) != 0) return senses[i] & words.verbs();
  }
  const int32_t end = std::min(lexed.End(frame.sentence), frame.last + kClause);
  for (int32_t i = frame.last; i < end; ++i) {
    if ((senses[i] & words.verbs()) != 0) return senses[i] & words.verbs();
  }
  return 0;
}

}  // namespace impactwire::extract
