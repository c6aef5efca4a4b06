// FigureTable: the columns of all impact figures, in sealed segments of a fixed
// number of rows. Rows are in log order: by sequence of their record, then as
// the record has them.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>

#include "common/base/stable_id.h"
#include "query_service/index/hash_index.h"
#include "query_service/index/rows.h"
#include "query_service/index/stable_vector.h"

namespace impactwire::query {

// What one row holds, for writing it.
struct FigureValues {
  uint64_t id = 0;
  uint64_t from = 0;
  uint32_t article_row = 0;
  uint32_t organization = kNoRow;
  NumberList co_organizations;
  double value = 0;
  double confidence = 0;
  // Numbers in the string pool.
  uint32_t unit = 0;
  uint32_t unit_folded = 0;
  uint32_t place_folded = 0;
  // Two letters, 256 * first + second; 0 for none.
  uint16_t country = 0;
  DayRange period;
  DayRange publish_days;
  // Bit g: goal g.
  uint32_t sdg_goals = 0;
  uint8_t category = 0;
  uint8_t status = 0;
  uint8_t attribution = 0;
  uint8_t bound = 0;
  bool has_rate = false;
  // The figure of the same id that this one replaces; kNoRow for none.
  uint32_t prev = kNoRow;
  // Replaces `prev` without a change.
  bool continues = false;
  // See claim_key.h.
  bool precise = false;
  bool in_series = false;
  // The ImpactFigure without its id and organization_id.
  Blob detail;
};

struct FigureSegment {
  static constexpr int kBits = 10;
  static constexpr uint32_t kRows = 1u << kBits;

  uint64_t id[kRows];
  uint64_t from[kRows];
  std::atomic<uint64_t> to[kRows];
  double value[kRows];
  double confidence[kRows];
  Blob detail[kRows];
  DayRange period[kRows];
  DayRange publish_days[kRows];
  uint32_t article_row[kRows];
  uint32_t organization[kRows];
  uint32_t unit[kRows];
  uint32_t unit_folded[kRows];
  uint32_t place_folded[kRows];
  uint32_t sdg_goals[kRows];
  uint32_t prev[kRows];
  // 1 + index of the list of co-organizations; 0 for none.
  uint32_t co_organizations[kRows];
  uint16_t country[kRows];
  uint8_t category[kRows];
  uint8_t status[kRows];
  uint8_t attribution[kRows];
  uint8_t bound[kRows];
  uint8_t flags[kRows];
  // Rows that ended.
  std::atomic<uint32_t> ended{0};

  static constexpr uint8_t kHasRate = 1;
  static constexpr uint8_t kContinues = 2;
  static constexpr uint8_t kPrecise = 4;
  static constexpr uint8_t kInSeries = 8;

  bool HoldsAt(uint32_t i, uint64_t position) const {
    return from[i] <= position &&
           position < to[i].load(std::memory_order_relaxed);
  }
  // Whether certainly each of the first `rows` rows holds.
  bool AllHoldAt(uint32_t rows, uint64_t position) const {
    return ended.load(std::memory_order_relaxed) == 0 &&
           from[rows - 1] <= position;
  }
};

class FigureTable {
 public:
  // Number of rows to read.
  uint32_t size() const {
    return static_cast<uint32_t>(rows_.load(std::memory_order_acquire));
  }

  const FigureSegment& segment(uint32_t row) const {
    return *segments_[row >> FigureSegment::kBits];
  }
  static uint32_t offset(uint32_t row) {
    return row & (FigureSegment::kRows - 1);
  }

  bool HoldsAt(uint32_t row, uint64_t position) const {
    return segment(row).HoldsAt(offset(row), position);
  }
  NumberList co_organizations(uint32_t row) const {
    const uint32_t list = segment(row).co_organizations[offset(row)];
    return list == 0 ? NumberList() : co_lists_[list - 1];
  }

  // The row of this id that holds at `position`.
  std::optional<uint32_t> Find(uint64_t id, uint64_t position) const;

  // The newest row of this id.
  std::optional<uint32_t> FindNewest(uint64_t id) const;

  // `id` will be looked for soon.
  void PrefetchId(absl::string_view id) const {
    if (const auto number = StableIdNumber(kFigureIdKind, id)) {
      newest_.Prefetch(*number);
    }
  }

  // The writer's: returns the new row.
  uint32_t Add(const FigureValues& values);
  void Close(uint32_t row, uint64_t sequence);
  size_t bytes() const;

 private:
  StableVector<std::unique_ptr<FigureSegment>> segments_;
  StableVector<NumberList> co_lists_;
  HashIndex newest_;
  std::atomic<uint32_t> rows_{0};
};

}  // namespace impactwire::query
