#include "ingest_service/log/stored_record.h"

#include <utility>

#include "absl/strings/str_cat.h"

namespace impactwire::record_log {
namespace {

bool Lies(const v1::TextSpan& span, absl::string_view text) {
  return span.begin() >= 0 && span.begin() <= span.end() &&
         static_cast<size_t>(span.end()) <= text.size();
}

absl::string_view Surface(const v1::TextSpan& span, absl::string_view text) {
  return text.substr(span.begin(), span.end() - span.begin());
}

}  // namespace

std::string TakeText(v1::ArticleRecord* record) {
  std::string text = std::move(*record->mutable_text());
  record->clear_text();
  for (v1::Organization& organization : *record->mutable_organizations()) {
    for (v1::TextSpan& span : *organization.mutable_mentions()) {
      if (Lies(span, text) && Surface(span, text) == span.text()) {
        span.clear_text();
      }
    }
  }
  return text;
}

void PutText(std::string text, v1::ArticleRecord* record) {
  for (v1::Organization& organization : *record->mutable_organizations()) {
    for (v1::TextSpan& span : *organization.mutable_mentions()) {
      if (span.text().empty() && Lies(span, text)) {
        span.set_text(std::string(Surface(span, text)));
      }
    }
  }
  record->set_text(std::move(text));
}

std::string Fingerprint(const v1::ArticleRecord& record) {
  return absl::StrCat(record.content_sha256(), "\n",
                      record.extractor_version());
}

}  // namespace impactwire::record_log
