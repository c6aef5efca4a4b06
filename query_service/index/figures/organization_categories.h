// OrganizationCategories: the figures of an organization by category, for
// organizations with so many figures that looking each one's category up costs
// more than a second set of lists. One thread adds, any number read without
// waiting.
#pragma once

#include <cstdint>

#include "query_service/index/figures/figure_table.h"
#include "query_service/index/tables/keyed_postings.h"

namespace impactwire::query {

class OrganizationCategories {
 private:
  static auto IsKey(uint32_t organization) {
    return [organization](uint32_t other) { return other == organization; };
  }

 public:
  // An organization with more figures has lists by category.
  static constexpr uint32_t kManyFigures = 2048;

  // Whether the organization's figures stand in lists by category.
  bool Has(uint32_t organization) const {
    return split_.Find(organization, IsKey(organization)).has_value();
  }
  // Null: none. Only for organizations that have such lists.
  const PostingList* Find(uint32_t organization, uint32_t category) const {
    return lists_.Find(Key(organization, category));
  }

  // After `row` was appended to `all`, the list of all the organization's
  // figures.
  void Add(uint32_t organization, uint32_t row, const PostingList& all,
           const FigureTable& figures, Arena* arena) {
    if (all.size() <= kManyFigures) return;
    if (!Has(organization)) {
      for (PostingList::Cursor c(all); !c.done(); c.Next()) {
        AddRow(organization, c.row(), figures, arena);
      }
      split_.Upsert(organization, organization, IsKey(organization));
    } else {
      AddRow(organization, row, figures, arena);
    }
  }

  size_t bytes() const { return lists_.bytes() + split_.bytes(); }

 private:
  static uint32_t Key(uint32_t organization, uint32_t category) {
    return organization << 5 | category;
  }
  void AddRow(uint32_t organization, uint32_t row, const FigureTable& figures,
              Arena* arena) {
    const uint8_t category =
        figures.segment(row).category[FigureTable::offset(row)];
    // Greater ones cannot be asked for.
    if (category < 32) lists_.Add(Key(organization, category), row, arena);
  }

  KeyedPostings lists_;
  HashIndex split_;
};

}  // namespace impactwire::query
