// FigureWords: which figures have a word (figure_terms.h). One thread adds, any
// number read without waiting; the caller drops rows that do not hold at its
// position.
#pragma once

#include <cstdint>

#include "absl/types/span.h"
#include "query_service/index/tables/term_postings.h"

namespace impactwire::query {

class FigureWords {
 public:
  // `with_text`: as of the terms that will come.
  explicit FigureWords(bool with_text) : with_text_(with_text) {}

  bool with_text() const { return with_text_; }
  const TermPostings& own() const { return own_; }
  const TermPostings& around() const { return around_; }

  // The writer's: a new row's terms, each ascending.
  void Add(uint32_t row, absl::Span<const uint64_t> own,
           absl::Span<const uint64_t> around) {
    own_.Add(own, row);
    around_.Add(around, row);
  }
  // The terms will be added soon.
  void Prefetch(absl::Span<const uint64_t> own,
                absl::Span<const uint64_t> around) const {
    own_.Prefetch(own);
    around_.Prefetch(around);
  }

  // Rows below `rows`; see table_image.h.
  void Save(uint32_t rows, ImageWriter* out) const;
  void Load(uint32_t rows, ImageReader* in);

  size_t bytes() const { return own_.bytes() + around_.bytes(); }

 private:
  const bool with_text_;
  TermPostings own_;
  TermPostings around_;
};

}  // namespace impactwire::query
