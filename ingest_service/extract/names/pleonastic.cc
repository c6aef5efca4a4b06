#include "ingest_service/extract/names/pleonastic.h"

#include "common/base/same_word.h"

namespace impactwire::extract {

bool IsPleonastic(const text::Document& document,
                  const text::Sentence& sentence, int token) {
  const auto word = [&](int i) { return document.Surface(document.tokens[i]); };
  if (!SameWord(word(token), "it")) return false;
  static constexpr absl::string_view kAdjectives[] = {
      "important", "necessary", "possible",  "clear",    "hard",
      "difficult", "easy",      "essential", "likely",   "unlikely",
      "vital",     "critical",  "crucial",   "not",      "time",
      "estimated", "hoped",     "believed",  "expected", "impossible",
      "better",    "good",      "great",     "true",     "up"};
  static constexpr absl::string_view kVerbs[] = {
      "seems",  "appears", "takes", "turned",  "rains",
      "rained", "matters", "helps", "happens", "turns"};
  const int end = sentence.last_token;
  int k = token + 1;
  if (k >= end) return false;
  for (const absl::string_view v : kVerbs) {
    if (word(k) == v) return true;
  }
  if (word(k) == "is" || word(k) == "was" || word(k) == "'s" ||
      word(k) == "\u2019s" || word(k) == "would" || word(k) == "will" ||
      word(k) == "may" || word(k) == "can") {
    for (int m = k + 1; m < end && m <= k + 3; ++m) {
      for (const absl::string_view a : kAdjectives) {
        if (word(m) == a) return true;
      }
    }
  }
  return false;
}

}  // namespace impactwire::extract
