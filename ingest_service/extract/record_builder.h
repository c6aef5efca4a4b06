// RecordBuilder: what the stages found, as one ArticleRecord within its bounds.
#pragma once

#include <vector>

#include "absl/strings/string_view.h"
#include "impactwire/v1/article.pb.h"
#include "impactwire/v1/record.pb.h"
#include "ingest_service/extract/article_extractor.h"
#include "ingest_service/extract/figures/figure.h"
#include "ingest_service/extract/names/mention.h"
#include "ingest_service/extract/roles/role_finder.h"
#include "ingest_service/text/document.h"

namespace impactwire::extract {

// For one article and one thread. The arguments must outlive the builder. Call
// the Add methods in the order they stand here, each once, then Build.
class RecordBuilder {
 public:
  RecordBuilder(const ExtractorOptions& options, const v1::Article& article,
                const text::Document& document, const Entities& entities);

  // Past max_mentions, later mentions are left out, with a warning.
  void AddOrganizations();

  // Past max_record_bytes of them, later ones are left out; Build warns.
  void AddExecutives(const std::vector<Role>& roles);

  // Past max_figures, later figures are left out, with a warning. Numbers that
  // could not be read give one warning together.
  void AddFigures(const FigureSet& set);

  // Sentences, mentions and numbers.
  void FillTrace(const FigureSet& set, v1::ExtractionTrace* trace) const;

  // Metadata, text and warnings; cuts whole items from the end, with a warning,
  // until the record holds at most max_record_bytes: figures, then executives,
  // then the organizations that both refer to.
  v1::ArticleRecord Build(absl::string_view version);

 private:
  void SetSpan(text::Span span, v1::TextSpan* out) const;
  void AddWarning(v1::Warning::Kind kind, absl::string_view message);
  void SetFigure(const FigureSet& set, const Figure& figure,
                 v1::ImpactFigure* out) const;
  void CutToSize();

  const ExtractorOptions& options_;
  const v1::Article& article_;
  const text::Document& document_;
  const Entities& entities_;
  v1::ArticleRecord record_;
  int executives_left_out_ = 0;  // too many to fit in any case
};

}  // namespace impactwire::extract
