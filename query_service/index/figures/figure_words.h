// FigureWords: which figures have a word. What a figure says of itself (what
// was counted, beneficiary, place and country, the organizations' names in its
// article, the years of its period) is kept apart from what only its article
// says around it (the sentence, the title, the year of publication), which
// counts half. All of it depends on the figure's record alone.
//
// One thread adds, any number read without waiting; the caller drops rows that
// do not hold at its position.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "impactwire/v1/record.pb.h"
#include "query_service/index/tables/term_postings.h"

namespace impactwire::query {

class FigureWords {
 public:
  // Without `with_text`, titles and sentences are not searched: their words are
  // most of the memory.
  explicit FigureWords(bool with_text) : with_text_(with_text) {}

  bool with_text() const { return with_text_; }
  const TermPostings& own() const { return own_; }
  const TermPostings& around() const { return around_; }

  // The writer's: figures that follow are of this record. It must live as long
  // as they come.
  void OpenArticle(const v1::ArticleRecord& record);
  // `organization_id`: the figure's own may have been taken away.
  void Add(uint32_t row, const v1::ImpactFigure& figure,
           const std::string& organization_id);

  // Rows below `rows`; see table_image.h.
  void Save(uint32_t rows, ImageWriter* out) const;
  void Load(uint32_t rows, ImageReader* in);

  size_t bytes() const { return own_.bytes() + around_.bytes(); }

 private:
  void AddOrganization(const std::string& id);

  const bool with_text_;
  TermPostings own_;
  TermPostings around_;

  // Of the open article.
  const v1::ArticleRecord* record_ = nullptr;
  std::vector<uint64_t> article_terms_;
  std::string sentence_;
  std::vector<uint64_t> sentence_terms_;
  // Of the figure being added.
  std::vector<uint64_t> own_terms_;
  std::vector<uint64_t> around_terms_;
};

}  // namespace impactwire::query
