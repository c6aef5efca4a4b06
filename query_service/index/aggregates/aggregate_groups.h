// AggregateGroups: sums of impact figures per group, as a scan adds them row by
// row. A row of a group by category and publish year finds its group by an
// index, others by a hash; a group's sums take one line of the cache.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <memory>
#include <vector>

#include "query_service/index/tables/rows.h"

namespace impactwire::query {

// What is not grouped by stays as it is here.
struct GroupKey {
  uint32_t unit = 0;  // In the string pool.
  uint8_t status = 0;
  uint8_t category = 0;
  uint16_t country = 0;
  uint32_t organization = kNoRow;  // Root.
  uint32_t place = 0;              // Folded, in the string pool.
  int16_t publish_year = kNoYear;
  int16_t period_year = kNoYear;
  uint8_t goal = 0;

  static constexpr int16_t kNoYear = -1;
  bool operator==(const GroupKey& other) const = default;
};

// What becomes of one figure that matches.
enum class FigurePart : uint8_t { kCounted, kSameClaim, kSuperseded, kRate };
inline constexpr size_t kFigureParts = 4;

struct GroupCounts {
  uint32_t figures[kFigureParts] = {};

  uint32_t operator[](FigurePart part) const {
    return figures[static_cast<size_t>(part)];
  }
  void Add(const GroupCounts& other) {
    for (size_t p = 0; p < kFigureParts; ++p) figures[p] += other.figures[p];
  }
};

// Of the claims that are counted.
struct alignas(64) GroupSums {
  // Their sum is sum + rest: `rest` is what rounding took from `sum`, so that
  // the total does not depend on the order they were added in.
  double sum = 0;
  double rest = 0;
  double min = std::numeric_limits<double>::infinity();
  double max = -std::numeric_limits<double>::infinity();
  // The one of them that was published last: value, day and row. Of several the
  // largest, then the one with the smallest id.
  double latest = -std::numeric_limits<double>::infinity();
  int32_t latest_day = std::numeric_limits<int32_t>::min();
  uint32_t latest_row = kNoRow;
  uint32_t inexact = 0;
  // Bit b: one has Bound b.
  uint8_t bounds = 0;

  // Knuth's two-sum.
  void Add(double value) {
    const double total = sum + value;
    const double added = total - sum;
    rest += (sum - (total - added)) + (value - added);
    sum = total;
  }
  double total() const {
    // Of infinite sums the rest is no number.
    return std::isfinite(rest) ? sum + rest : sum;
  }

  // Whether one of that day and value takes the latest one's place; could only
  // by its id.
  bool IsBefore(int32_t day, double value) const {
    return (day > latest_day) | ((day == latest_day) & (value > latest));
  }
  bool IsLevelWith(int32_t day, double value) const {
    return (day == latest_day) & (value == latest);
  }
};
static_assert(sizeof(GroupSums) == 64);

class AggregateGroups {
 public:
  // `strings`: size of the string pool.
  explicit AggregateGroups(size_t strings)
      : slots_(size_t{1} << 10),
        unit_codes_(static_cast<uint8_t*>(std::calloc(strings, 1))),
        pages_((kMaxUnits + 1) << 8),
        years_(kYears) {}

  // The number of the group; good for as long as this object is.
  uint32_t Number(const GroupKey& key, uint32_t row) {
    return Number(key, Hash(key), row);
  }
  // The same for many at once, so that what is read from memory for one is on
  // its way for the others.
  void Numbers(const std::vector<GroupKey>& keys,
               const std::vector<uint32_t>& rows,
               std::vector<uint32_t>* numbers);

  // The same for a group by nothing but category and publish year.
  uint32_t NumberOfYear(const GroupKey& key, uint32_t row) {
    const int year = key.publish_year == GroupKey::kNoYear
                         ? 0
                         : key.publish_year - kFirstYear + 1;
    uint32_t code = unit_codes_[key.unit];
    if (code == 0) code = AddUnit(key.unit);
    if (code == kNoCode || key.status >= 8 || key.category >= 32 || year < 0 ||
        year >= kYears) {
      return Number(key, row);
    }
    uint16_t& page =
        pages_[code << 8 | uint32_t{key.status} << 5 | key.category];
    if (page == 0) page = AddPage();
    uint32_t& number = years_[uint32_t{page} * kYears + year];
    if (number == 0) number = 1 + Number(key, row);
    return number - 1;
  }

  size_t size() const { return sums_.size(); }
  const GroupKey& key(uint32_t number) const { return keys_[number]; }
  // The first of its rows. Of rows that were not added in their order it is
  // told by TellRow.
  uint32_t first_row(uint32_t number) const { return first_rows_[number]; }
  void TellRow(uint32_t number, uint32_t row) {
    first_rows_[number] = std::min(first_rows_[number], row);
  }
  void Prefetch(uint32_t number) const {
    __builtin_prefetch(&sums_[number], 1);
    __builtin_prefetch(&counts_[number], 1);
  }
  GroupSums& sums(uint32_t number) { return sums_[number]; }
  const GroupSums& sums(uint32_t number) const { return sums_[number]; }
  GroupCounts& counts(uint32_t number) { return counts_[number]; }
  const GroupCounts& counts(uint32_t number) const { return counts_[number]; }

 private:
  struct Free {
    void operator()(void* data) const { std::free(data); }
  };
  // A slot of the hash table: 1 + number of the group (0: free), and the part
  // of the key's hash that did not choose the slot.
  struct Slot {
    uint32_t number = 0;
    uint32_t tag = 0;
  };
  static constexpr int kFirstYear = 1980;
  static constexpr int kYears = 64;
  // Units with pages of their own: the first ones met.
  static constexpr uint32_t kMaxUnits = 254;
  static constexpr uint8_t kNoCode = 255;

  static uint64_t Hash(const GroupKey& key);
  size_t FirstSlot(uint64_t hash) const {
    return hash >> 32 & (slots_.size() - 1);
  }
  uint32_t Number(const GroupKey& key, uint64_t hash, uint32_t row);
  void Grow();
  uint8_t AddUnit(uint32_t unit);
  uint16_t AddPage();

  std::vector<Slot> slots_;
  std::vector<GroupKey> keys_;
  std::vector<uint32_t> first_rows_;
  std::vector<GroupSums> sums_;
  std::vector<GroupCounts> counts_;
  std::vector<uint64_t> hashes_;
  // By unit: its code; 0: not met yet.
  std::unique_ptr<uint8_t[], Free> unit_codes_;
  uint8_t units_ = 0;
  // By code, status and category: a page of numbers plus one, by year; 0: none.
  std::vector<uint16_t> pages_;
  std::vector<uint32_t> years_;
};

}  // namespace impactwire::query
