#include "query_service/index/figures/figure_zone.h"

#include <algorithm>

#include "query_service/index/figures/figure_table.h"

namespace impactwire::query {
namespace {

uint64_t ValueBit(uint8_t value) {
  return uint64_t{1} << std::min<uint8_t>(value, 32);
}

void AddDays(const DayRange& days, FigureZone::Days* zone) {
  if (days.is_none()) {
    zone->all = false;
    return;
  }
  if (!zone->any) {
    zone->first = {days.first, days.first};
    zone->last = {days.last, days.last};
  }
  zone->any = true;
  zone->first.Add(days.first);
  zone->last.Add(days.last);
}

}  // namespace

void FigureZone::Fill(const FigureSegment& s) {
  value = {s.value[0], s.value[0]};
  confidence = {s.confidence[0], s.confidence[0]};
  newest = DayRange::kOpenStart;
  Unit by_code[256];
  for (uint32_t i = 0; i < FigureSegment::kRows; ++i) {
    value.Add(s.value[i]);
    confidence.Add(s.confidence[i]);
    AddDays(s.period[i], &period);
    AddDays(s.publish_days[i], &publish);
    newest = std::max(newest, NewestFirst(s.publish_days[i]));
    categories |= ValueBit(s.category[i]);
    statuses |= ValueBit(s.status[i]);
    attributions |= ValueBit(s.attribution[i]);
    bounds |= ValueBit(s.bound[i]);
    const bool has_organization = s.organization[i] != kNoRow;
    any_organization |= has_organization;
    all_organization &= has_organization;
    const bool has_rate = (s.flags[i] & FigureSegment::kHasRate) != 0;
    any_rate |= has_rate;
    all_rate &= has_rate;
    goals |= s.sdg_goals[i];
    const uint8_t code = s.unit_code[i];
    if (code == 0) {
      all_coded = false;
      continue;
    }
    Unit& unit = by_code[code];
    unit.max_value =
        unit.rows == 0 ? s.value[i] : std::max(unit.max_value, s.value[i]);
    ++unit.rows;
    unit.code = code;
  }
  const auto used = std::count_if(std::begin(by_code), std::end(by_code),
                                  [](const Unit& u) { return u.rows > 0; });
  units.reserve(static_cast<size_t>(used));
  for (const Unit& unit : by_code) {
    if (unit.rows > 0) units.push_back(unit);
  }
}

const FigureZone::Unit* FigureZone::FindUnit(uint8_t code) const {
  const auto it = std::lower_bound(
      units.begin(), units.end(), code,
      [](const Unit& unit, uint8_t wanted) { return unit.code < wanted; });
  return it == units.end() || it->code != code ? nullptr : &*it;
}

}  // namespace impactwire::query
