#include "ingest_service/extract/names/antecedents.h"

#include <algorithm>

#include "common/base/same_word.h"

namespace impactwire::extract {
namespace {

constexpr size_t kMaxRecent = 20;
constexpr size_t kMaxCounted = 64;

}  // namespace

void Antecedents::Note(int32_t entity, int first, int last,
                       absl::string_view form) {
  const text::Document& document = *facts_.document;
  const auto word = [&](int i) { return document.Surface(document.tokens[i]); };
  const int32_t at = document.tokens[first].sentence;
  const text::Sentence& sentence = document.sentences[at];
  const auto known =
      std::find_if(counts_.begin(), counts_.end(),
                   [&](const auto& e) { return e.first == entity; });
  if (known != counts_.end()) {
    ++known->second;
  } else if (counts_.size() < kMaxCounted) {
    counts_.emplace_back(entity, 1);
  }
  Seen seen{entity, at, sentence.paragraph, form, false};
  if (subject_in_ != at) {
    // The first organization of a sentence, unless inside "of X", "by X".
    const bool inside =
        first > sentence.first_token &&
        (facts_.tokens[first - 1].classes & (kConnector | kLocative)) &&
        !SameWord(word(first - 1), "and") && !SameWord(word(first - 1), "the");
    const bool possessive = last < sentence.last_token &&
                            (word(last) == "'s" || word(last) == "\u2019s");
    if (!inside && !possessive) {
      seen.subject = true;
      subject_in_ = at;
    }
  }
  // "has a business called X that is ...": what it goes on to speak of.
  for (int k = first - 1; k >= sentence.first_token && k >= first - 3; --k) {
    const absl::string_view w = word(k);
    if (w == "called" || w == "named" || w == "dubbed") {
      introduced_ = entity;
      introduced_in_ = at;
    }
  }
  if (recent_.size() >= kMaxRecent) recent_.erase(recent_.begin());
  recent_.push_back(seen);
}

}  // namespace impactwire::extract
