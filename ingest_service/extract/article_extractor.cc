#include "ingest_service/extract/article_extractor.h"

#include <utility>

#include "common/status/status_macros.h"
#include "ingest_service/article/article_check.h"
#include "ingest_service/article/article_key.h"
#include "ingest_service/extract/record_builder.h"
#ifdef IMPACTWIRE_WITH_NAMES
#include "ingest_service/extract/names/entity_finder.h"
#endif
#ifdef IMPACTWIRE_WITH_ROLES
#include "ingest_service/extract/roles/role_finder.h"
#endif
#include "ingest_service/text/document.h"
#ifdef IMPACTWIRE_WITH_TEXT
#include "ingest_service/text/document_reader.h"
#endif

namespace impactwire::extract {

// Constant after Create.
struct ArticleExtractor::Stages {
#ifdef IMPACTWIRE_WITH_TEXT
  explicit Stages(const text::DocumentReader::Options& reader_options)
      : reader(reader_options) {}
  text::DocumentReader reader;
#endif
#ifdef IMPACTWIRE_WITH_NAMES
  std::unique_ptr<EntityFinder> entities;
#endif
#ifdef IMPACTWIRE_WITH_ROLES
  std::unique_ptr<RoleFinder> roles;
#endif

  absl::StatusOr<text::Document> Read(const v1::Article& article) const;
};

absl::StatusOr<text::Document> ArticleExtractor::Stages::Read(
    const v1::Article& article) const {
#ifdef IMPACTWIRE_WITH_TEXT
  text::DocumentHints hints;
  hints.title = article.title();
  hints.publisher = article.publisher();
  hints.publish_date = article.publish_date();
  hints.uri = article.uri();
  hints.charset = article.charset();
  switch (article.body_case()) {
    case v1::Article::kHtml:
      return reader.ReadHtml(article.html(), hints);
    case v1::Article::kRawHtml:
      return reader.ReadRawHtml(article.raw_html(), hints);
    default:
      return reader.ReadText(article.text(), hints);
  }
#else
  text::Document document;
  document.title = article.title();
  document.publisher = article.publisher();
  document.publish_date = article.publish_date();
  document.language = "und";
  document.text = article.text();
  return document;
#endif
}

ArticleExtractor::ArticleExtractor(ExtractorOptions options,
                                   std::unique_ptr<Stages> stages)
    : options_(options), stages_(std::move(stages)) {}

ArticleExtractor::~ArticleExtractor() = default;

absl::string_view ArticleExtractor::Version() { return "0.1.0"; }

absl::StatusOr<std::unique_ptr<ArticleExtractor>> ArticleExtractor::Create(
    ExtractorOptions options) {
#ifdef IMPACTWIRE_WITH_TEXT
  text::DocumentReader::Options reader_options;
  reader_options.max_text_bytes = options.max_text_bytes;
  auto stages = std::make_unique<Stages>(reader_options);
#else
  auto stages = std::make_unique<Stages>();
#endif
#ifdef IMPACTWIRE_WITH_NAMES
  ASSIGN_OR_RETURN(stages->entities, EntityFinder::Create());
#endif
#ifdef IMPACTWIRE_WITH_ROLES
  ASSIGN_OR_RETURN(stages->roles, RoleFinder::Create());
#endif
  return std::unique_ptr<ArticleExtractor>(
      new ArticleExtractor(options, std::move(stages)));
}

absl::StatusOr<v1::ArticleRecord> ArticleExtractor::Extract(
    const v1::Article& article, v1::ExtractionTrace* trace) const {
  RETURN_IF_ERROR(CheckArticle(article, options_.max_body_bytes));
  ASSIGN_OR_RETURN(const text::Document document, stages_->Read(article));
  Entities entities;
  std::vector<Role> roles;
#ifdef IMPACTWIRE_WITH_NAMES
  entities = stages_->entities->Find(document);
#endif
#ifdef IMPACTWIRE_WITH_ROLES
  roles = stages_->roles->Find(document, entities);
#endif

  RecordBuilder builder(options_, article, document, entities);
  builder.AddOrganizations();
  builder.AddExecutives(roles);
  if (trace != nullptr) builder.FillTrace(trace);
  return builder.Build(Version());
}

}  // namespace impactwire::extract
