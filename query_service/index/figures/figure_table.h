// FigureTable: the columns of all impact figures, in sealed segments of a fixed
// number of rows. Rows are in log order: by sequence of their record, then as
// the record has them.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>

#include "absl/container/flat_hash_map.h"
#include "common/base/stable_id.h"
#include "query_service/index/figures/figure_zone.h"
#include "query_service/index/tables/hash_index.h"
#include "query_service/index/tables/position_column.h"
#include "query_service/index/tables/rows.h"
#include "query_service/index/tables/sparse_column.h"
#include "query_service/index/tables/stable_vector.h"

namespace impactwire::query {

struct ImageAt;
class ImageReader;
class ImageWriter;

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
};

struct FigureSegment {
  static constexpr int kBits = 10;
  static constexpr uint32_t kRows = 1u << kBits;

  uint64_t id[kRows];
  PositionColumn<kRows> from;
  SparseColumn<uint64_t, kForever, kRows> to;
  double value[kRows];
  double confidence[kRows];
  DayRange period[kRows];
  PackedDays publish_days[kRows];
  uint32_t article_row[kRows];
  uint32_t organization[kRows];
  uint32_t unit[kRows];
  uint32_t unit_folded[kRows];
  uint32_t place_folded[kRows];
  uint32_t sdg_goals[kRows];
  SparseColumn<uint32_t, kNoRow, kRows> prev;
  uint16_t country[kRows];
  uint8_t category[kRows];
  uint8_t status[kRows];
  uint8_t attribution[kRows];
  uint8_t bound[kRows];
  uint8_t flags[kRows];
  // Of unit_folded: the same for the same unit; 0 for units without one.
  uint8_t unit_code[kRows];
  // Bit i: row i was closed, at whatever position.
  std::atomic<uint64_t> closed[kRows / 64];
  // The first position a row was closed at.
  std::atomic<uint64_t> first_close;
  // Rows that ended.
  std::atomic<uint32_t> ended{0};

  static constexpr uint8_t kHasRate = 1;
  static constexpr uint8_t kContinues = 2;
  static constexpr uint8_t kPrecise = 4;
  static constexpr uint8_t kInSeries = 8;
  static constexpr uint8_t kHasOthers = 16;

  bool HoldsAt(uint32_t i, uint64_t position) const {
    return from[i] <= position && position < to[i];
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
  // What the rows of segment `n` have in common; null while it is being
  // filled. Columns of such a segment change no more, but for `to`.
  const FigureZone* zone(uint32_t n) const {
    return n < zones_.size() ? &zones_[n] : nullptr;
  }
  const FigureSegment& segment_at(uint32_t n) const { return *segments_[n]; }

  // Rows from there on begin after `position`.
  uint32_t RowsAt(uint64_t position) const;

  // The unit's code, by its number in the string pool; 0 for none.
  uint8_t UnitCode(uint32_t unit_folded) const;

  NumberList co_organizations(uint32_t row) const {
    const bool has =
        segment(row).flags[offset(row)] & FigureSegment::kHasOthers;
    return has ? FindOthers(row) : NumberList();
  }

  // The row of this id that holds at `position`.
  std::optional<uint32_t> Find(uint64_t id, uint64_t position) const;

  // The newest row of this id.
  std::optional<uint32_t> FindNewest(uint64_t id) const;

  // `id` will be looked for soon.
  void PrefetchId(uint64_t id) const { newest_.Prefetch(id); }

  // The writer's: returns the new row.
  uint32_t Add(const FigureValues& values);
  void Close(uint32_t row, uint64_t sequence);

  // See table_image.h.
  void Save(const ImageAt& at, ImageWriter* out) const;
  void Load(const ImageAt& at, Arena* lists, ImageReader* in);
  size_t bytes() const;

 private:
  static constexpr size_t kUnitCodes = 256;
  uint8_t MakeUnitCode(uint32_t unit_folded);
  NumberList FindOthers(uint32_t row) const;

  StableVector<std::unique_ptr<FigureSegment>> segments_;
  StableVector<FigureZone, 8> zones_;
  // Units by code - 1, in the order they came; the first ones only: what is
  // frequent comes early.
  std::atomic<uint32_t> units_[kUnitCodes - 1] = {};
  std::atomic<uint32_t> unit_count_{0};
  // The writer's.
  absl::flat_hash_map<uint32_t, uint8_t> unit_codes_;
  size_t zone_bytes_ = 0;
  size_t sparse_bytes_ = 0;
  // Rows that have them, ascending.
  struct Others {
    uint32_t row = 0;
    NumberList organizations;
  };
  StableVector<Others, 8> others_;
  HashIndex newest_;
  std::atomic<uint32_t> rows_{0};
};

}  // namespace impactwire::query
