// TermPostings: a TermList per term (a hash of a word; two words with one hash
// of 64 bits would count as one). One thread adds, any number read without
// waiting.
#pragma once

#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "query_service/index/tables/hash_index.h"
#include "query_service/index/tables/stable_vector.h"
#include "query_service/index/tables/term_list.h"

namespace impactwire::query {

class ImageReader;
class ImageWriter;

class TermPostings {
 public:
  // Null if the term has no rows.
  const TermList* Find(uint64_t term) const {
    const auto found =
        numbers_.Find(term, [&](uint32_t n) { return terms_[n].term == term; });
    return found.has_value() ? &terms_[*found].rows : nullptr;
  }

  // Adds the row to each of the terms, which differ. `row` > all before.
  void Add(absl::Span<const uint64_t> terms, uint32_t row) {
    // Memory is asked for before it is needed: the lists lie anywhere.
    Prefetch(terms);
    found_.clear();
    for (const uint64_t term : terms) {
      found_.push_back(&terms_.at(Intern(term)));
      __builtin_prefetch(found_.back(), 1);
    }
    for (const Term* term : found_) term->rows.PrefetchTail();
    for (Term* term : found_) term->rows.Append(row, &arena_);
  }
  void Prefetch(absl::Span<const uint64_t> terms) const {
    for (const uint64_t term : terms) numbers_.Prefetch(term);
  }

  // Rows below `rows`; see table_image.h.
  void Save(uint32_t rows, ImageWriter* out) const;
  void Load(uint32_t rows, ImageReader* in);

  size_t size() const { return terms_.size(); }
  size_t bytes() const {
    return arena_.bytes() + terms_.bytes() + numbers_.bytes();
  }

 private:
  struct Term {
    uint64_t term = 0;
    TermList rows;
  };

  uint32_t Intern(uint64_t term) {
    const auto is_key = [&](uint32_t n) { return terms_[n].term == term; };
    if (const auto known = numbers_.Find(term, is_key)) return *known;
    const auto number = static_cast<uint32_t>(terms_.size());
    terms_.Next().term = term;
    terms_.Publish();
    numbers_.Upsert(term, number, [](uint32_t) { return false; });
    return number;
  }

  Arena arena_;
  StableVector<Term, 8> terms_;
  HashIndex numbers_;
  std::vector<Term*> found_;
};

}  // namespace impactwire::query
