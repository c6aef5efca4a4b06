// PreparedRecord: what the index works out of a record alone, before it is the
// record's turn. The writer, of which there is one, then only adds to tables;
// any other thread can prepare ahead of it (RecordPreparer), and of what is
// known ahead the tables can be fetched from memory (Generation::Prefetch).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/types/span.h"
#include "impactwire/v1/record.pb.h"
#include "query_service/index/figures/figure_table.h"
#include "query_service/index/figures/figure_terms.h"
#include "query_service/index/generation/stored_facts.h"

namespace impactwire::query {

// Ids are their numbers.
struct PreparedRole {
  uint64_t id = 0;
  uint64_t executive = 0;
  std::optional<uint64_t> organization;
  double confidence = 0;
};

struct PreparedFigure {
  // But for rows, and numbers in the string pool.
  FigureValues values;
  std::optional<uint64_t> organization;
  std::vector<uint64_t> co_organizations;
  std::string unit;
  std::string unit_folded;
  std::string place_folded;
  // Of its organization.
  uint64_t claim_key = 0;
  std::optional<uint64_t> series_key;
  // Ends of its words in PreparedRecord::terms: those of its own begin where
  // the last figure's end, those around it after.
  size_t own_end = 0;
  size_t around_end = 0;
};

struct PreparedRecord {
  // Facts that were malformed and are left out.
  int dropped = 0;
  std::string publisher_folded;
  DayRange publish_days;
  // Keys and values with a NUL between, ascending.
  std::vector<std::string> labels;
  std::vector<uint64_t> organizations;
  std::vector<PreparedRole> roles;
  std::vector<PreparedFigure> figures;
  std::vector<uint64_t> terms;
  // See stored_facts.h.
  std::string facts;

  // About; of what grows with the record.
  size_t bytes() const {
    return facts.capacity() + terms.capacity() * sizeof(uint64_t) +
           figures.capacity() * sizeof(PreparedFigure) +
           roles.capacity() * sizeof(PreparedRole);
  }

  absl::Span<const uint64_t> own_terms(size_t figure) const {
    const size_t begin = figure == 0 ? 0 : figures[figure - 1].around_end;
    return absl::MakeConstSpan(terms).subspan(begin,
                                              figures[figure].own_end - begin);
  }
  absl::Span<const uint64_t> around_terms(size_t figure) const {
    const PreparedFigure& f = figures[figure];
    return absl::MakeConstSpan(terms).subspan(f.own_end,
                                              f.around_end - f.own_end);
  }
};

// Use from one thread; any number of them side by side.
class RecordPreparer {
 public:
  // `search_text`: as Generation::Options has it.
  explicit RecordPreparer(bool search_text) : terms_(search_text) {}

  // Makes the record fit the index (record_check.h), takes from its facts what
  // `prepared` or a column has instead, and keeps the rest in both. Whatever
  // `prepared` held is written over, its memory used again.
  void Prepare(v1::ArticleRecord* record, PreparedRecord* prepared);

 private:
  void PrepareRole(v1::ExecutiveRole* role, PreparedRole* prepared);
  void PrepareFigure(v1::ImpactFigure* figure, PreparedFigure* prepared,
                     std::vector<uint64_t>* terms);

  FigureTerms terms_;
  FactWriter facts_;
};

}  // namespace impactwire::query
