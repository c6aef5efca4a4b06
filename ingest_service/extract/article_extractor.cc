#include "ingest_service/extract/article_extractor.h"

#include <utility>

#include "common/status/status_macros.h"
#include "extractor_version.h"
#include "ingest_service/article/article_check.h"
#include "ingest_service/article/article_key.h"
#include "ingest_service/extract/figures/figure_finder.h"
#include "ingest_service/extract/names/countries.h"
#include "ingest_service/extract/names/entity_finder.h"
#include "ingest_service/extract/names/organization_countries.h"
#include "ingest_service/extract/numbers/number_reader.h"
#include "ingest_service/extract/periods/time_finder.h"
#include "ingest_service/extract/record_builder.h"
#include "ingest_service/extract/roles/first_person.h"
#include "ingest_service/extract/roles/role_finder.h"
#include "ingest_service/text/article_document.h"
#include "ingest_service/text/document_reader.h"

namespace impactwire::extract {

// Constant after Create.
struct ArticleExtractor::Stages {
  explicit Stages(const text::DocumentReader::Options& reader_options)
      : reader(reader_options) {}
  text::DocumentReader reader;
  std::unique_ptr<EntityFinder> entities;
  std::unique_ptr<RoleFinder> roles;
  std::unique_ptr<TimeFinder> times;
  std::unique_ptr<NumberReader> numbers;
  std::unique_ptr<FigureFinder> figures;
};

ArticleExtractor::ArticleExtractor(ExtractorOptions options,
                                   std::unique_ptr<Stages> stages)
    : options_(options), stages_(std::move(stages)) {}

ArticleExtractor::~ArticleExtractor() = default;

absl::string_view ArticleExtractor::Version() {
  return IMPACTWIRE_EXTRACTOR_VERSION;
}

absl::StatusOr<std::unique_ptr<ArticleExtractor>> ArticleExtractor::Create(
    ExtractorOptions options) {
  text::DocumentReader::Options reader_options;
  reader_options.max_text_bytes = options.max_text_bytes;
  auto stages = std::make_unique<Stages>(reader_options);
  ASSIGN_OR_RETURN(stages->entities, EntityFinder::Create());
  ASSIGN_OR_RETURN(stages->roles, RoleFinder::Create());
  ASSIGN_OR_RETURN(stages->times, TimeFinder::Create());
  ASSIGN_OR_RETURN(stages->numbers, NumberReader::Create());
  ASSIGN_OR_RETURN(stages->figures, FigureFinder::Create());
  return std::unique_ptr<ArticleExtractor>(
      new ArticleExtractor(options, std::move(stages)));
}

absl::StatusOr<v1::ArticleRecord> ArticleExtractor::Extract(
    const v1::Article& article, v1::ExtractionTrace* trace) const {
  RETURN_IF_ERROR(CheckArticle(article, options_.max_body_bytes));
  ASSIGN_OR_RETURN(const text::Document document,
                   text::ReadArticle(stages_->reader, article));
  Entities entities = stages_->entities->Find(document);
  const std::vector<Role> roles = stages_->roles->Find(document, entities);
  ResolveFirstPerson(roles, &entities);
  SettleCountries(article.uri(), &entities);
  const LexedText lexed = Lex(document);
  std::vector<uint8_t> taken;  // lexemes that are part of dates
  const std::vector<TimeExpression> times =
      stages_->times->Find(lexed, document.publish_date, &taken);
  const FigureSet figures = stages_->figures->Find(
      {document, entities, roles, lexed, times}, *stages_->numbers,
      stages_->numbers->Read(lexed, taken,
                             CountriesOf(entities, article.uri())));

  RecordBuilder builder(options_, article, document, entities);
  builder.AddOrganizations();
  builder.AddExecutives(roles);
  builder.AddFigures(figures);
  if (trace != nullptr) builder.FillTrace(figures, trace);
  return builder.Build(Version());
}

}  // namespace impactwire::extract
