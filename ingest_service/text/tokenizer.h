// Tokenizer: a span of text to tokens, one pass over its bytes.
//
// What is one token (tests/ingest_service/text/tokenizer_test.cc has the
// table):
//   words    letters and digits with inner hyphens and apostrophes ("co-op",
//            "don't", "COVID-19"), "R&D", dotted letters with their last dot
//            ("U.S."), known abbreviations and initials with their dot ("Inc.",
//            "J.") unless that dot ends the sentence, names with a known
//            internet ending ("JD.com", "58.com"), whole URLs and mail
//            addresses. "'s" is a token of its own.
//   numbers  digits with inner separators and what is glued behind them:
//            "6,000", "3.5", "1.2m", "4th", "2012-13", "23-year-old". A
//            currency code glued in front is a word of its own ("USD" "34.6").
//   symbols  "$", "US$", "%", "+": one each
//   marks    one each
#pragma once

#include <vector>

#include "absl/strings/string_view.h"
#include "ingest_service/text/document.h"
#include "ingest_service/text/word_table.h"

namespace impactwire::text {

// Constant after construction: any thread may call.
class Tokenizer {
 public:
  Tokenizer();

  // Appends the tokens of text[span), which must not cut a character. Linear
  // in the span.
  void Append(absl::string_view text, Span span, int32_t sentence,
              std::vector<Token>* tokens) const;

 private:
  struct Cursor;
  size_t WordEnd(absl::string_view text, size_t begin, size_t end,
                 TokenKind* kind) const;
  size_t NumberEnd(absl::string_view text, size_t begin, size_t end,
                   TokenKind* kind) const;
  // End of ".com", ".org.cn" at text[at] == '.', or `at`.
  size_t DomainEnd(absl::string_view text, size_t at, size_t end) const;
  // Whether letters text[begin, at) are a currency prefix glued to the number
  // at `at`.
  bool IsCurrencyPrefix(absl::string_view text, size_t begin, size_t at,
                        size_t end) const;

  const WordTable abbreviations_;
  const WordTable domains_;
  const WordTable currencies_;
};

}  // namespace impactwire::text
