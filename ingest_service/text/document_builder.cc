#include "ingest_service/text/document_builder.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/utf8.h"
#include "ingest_service/text/chars.h"

namespace impactwire::text {

DocumentBuilder::DocumentBuilder(const SentenceSplitter& splitter,
                                 const Tokenizer& tokenizer,
                                 size_t max_text_bytes, Document* document)
    : splitter_(splitter),
      tokenizer_(tokenizer),
      max_text_bytes_(max_text_bytes),
      document_(document) {}

absl::string_view DocumentBuilder::CutToFit(absl::string_view text,
                                            size_t room) const {
  if (room < text.size() / 2 && !document_->text.empty()) return "";
  std::vector<Span> sentences;
  const size_t size = Utf8Floor(text, std::min(room, text.size()));
  splitter_.Append(text, {0, static_cast<int32_t>(size)}, &sentences);
  // The last one is cut, most likely.
  if (sentences.size() > 1) sentences.pop_back();
  return sentences.empty() ? "" : text.substr(0, sentences.back().end);
}

void DocumentBuilder::Add(const TextBlock& block) {
  if (full_) return;
  absl::string_view text = TrimSpace(block.text);
  if (text.empty()) return;
  std::string& out = document_->text;
  const size_t gap = out.empty() ? 0 : 2;
  if (out.size() + gap + text.size() > max_text_bytes_) {
    full_ = true;
    const size_t used = out.size() + gap;
    text = CutToFit(text, used < max_text_bytes_ ? max_text_bytes_ - used : 0);
    document_->warnings.push_back(
        {WarningKind::kTruncated,
         absl::StrCat("the text was cut at ", used + text.size(), " bytes")});
    if (text.empty()) return;
  }
  out.append(gap, '\n');
  Paragraph paragraph;
  paragraph.kind = block.kind;
  paragraph.span.begin = static_cast<int32_t>(out.size());
  absl::StrAppend(&out, text);
  paragraph.span.end = static_cast<int32_t>(out.size());
  document_->paragraphs.push_back(paragraph);
}

void DocumentBuilder::Finish() {
  Document& document = *document_;
  document.sentences.reserve(document.text.size() / 100 + 4);
  document.tokens.reserve(document.text.size() / 5 + 8);
  std::vector<Span> spans;
  for (size_t p = 0; p < document.paragraphs.size(); ++p) {
    Paragraph& paragraph = document.paragraphs[p];
    paragraph.first_sentence = static_cast<int32_t>(document.sentences.size());
    spans.clear();
    splitter_.Append(document.text, paragraph.span, &spans);
    for (const Span span : spans) {
      Sentence sentence;
      sentence.span = span;
      sentence.paragraph = static_cast<int32_t>(p);
      sentence.first_token = static_cast<int32_t>(document.tokens.size());
      tokenizer_.Append(document.text, span,
                        static_cast<int32_t>(document.sentences.size()),
                        &document.tokens);
      sentence.last_token = static_cast<int32_t>(document.tokens.size());
      document.sentences.push_back(sentence);
    }
    paragraph.last_sentence = static_cast<int32_t>(document.sentences.size());
  }
  if (document.tokens.empty()) {
    document.warnings.push_back(
        {WarningKind::kNoContent, "no text that reads like an article"});
  }
}

}  // namespace impactwire::text
