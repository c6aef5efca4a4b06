// SentenceSplitter: a paragraph to sentences.
//
// Looks at every full stop, question mark, exclamation mark and ellipsis, at
// the word before it (abbreviation, initial, number) and at what follows
// (closing quotes, space, a capital). A sentence takes the quotes and brackets
// that close behind its stop. "poverty.The", without a space, is an end too.
// What it does not try: quotations of several sentences are split inside; a
// sentence that starts with a lower-case letter is not seen as one.
#pragma once

#include <vector>

#include "absl/strings/string_view.h"
#include "ingest_service/text/span.h"
#include "ingest_service/text/word_table.h"

namespace impactwire::text {

// Constant after construction: any thread may call.
class SentenceSplitter {
 public:
  // Longer sentences are cut at a space (or else anywhere between characters),
  // which bounds all work done per sentence.
  static constexpr int32_t kMaxSentenceBytes = 8192;

  SentenceSplitter();

  // Appends the sentences of text[paragraph): in order, each without space at
  // its ends, together everything but space. Linear in the paragraph.
  void Append(absl::string_view text, Span paragraph,
              std::vector<Span>* sentences) const;

 private:
  // Whether the marks text[stop, after) end a sentence; `closed` is the end of
  // the closing quotes and brackets behind them, `begin` the sentence's start.
  bool Ends(absl::string_view text, size_t begin, size_t stop, size_t after,
            size_t closed, size_t limit) const;
  bool EndsAfterDot(absl::string_view text, size_t begin, size_t stop,
                    size_t next, size_t limit) const;
  bool StarterAt(absl::string_view text, size_t at, size_t limit) const;

  const WordTable abbreviations_;
  const WordTable starters_;
  const WordTable domains_;
};

}  // namespace impactwire::text
