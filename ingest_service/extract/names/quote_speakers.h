// QuoteSpeakers: who says what stands inside quotation marks.
#pragma once

#include <cstdint>
#include <vector>

#include "ingest_service/extract/names/mention.h"
#include "ingest_service/extract/names/token_facts.h"

namespace impactwire::extract {

class QuoteSpeakers {
 public:
  static constexpr int32_t kUnknown = -1;   // nothing says who
  static constexpr int32_t kNameless = -2;  // someone without a name

  // `mentions`: the named ones, in text order. Linear in the document; both
  // must outlive the object.
  QuoteSpeakers(const TokenFacts& facts, const std::vector<Mention>& mentions);

  // The entity (a person or an organization) that says `token`, kUnknown also
  // where it stands outside of quotation marks.
  int32_t Of(int token) const;

 private:
  struct Quote {
    int32_t begin, end;  // tokens inside the marks
    int32_t paragraph;
    bool open;  // not closed before its paragraph ends
    int32_t speaker;
  };
  void FindQuotes();
  void FindSpeakers();
  // Who speaks by the words in [begin, end): "said X, director of Y". `after`:
  // they follow the quotation.
  int32_t SpeakerIn(int32_t begin, int32_t end, bool after);
  absl::string_view Word(int32_t token) const;

  const TokenFacts& facts_;
  const std::vector<Mention>& mentions_;
  std::vector<int32_t> mention_at_;  // by token: index, or -1
  std::vector<Quote> quotes_;
  int32_t last_person_ = kUnknown;  // named before the words read last
  size_t persons_read_ = 0;
};

}  // namespace impactwire::extract
