// OneSentence: a document of one paragraph and one sentence, for tests.
#pragma once

#include <string>

#include "ingest_service/text/document.h"

namespace impactwire::extract {

inline text::Document OneSentence(const std::string& text) {
  text::Document document;
  document.text = text;
  const text::Span span = {0, static_cast<int32_t>(text.size())};
  document.paragraphs.push_back({span, text::ParagraphKind::kBody, 0, 1});
  document.sentences.push_back({span, 0, 0, 0});
  return document;
}

}  // namespace impactwire::extract
