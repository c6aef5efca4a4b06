// Antecedents: the organizations mentioned so far, which "it" or "the company"
// may stand for.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "ingest_service/extract/names/token_facts.h"

namespace impactwire::extract {

class Antecedents {
 public:
  // One mention.
  struct Seen {
    int32_t entity;
    int32_t sentence;
    int32_t paragraph;
    absl::string_view form;  // "name", "nominal", "pronoun"
    bool subject;            // of its sentence, as far as its place tells
  };

  // `facts` must outlive the object.
  explicit Antecedents(const TokenFacts& facts) : facts_(facts) {}

  // A mention of an organization by the tokens [first, last); in text order.
  void Note(int32_t entity, int first, int last, absl::string_view form);

  // The last ones, a bounded number; in text order.
  const std::vector<Seen>& recent() const { return recent_; }
  // Mentions of each organization in order of the first one, a bounded number.
  const std::vector<std::pair<int32_t, int>>& counts() const { return counts_; }

  // What the sentence before `sentence` introduced: "has a business called X
  // that"; -1: nothing.
  int32_t IntroducedBefore(int32_t sentence) const {
    return introduced_in_ + 1 == sentence ? introduced_ : -1;
  }

 private:
  const TokenFacts& facts_;
  std::vector<Seen> recent_;
  std::vector<std::pair<int32_t, int>> counts_;
  int32_t subject_in_ = -1;  // the last sentence whose subject was found
  int32_t introduced_ = -1;
  int32_t introduced_in_ = -2;  // its sentence
};

}  // namespace impactwire::extract
