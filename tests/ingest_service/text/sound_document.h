// FaultOf: what is wrong with a document, whatever it was read from. For tests
// and fuzz targets.
#pragma once

#include <cstdint>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/base/utf8.h"
#include "ingest_service/text/document.h"

namespace impactwire::text {

// The first promise of text/document.h that does not hold; "": all do.
// Paragraphs tile the text, sentences lie in their paragraph and tokens in
// their sentence, in text order; none is empty or cuts a character. Linear.
inline std::string FaultOf(const Document& document) {
  if (!IsValidUtf8(document.text)) return "the text is not UTF-8";
  for (const std::string& field :
       {document.title, document.byline, document.publisher}) {
    if (!IsValidUtf8(field)) return "a metadata field is not UTF-8";
  }
  int32_t at = 0;
  int32_t sentence = 0;
  int32_t token = 0;
  for (size_t p = 0; p < document.paragraphs.size(); ++p) {
    const Paragraph& paragraph = document.paragraphs[p];
    const int32_t gap = p == 0 ? 0 : 2;
    if (paragraph.span.begin != at + gap ||
        document.text.compare(at, gap, "\n\n", gap) != 0 ||
        paragraph.span.begin >= paragraph.span.end ||
        paragraph.first_sentence != sentence ||
        paragraph.last_sentence < sentence) {
      return absl::StrCat("paragraph ", p);
    }
    int32_t inside = paragraph.span.begin;
    for (; sentence < paragraph.last_sentence; ++sentence) {
      const Sentence& one = document.sentences[sentence];
      if (one.paragraph != static_cast<int32_t>(p) || one.span.begin < inside ||
          one.span.begin >= one.span.end || one.span.end > paragraph.span.end ||
          one.first_token != token || one.last_token < token) {
        return absl::StrCat("sentence ", sentence);
      }
      inside = one.span.begin;
      for (; token < one.last_token; ++token) {
        const Token& word = document.tokens[token];
        if (word.sentence != sentence || word.span.begin < inside ||
            word.span.begin >= word.span.end || word.span.end > one.span.end ||
            !IsValidUtf8(document.Surface(word))) {
          return absl::StrCat("token ", token);
        }
        inside = word.span.end;
      }
      inside = one.span.end;
    }
    at = paragraph.span.end;
  }
  if (at != static_cast<int32_t>(document.text.size())) return "text is left";
  if (sentence != static_cast<int32_t>(document.sentences.size())) {
    return "sentences are left";
  }
  if (token != static_cast<int32_t>(document.tokens.size())) {
    return "tokens are left";
  }
  return "";
}

}  // namespace impactwire::text
