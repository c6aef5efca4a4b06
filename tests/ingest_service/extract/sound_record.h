// FaultOf: what is wrong with a record, whatever article it was made from. For
// tests and fuzz targets.
#pragma once

#include <cmath>
#include <string>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "ingest_service/extract/article_extractor.h"

namespace impactwire::extract {

// Gathers the first fault.
class RecordFaults {
 public:
  RecordFaults(const v1::ArticleRecord& record, const ExtractorOptions& options)
      : record_(record), options_(options) {}

  void CheckBounds() {
    int mentions = 0;
    for (const auto& organization : record_.organizations()) {
      mentions += organization.mentions_size();
    }
    Expect(record_.text().size() <= options_.max_text_bytes, "text too long");
    Expect(mentions <= options_.max_mentions, "too many mentions");
    Expect(record_.impact_figures_size() <= options_.max_figures,
           "too many figures");
    Expect(record_.ByteSizeLong() <= options_.max_record_bytes,
           "record too large");
    // Parsing refuses strings that are not UTF-8.
    v1::ArticleRecord read;
    Expect(read.ParseFromString(record_.SerializeAsString()),
           "the record cannot be read back");
  }

  void CheckOrganizations() {
    for (const auto& organization : record_.organizations()) {
      const std::string& id = organization.organization_id();
      Expect(!id.empty() && organizations_.insert(id).second,
             "two organizations with one id", id);
      Expect(!organization.display_name().empty(), "no display name", id);
      CheckConfidence(organization.confidence());
      for (const auto& mention : organization.mentions()) CheckSpan(mention);
    }
  }

  void CheckExecutives() {
    for (const auto& role : record_.executives()) {
      Expect(!role.executive_id().empty() && !role.display_name().empty(),
             "an executive without name", role.role_id());
      CheckReference(role.organization_id());
      CheckSpan(role.evidence());
      CheckConfidence(role.confidence());
    }
  }

  void CheckFigures() {
    absl::flat_hash_set<std::string> ids;
    for (const auto& figure : record_.impact_figures()) {
      const std::string& surface = figure.surface().text();
      Expect(ids.insert(figure.figure_id()).second, "two figures with one id",
             surface);
      CheckReference(figure.organization_id());
      for (const std::string& id : figure.co_organization_ids()) {
        Expect(!id.empty(), "an empty co-organization", surface);
        CheckReference(id);
      }
      CheckSpan(figure.surface());
      CheckSpan(figure.evidence());
      Expect(figure.evidence().begin() <= figure.surface().begin() &&
                 figure.surface().end() <= figure.evidence().end(),
             "a surface outside its evidence", surface);
      Expect(std::isfinite(figure.value()), "no finite value", surface);
      Expect(figure.bound() != v1::BOUND_RANGE ||
                 (std::isfinite(figure.value_high()) &&
                  figure.value() <= figure.value_high()),
             "a range upside down", surface);
      Expect(figure.status() != v1::FIGURE_STATUS_UNSPECIFIED &&
                 figure.category() != v1::IMPACT_CATEGORY_UNSPECIFIED &&
                 !figure.unit().empty(),
             "a figure without status, category or unit", surface);
      CheckConfidence(figure.confidence());
    }
  }

  void CheckTrace(const v1::ExtractionTrace& trace) {
    for (const auto& sentence : trace.sentences()) CheckSpan(sentence);
    for (const auto& mention : trace.mentions()) CheckSpan(mention.span());
    int end = 0;
    for (const auto& number : trace.numbers()) {
      CheckSpan(number.span());
      Expect(end <= number.span().begin(), "numbers overlap",
             number.span().text());
      end = number.span().end();
      Expect(number.disposition() !=
                 v1::ExtractionTrace::Number::DISPOSITION_UNSPECIFIED,
             "a number without disposition", number.span().text());
    }
  }

  const std::string& first() const { return first_; }

 private:
  void Expect(bool holds, absl::string_view fault, absl::string_view of = "") {
    if (!holds && first_.empty()) first_ = absl::StrCat(fault, ": ", of);
  }
  void CheckSpan(const v1::TextSpan& span) {
    Expect(0 <= span.begin() && span.begin() < span.end() &&
               span.end() <= record_.text().size() &&
               absl::string_view(record_.text())
                       .substr(span.begin(), span.end() - span.begin()) ==
                   span.text(),
           "a span is not its text", span.text());
  }
  void CheckReference(const std::string& id) {
    Expect(id.empty() || organizations_.contains(id),
           "an organization that is not in the record", id);
  }
  void CheckConfidence(double confidence) {
    Expect(0 < confidence && confidence <= 1, "a confidence",
           absl::StrCat(confidence));
  }

  const v1::ArticleRecord& record_;
  const ExtractorOptions& options_;
  absl::flat_hash_set<std::string> organizations_;
  std::string first_;
};

// The first promise of record.proto that does not hold; "": all do. Linear.
inline std::string FaultOf(const v1::ArticleRecord& record,
                           const v1::ExtractionTrace& trace,
                           const ExtractorOptions& options) {
  RecordFaults faults(record, options);
  faults.CheckBounds();
  faults.CheckOrganizations();
  faults.CheckExecutives();
  faults.CheckFigures();
  faults.CheckTrace(trace);
  return faults.first();
}

}  // namespace impactwire::extract
