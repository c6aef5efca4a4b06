// ArticleExtractor: an article in, its record out. Start reading here:
// Extract() is the list of stages.
#pragma once

#include <cstddef>
#include <memory>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "impactwire/v1/article.pb.h"
#include "impactwire/v1/record.pb.h"

namespace impactwire::extract {

// Bounds per article; beyond them a warning and a cut at a whole item.
struct ExtractorOptions {
  size_t max_body_bytes = 8 << 20;  // beyond: RESOURCE_EXHAUSTED
  size_t max_text_bytes = 1 << 20;
  int max_mentions = 5000;
  int max_figures = 2000;
  size_t max_record_bytes = 4 << 20;
};

// Constant after Create: any thread may call Extract.
class ArticleExtractor {
 public:
  static absl::StatusOr<std::unique_ptr<ArticleExtractor>> Create(
      ExtractorOptions options = {});
  ~ArticleExtractor();

  // Release and a hash over all code, rules and models of extraction, taken by
  // the build: a change of any changes it, so kept articles are extracted anew
  // when they are sent again.
  static absl::string_view Version();

  // The record without ingest_time. The same article gives the same record.
  // `trace` may be null. INVALID_ARGUMENT or RESOURCE_EXHAUSTED as
  // article/article_check.h says.
  absl::StatusOr<v1::ArticleRecord> Extract(const v1::Article& article,
                                            v1::ExtractionTrace* trace) const;

  const ExtractorOptions& options() const { return options_; }

 private:
  struct Stages;
  ArticleExtractor(ExtractorOptions options, std::unique_ptr<Stages> stages);
  const ExtractorOptions options_;
  const std::unique_ptr<const Stages> stages_;
};

}  // namespace impactwire::extract
