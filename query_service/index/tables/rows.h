// The rows of the index's tables. A row is written once, by the writer, before
// its table's size says that it is there; only `to` changes later, once.
//
// A row with [from, to) holds at position P iff from <= P < to. Rows of one
// article version (its appearances, roles and figures) stand together and hold
// as long as it does.
#pragma once

#include <atomic>
#include <cstdint>
#include <limits>

#include "query_service/index/tables/arena.h"
#include "query_service/index/tables/day_range.h"

namespace impactwire::query {

inline constexpr uint32_t kNoRow = std::numeric_limits<uint32_t>::max();
inline constexpr uint64_t kForever = std::numeric_limits<uint64_t>::max();

// Count first, then so many numbers; null for none.
class NumberList {
 public:
  NumberList() = default;
  explicit NumberList(const uint32_t* data) : data_(data) {}
  const uint32_t* begin() const {
    return data_ == nullptr ? nullptr : data_ + 1;
  }
  const uint32_t* end() const {
    return data_ == nullptr ? nullptr : data_ + 1 + data_[0];
  }

 private:
  const uint32_t* data_ = nullptr;
};

// Rows [first, first + count) of another table.
struct RowRange {
  uint32_t first = 0;
  uint32_t count = 0;
  uint32_t end() const { return first + count; }
};

// One version of an article.
struct ArticleRow {
  uint64_t from = 0;
  std::atomic<uint64_t> to{kForever};
  uint32_t article = 0;
  // The version before this one; kNoRow for the first.
  uint32_t prev = kNoRow;
  // Numbers in the string pool.
  uint32_t publisher = 0;
  uint32_t publisher_folded = 0;
  uint32_t publish_date = 0;
  DayRange publish_days;
  RowRange organizations;  // Appearances.
  RowRange executives;     // Appearances.
  RowRange roles;
  RowRange figures;
  // "key\0value", as numbers in the string pool.
  NumberList labels;
  // The record's shingle_signature.
  NumberList shingles;
  // What of the record is in no column; see stored_facts.h.
  Blob facts;

  bool HoldsAt(uint64_t position) const {
    return from <= position && position < to.load(std::memory_order_relaxed);
  }
};

// An organization or executive in one article version.
struct AppearanceRow {
  uint32_t article_row = 0;
  uint32_t entity = 0;
  uint32_t display_form : 27 = 0;
  uint32_t has_country : 1 = 0;
  uint32_t kind : 4 = 0;
  // To seven decimals.
  float confidence = 0;
  // Other forms. The country stands behind the last, where there is one: few
  // have any.
  NumberList alias_forms;

  // CountryNumber; 0 for none.
  uint16_t country() const {
    return has_country ? static_cast<uint16_t>(*alias_forms.end()) : 0;
  }
};

// A role in one article version.
struct RoleRow {
  uint64_t id = 0;
  uint32_t article_row = 0;
  uint32_t executive = 0;
  // kNoRow: none.
  uint32_t organization = kNoRow;
  // Bit f: RoleFamily f.
  uint32_t families : 24 = 0;
  uint32_t status : 8 = 0;
  double confidence = 0;
};

// How an organization or executive (after merges) stands from `from` on, until
// its next version.
struct EntityVersion {
  uint64_t from = 0;
  uint32_t entity = 0;
  uint32_t prev = kNoRow;
  // Numbers in the string pool.
  uint32_t display = 0;
  uint32_t display_folded = 0;
  // 0: no article names it (any longer).
  uint32_t articles : 28 = 0;
  uint32_t kind : 4 = 0;
  uint32_t figures = 0;
};

// Why one entity is answered under another.
enum class RedirectReason : uint8_t {
  // An analyst's merge, or the split that takes one back or forbids it.
  kOverride,
  // Automatic (organization_joiner.h; of people, executive_joiner.h).
  kAlias,
  kAcronym,
  kSpelling,
  kFullerName,
  kInitials,
};

// An analyst's merge or split (into == kNoRow), which holds until it is closed;
// or an automatic join (into == kNoRow: there is none any more), which holds
// until the entity's next one.
struct RedirectRow {
  uint64_t from = 0;
  std::atomic<uint64_t> to{kForever};
  uint32_t entity = 0;
  uint32_t into = kNoRow;
  // The one of the same entity and sort before this one.
  uint32_t prev = kNoRow;
  // Number of the override's note; 0 for a join, whose reason is never
  // kOverride.
  uint32_t note : 29 = 0;
  uint32_t reason_number : 3 = 0;

  RedirectReason reason() const {
    return static_cast<RedirectReason>(reason_number);
  }

  bool HoldsAt(uint64_t position) const {
    return from <= position && position < to.load(std::memory_order_relaxed);
  }
};

}  // namespace impactwire::query
