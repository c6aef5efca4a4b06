#include "query_service/index/figures/figure_table.h"

namespace impactwire::query {

std::optional<uint32_t> FigureTable::FindNewest(uint64_t id) const {
  return newest_.Find(
      id, [&](uint32_t row) { return segment(row).id[offset(row)] == id; });
}

std::optional<uint32_t> FigureTable::Find(uint64_t id,
                                          uint64_t position) const {
  const std::optional<uint32_t> newest = FindNewest(id);
  if (!newest.has_value()) return std::nullopt;
  for (uint32_t row = *newest; row != kNoRow;
       row = segment(row).prev[offset(row)]) {
    if (HoldsAt(row, position)) return row;
  }
  return std::nullopt;
}

uint32_t FigureTable::RowsAt(uint64_t position) const {
  uint32_t low = 0;
  uint32_t high = size();
  while (low < high) {
    const uint32_t middle = low + (high - low) / 2;
    if (segment(middle).from[offset(middle)] <= position) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

NumberList FigureTable::FindOthers(uint32_t row) const {
  size_t low = 0;
  size_t high = others_.size();
  while (low < high) {
    const size_t middle = low + (high - low) / 2;
    if (others_[middle].row < row) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low == others_.size() || others_[low].row != row
             ? NumberList()
             : others_[low].organizations;
}

uint8_t FigureTable::UnitCode(uint32_t unit_folded) const {
  const uint32_t count = unit_count_.load(std::memory_order_acquire);
  for (uint32_t i = 0; i < count; ++i) {
    if (units_[i].load(std::memory_order_relaxed) == unit_folded) {
      return static_cast<uint8_t>(i + 1);
    }
  }
  return 0;
}

uint8_t FigureTable::MakeUnitCode(uint32_t unit_folded) {
  const auto known = unit_codes_.find(unit_folded);
  if (known != unit_codes_.end()) return known->second;
  const uint32_t count = unit_count_.load(std::memory_order_relaxed);
  if (count == kUnitCodes - 1) return 0;
  units_[count].store(unit_folded, std::memory_order_relaxed);
  unit_count_.store(count + 1, std::memory_order_release);
  unit_codes_.emplace(unit_folded, static_cast<uint8_t>(count + 1));
  return static_cast<uint8_t>(count + 1);
}

uint32_t FigureTable::Add(const FigureValues& values) {
  const uint32_t row = rows_.load(std::memory_order_relaxed);
  const uint32_t i = offset(row);
  // Default-initialized: rows are filled one by one before they are counted.
  if (i == 0) {
    segments_.Push(std::unique_ptr<FigureSegment>(new FigureSegment));
    FigureSegment& next = *segments_.at(row >> FigureSegment::kBits);
    for (auto& word : next.closed) word.store(0, std::memory_order_relaxed);
    next.first_close.store(kForever, std::memory_order_relaxed);
  }
  FigureSegment& s = *segments_.at(row >> FigureSegment::kBits);
  s.id[i] = values.id;
  sparse_bytes_ += s.from.Set(i, values.from);
  s.value[i] = values.value;
  s.confidence[i] = values.confidence;
  s.period[i] = values.period;
  s.publish_days[i] = PackedDays(values.publish_days);
  s.article_row[i] = values.article_row;
  s.organization[i] = values.organization;
  s.unit[i] = values.unit;
  s.unit_folded[i] = values.unit_folded;
  s.place_folded[i] = values.place_folded;
  s.sdg_goals[i] = values.sdg_goals;
  sparse_bytes_ += s.prev.Set(i, values.prev);
  const bool has_others =
      values.co_organizations.begin() != values.co_organizations.end();
  if (has_others) others_.Push({row, values.co_organizations});
  s.country[i] = values.country;
  s.category[i] = values.category;
  s.status[i] = values.status;
  s.attribution[i] = values.attribution;
  s.bound[i] = values.bound;
  s.flags[i] = (values.has_rate ? FigureSegment::kHasRate : 0) |
               (values.continues ? FigureSegment::kContinues : 0) |
               (values.precise ? FigureSegment::kPrecise : 0) |
               (values.in_series ? FigureSegment::kInSeries : 0) |
               (has_others ? FigureSegment::kHasOthers : 0);
  s.unit_code[i] = MakeUnitCode(values.unit_folded);
  rows_.store(row + 1, std::memory_order_release);
  if (i + 1 == FigureSegment::kRows) {
    FigureZone& zone = zones_.Next();
    zone.Fill(s);
    zone_bytes_ += zone.units.capacity() * sizeof(FigureZone::Unit);
    zones_.Publish();
  }
  newest_.Upsert(values.id, row, [&](uint32_t r) {
    return segment(r).id[offset(r)] == values.id;
  });
  return row;
}

void FigureTable::Close(uint32_t row, uint64_t sequence) {
  // Read by those who see a position that was published after.
  FigureSegment& s = *segments_.at(row >> FigureSegment::kBits);
  const uint32_t i = offset(row);
  sparse_bytes_ += s.to.Set(i, sequence);
  s.closed[i / 64].fetch_or(uint64_t{1} << (i % 64), std::memory_order_relaxed);
  if (s.first_close.load(std::memory_order_relaxed) > sequence) {
    s.first_close.store(sequence, std::memory_order_relaxed);
  }
  s.ended.store(s.ended.load(std::memory_order_relaxed) + 1,
                std::memory_order_relaxed);
}

size_t FigureTable::bytes() const {
  return segments_.size() * sizeof(FigureSegment) + segments_.bytes() +
         zones_.bytes() + zone_bytes_ + sparse_bytes_ + others_.bytes() +
         newest_.bytes();
}

}  // namespace impactwire::query
