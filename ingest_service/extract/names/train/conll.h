// Reads annotated names: files of "TOKEN<TAB>TAG" lines (IOB2), a blank line
// after each sentence, "-DOCSTART-" before each document.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "ingest_service/text/document.h"

namespace impactwire::extract {

struct AnnotatedDocument {
  text::Document document;
  std::vector<uint8_t> labels;  // per token, as tagger.h numbers them
};

// Tokens are cut as the service's tokenizer cuts them: "bank's" is two. Tags
// other than persons, organizations and places are read as O.
std::vector<AnnotatedDocument> ParseConll(absl::string_view content);

absl::StatusOr<std::string> ReadFile(const std::string& path);

}  // namespace impactwire::extract
