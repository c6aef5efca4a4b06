// DocumentBuilder: blocks of text to a Document: joined by blank lines, split
// into sentences and tokens. One per document; not thread-safe.
#pragma once

#include <cstddef>

#include "absl/strings/string_view.h"
#include "ingest_service/text/document.h"
#include "ingest_service/text/sentence_splitter.h"
#include "ingest_service/text/tokenizer.h"

namespace impactwire::text {

// A run of text that belongs together, with its kind.
struct TextBlock {
  absl::string_view text;
  ParagraphKind kind = ParagraphKind::kBody;
};

class DocumentBuilder {
 public:
  // All must outlive the builder.
  DocumentBuilder(const SentenceSplitter& splitter, const Tokenizer& tokenizer,
                  size_t max_text_bytes, Document* document);

  // Adds a paragraph without space at its ends; nothing if that leaves it
  // empty. Beyond max_text_bytes: a kTruncated warning, once, and no more; of a
  // paragraph that fits for the most part, the sentences that fit.
  void Add(const TextBlock& block);

  // Sentences, tokens, and kNoContent if there is nothing. Call once, last.
  void Finish();

 private:
  // The sentences of `text` that fit into `room` bytes; maybe none.
  absl::string_view CutToFit(absl::string_view text, size_t room) const;

  const SentenceSplitter& splitter_;
  const Tokenizer& tokenizer_;
  const size_t max_text_bytes_;
  Document* const document_;
  bool full_ = false;
};

}  // namespace impactwire::text
