// AggregateGroups: sums of impact figures per group, as a scan adds them row by
// row. A row of a group by category and publish year finds its group by an
// index, others by a hash; a group's sums take one line of the cache.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <limits>
#include <memory>
#include <vector>

#include "query_service/index/rows.h"

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

struct alignas(64) GroupSums {
  // Of the claims that are counted.
  double sum = 0;
  double min = std::numeric_limits<double>::infinity();
  double max = -std::numeric_limits<double>::infinity();
  // The one of them that was published last: value, day and row.
  double latest = 0;
  int32_t latest_day = std::numeric_limits<int32_t>::min();
  uint32_t latest_row = kNoRow;
  uint32_t count = 0;
  uint32_t inexact = 0;
  // Figures left out.
  uint32_t same_claim = 0;
  uint32_t superseded = 0;
  uint32_t rates = 0;
  // Bit b: a counted one has Bound b.
  uint8_t bounds = 0;
};
static_assert(sizeof(GroupSums) == 64);

class AggregateGroups {
 public:
  // `strings`: size of the string pool.
  explicit AggregateGroups(size_t strings)
      : slots_(size_t{1} << 10, 0),
        unit_codes_(static_cast<uint8_t*>(std::calloc(strings, 1))) {}

  // The number of the group; good for as long as this object is.
  uint32_t Number(const GroupKey& key, uint32_t row);

  // The same for a group by nothing but category and publish year.
  uint32_t NumberOfYear(const GroupKey& key, uint32_t row) {
    const int year = key.publish_year == GroupKey::kNoYear
                         ? 0
                         : key.publish_year - kFirstYear + 1;
    uint8_t code = unit_codes_[key.unit];
    if (code == 0) code = AddUnit(key.unit);
    if (code == kNoCode || key.status >= 8 || key.category >= 32 || year < 0 ||
        year >= 256) {
      return Number(key, row);
    }
    uint32_t& number =
        pages_[code][key.status << 13 | key.category << 8 | year];
    if (number == 0) number = 1 + Number(key, row);
    return number - 1;
  }

  size_t size() const { return sums_.size(); }
  const GroupKey& key(uint32_t number) const { return keys_[number]; }
  uint32_t first_row(uint32_t number) const { return first_rows_[number]; }
  void Prefetch(uint32_t number) const {
    __builtin_prefetch(&sums_[number], 1);
  }
  GroupSums& sums(uint32_t number) { return sums_[number]; }
  const GroupSums& sums(uint32_t number) const { return sums_[number]; }

 private:
  struct Free {
    void operator()(void* data) const { std::free(data); }
  };
  static constexpr int kFirstYear = 1900;
  // Units with pages of their own: the first ones met.
  static constexpr size_t kMaxPages = 64;
  static constexpr size_t kPage = size_t{1} << 16;
  static constexpr uint8_t kNoCode = 255;

  static uint64_t Hash(const GroupKey& key);
  uint8_t AddUnit(uint32_t unit);
  void Grow();

  // 1 + number of the group; 0: free.
  std::vector<uint32_t> slots_;
  std::vector<GroupKey> keys_;
  std::vector<uint32_t> first_rows_;
  std::vector<GroupSums> sums_;
  // By unit: its page; 0: not met yet. By code: numbers plus one, by status,
  // category and year. Pages of memory that are not used are not touched.
  std::unique_ptr<uint8_t[], Free> unit_codes_;
  std::vector<std::unique_ptr<uint32_t[], Free>> pages_{1};
};

}  // namespace impactwire::query
