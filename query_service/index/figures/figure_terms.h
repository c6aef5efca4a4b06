// FigureTerms: the words that figures are found by, as terms. What a figure
// says of itself (what was counted, beneficiary, place and country, the
// organizations' names in its article, the years of its period) is kept apart
// from what only its article says around it (the sentence, the title, the year
// of publication), which counts half. All of it depends on the figure's record
// alone. Use from one thread.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/types/span.h"
#include "impactwire/v1/record.pb.h"

namespace impactwire::query {

class FigureTerms {
 public:
  // Without `with_text`, titles and sentences are left out: their words are
  // most of the memory.
  explicit FigureTerms(bool with_text) : with_text_(with_text) {}

  // Figures that follow are of this record, which must live as long as they
  // come.
  void OpenArticle(const v1::ArticleRecord& record);
  // The figure's own terms and those around it, each ascending and in one of
  // the two only. Good until the next call.
  void Find(const v1::ImpactFigure& figure);
  absl::Span<const uint64_t> own() const { return own_; }
  absl::Span<const uint64_t> around() const { return around_; }

 private:
  void AddOrganization(const std::string& id);

  const bool with_text_;
  // Of the open article.
  const v1::ArticleRecord* record_ = nullptr;
  std::vector<uint64_t> article_terms_;
  std::string sentence_;
  std::vector<uint64_t> sentence_terms_;
  std::vector<uint64_t> own_;
  std::vector<uint64_t> around_;
};

}  // namespace impactwire::query
