// Bytes as a plain text article through the whole extraction: a record that
// keeps what record.proto promises, within small bounds, or INVALID_ARGUMENT
// for what is no UTF-8 or blank.
#include <string>

#include "ingest_service/extract/article_extractor.h"
#include "tests/fuzz/require.h"
#include "tests/ingest_service/extract/sound_record.h"

namespace impactwire::fuzz {
namespace {

// Small, so that short inputs reach them.
extract::ExtractorOptions SmallBounds() {
  extract::ExtractorOptions options;
  options.max_text_bytes = 6000;
  options.max_mentions = 20;
  options.max_figures = 12;
  options.max_record_bytes = 9000;
  return options;
}

void ExtractArticle(const uint8_t* data, size_t size) {
  static const auto* const extractor =
      extract::ArticleExtractor::Create(SmallBounds()).value().release();
  v1::Article article;
  article.set_article_id("a");
  article.set_publish_date("2023-05-04");
  article.set_text(std::string(reinterpret_cast<const char*>(data), size));
  v1::ExtractionTrace trace;
  const auto record = extractor->Extract(article, &trace);
  if (!record.ok()) {
    Require(record.status().code() == absl::StatusCode::kInvalidArgument,
            record.status().message());
    return;
  }
  RequireNo(extract::FaultOf(*record, trace, extractor->options()));
}

}  // namespace
}  // namespace impactwire::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  impactwire::fuzz::ExtractArticle(data, size);
  return 0;
}
