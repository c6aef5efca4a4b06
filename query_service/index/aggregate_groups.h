// AggregateGroups: sums of impact figures per group, as a scan adds them row by
// row; small numbers in, so that a row costs some nanoseconds.
#pragma once

#include <algorithm>
#include <cstdint>
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

// The level of a group that was published last; of several the largest, then
// the one with the smallest id.
struct LatestLevel {
  int32_t day = 0;
  uint32_t row = kNoRow;
  double value = 0;
  uint64_t id = 0;

  bool Before(const LatestLevel& other) const {
    if (row == kNoRow || other.row == kNoRow) return row == kNoRow;
    if (day != other.day) return day < other.day;
    return value != other.value ? value < other.value : id > other.id;
  }
};

struct GroupSums {
  GroupKey key;
  // The first row of the group.
  uint32_t first_row = kNoRow;
  // Claims that are counted; among them those whose bound is such.
  uint32_t count = 0;
  uint32_t inexact = 0;
  uint32_t more_than = 0;
  uint32_t less_than = 0;
  // Figures left out.
  uint32_t same_claim = 0;
  uint32_t superseded = 0;
  uint32_t rates = 0;
  double sum = 0;
  double min = 0;
  double max = 0;
  LatestLevel latest;
};

class AggregateGroups {
 public:
  AggregateGroups() : slots_(size_t{1} << 10, 0) {}

  // Good until the next call.
  GroupSums& Of(const GroupKey& key, uint32_t row) {
    size_t i = Hash(key) & (slots_.size() - 1);
    for (; slots_[i] != 0; i = (i + 1) & (slots_.size() - 1)) {
      GroupSums& group = groups_[slots_[i] - 1];
      if (group.key == key) return group;
    }
    if (groups_.size() * 2 >= slots_.size()) {
      Grow();
      return Of(key, row);
    }
    groups_.emplace_back();
    groups_.back().key = key;
    groups_.back().first_row = row;
    slots_[i] = static_cast<uint32_t>(groups_.size());
    return groups_.back();
  }

  const std::vector<GroupSums>& groups() const { return groups_; }

 private:
  static uint64_t Hash(const GroupKey& k) {
    const uint64_t a = uint64_t{k.unit} << 32 | uint64_t{k.country} << 16 |
                       uint64_t{k.category} << 8 | k.status;
    const uint64_t b = uint64_t{k.organization} << 32 | k.place;
    const uint64_t c = uint64_t{static_cast<uint16_t>(k.publish_year)} << 32 |
                       uint64_t{static_cast<uint16_t>(k.period_year)} << 16 |
                       k.goal;
    uint64_t hash = a * 0x9e3779b97f4a7c15u;
    hash = (hash ^ (hash >> 32) ^ b) * 0xff51afd7ed558ccdu;
    hash = (hash ^ (hash >> 32) ^ c) * 0xc4ceb9fe1a85ec53u;
    return hash >> 24;
  }
  void Grow() {
    slots_.assign(slots_.size() * 2, 0);
    for (uint32_t g = 0; g < groups_.size(); ++g) {
      size_t i = Hash(groups_[g].key) & (slots_.size() - 1);
      while (slots_[i] != 0) i = (i + 1) & (slots_.size() - 1);
      slots_[i] = g + 1;
    }
  }

  // 1 + index of the group; 0: free.
  std::vector<uint32_t> slots_;
  std::vector<GroupSums> groups_;
};

}  // namespace impactwire::query
