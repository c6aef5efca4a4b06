#include "query_service/index/aggregate_groups.h"

namespace impactwire::query {

uint64_t AggregateGroups::Hash(const GroupKey& k) {
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

uint32_t AggregateGroups::Number(const GroupKey& key, uint32_t row) {
  const uint64_t hash = Hash(key);
  size_t i = hash & (slots_.size() - 1);
  for (; slots_[i] != 0; i = (i + 1) & (slots_.size() - 1)) {
    if (keys_[slots_[i] - 1] == key) return slots_[i] - 1;
  }
  if (keys_.size() * 2 >= slots_.size()) {
    Grow();
    return Number(key, row);
  }
  keys_.push_back(key);
  first_rows_.push_back(row);
  sums_.emplace_back();
  slots_[i] = static_cast<uint32_t>(keys_.size());
  return slots_[i] - 1;
}

void AggregateGroups::Grow() {
  slots_.assign(slots_.size() * 2, 0);
  for (uint32_t g = 0; g < keys_.size(); ++g) {
    size_t i = Hash(keys_[g]) & (slots_.size() - 1);
    while (slots_[i] != 0) i = (i + 1) & (slots_.size() - 1);
    slots_[i] = g + 1;
  }
}

uint8_t AggregateGroups::AddUnit(uint32_t unit) {
  uint8_t code = kNoCode;
  if (pages_.size() <= kMaxPages) {
    code = static_cast<uint8_t>(pages_.size());
    pages_.emplace_back(
        static_cast<uint32_t*>(std::calloc(kPage, sizeof(uint32_t))));
  }
  unit_codes_[unit] = code;
  return code;
}

}  // namespace impactwire::query
