// Employers: the organizations of the persons of a document, "X, director of
// Y", "Y's director X", and through them whose "we" a person says.
#pragma once

#include <cstdint>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "ingest_service/extract/names/mention.h"
#include "ingest_service/extract/names/token_facts.h"

namespace impactwire::extract {

class Employers {
 public:
  // `mentions`: the named ones, in text order. Linear in them. `facts` must
  // outlive the object, `mentions` not.
  Employers(const TokenFacts& facts, const std::vector<Mention>& mentions);

  // The organization that a person is named with first, or -1.
  int32_t Of(int32_t person) const {
    const auto it = of_person_.find(person);
    return it == of_person_.end() ? -1 : it->second;
  }

  // The employer of who is named in the sentence, else of who was last, in this
  // paragraph or the one before; -1 if there is none. Sentences in text order.
  int32_t Last(const text::Sentence& sentence);

 private:
  bool TitleBetween(const Mention& left, const Mention& right) const;

  const TokenFacts& facts_;
  absl::flat_hash_map<int32_t, int32_t> of_person_;
  std::vector<int32_t> person_at_;  // by first token: a named person, or -1
  int32_t last_ = -1;
  int32_t last_paragraph_ = -2;
};

}  // namespace impactwire::extract
