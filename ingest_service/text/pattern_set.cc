#include "ingest_service/text/pattern_set.h"

#include <deque>

namespace impactwire::text {

int PatternSet::Symbol(char c) {
  if (c >= 'a' && c <= 'z') return c - 'a' + 1;
  if (c >= 'A' && c <= 'Z') return c - 'A' + 1;
  if (c >= '0' && c <= '9') return c - '0' + 27;
  return 0;
}

void PatternSet::Add(absl::string_view pattern, int bit) {
  size_t state = 0;
  for (const char c : pattern) {
    const int symbol = Symbol(c);
    if (states_[state].next[symbol] < 0) {
      states_[state].next[symbol] = static_cast<int16_t>(states_.size());
      states_.emplace_back();
    }
    state = states_[state].next[symbol];
  }
  states_[state].bits |= uint32_t{1} << bit;
}

void PatternSet::Build() {
  std::vector<int16_t> fail(states_.size(), 0);
  std::deque<int16_t> queue;
  for (int16_t& next : states_[0].next) {
    if (next < 0) {
      next = 0;
    } else {
      queue.push_back(next);
    }
  }
  while (!queue.empty()) {
    const int16_t state = queue.front();
    queue.pop_front();
    states_[state].bits |= states_[fail[state]].bits;
    for (int symbol = 0; symbol < kSymbols; ++symbol) {
      const int16_t next = states_[state].next[symbol];
      const int16_t other = states_[fail[state]].next[symbol];
      if (next < 0) {
        states_[state].next[symbol] = other;
      } else {
        fail[next] = other;
        queue.push_back(next);
      }
    }
  }
}

uint32_t PatternSet::Match(absl::string_view text) const {
  int16_t state = states_[0].next[0];
  uint32_t bits = states_[state].bits;
  for (const char c : text) {
    state = states_[state].next[Symbol(c)];
    bits |= states_[state].bits;
  }
  return bits | states_[states_[state].next[0]].bits;
}

}  // namespace impactwire::text
