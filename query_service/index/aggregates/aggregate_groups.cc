#include "query_service/index/aggregates/aggregate_groups.h"

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
  return hash;
}

uint32_t AggregateGroups::Number(const GroupKey& key, uint64_t hash,
                                 uint32_t row) {
  const auto tag = static_cast<uint32_t>(hash);
  size_t i = FirstSlot(hash);
  for (; slots_[i].number != 0; i = (i + 1) & (slots_.size() - 1)) {
    const uint32_t number = slots_[i].number - 1;
    if (slots_[i].tag == tag && keys_[number] == key) return number;
  }
  if (keys_.size() * 2 >= slots_.size()) {
    Grow();
    return Number(key, hash, row);
  }
  keys_.push_back(key);
  first_rows_.push_back(row);
  sums_.emplace_back();
  counts_.emplace_back();
  slots_[i] = {static_cast<uint32_t>(keys_.size()), tag};
  return slots_[i].number - 1;
}

void AggregateGroups::Numbers(const std::vector<GroupKey>& keys,
                              const std::vector<uint32_t>& rows,
                              std::vector<uint32_t>* numbers) {
  const size_t size = keys.size();
  hashes_.resize(size);
  numbers->resize(size);
  for (size_t k = 0; k < size; ++k) {
    hashes_[k] = Hash(keys[k]);
    __builtin_prefetch(&slots_[FirstSlot(hashes_[k])]);
  }
  for (size_t k = 0; k < size; ++k) {
    const uint32_t number = slots_[FirstSlot(hashes_[k])].number;
    if (number == 0) continue;
    __builtin_prefetch(&keys_[number - 1]);
    Prefetch(number - 1);
  }
  for (size_t k = 0; k < size; ++k) {
    (*numbers)[k] = Number(keys[k], hashes_[k], rows[k]);
  }
}

void AggregateGroups::Grow() {
  std::vector<Slot> next(slots_.size() * 2);
  slots_.swap(next);
  for (uint32_t g = 0; g < keys_.size(); ++g) {
    const uint64_t hash = Hash(keys_[g]);
    size_t i = FirstSlot(hash);
    while (slots_[i].number != 0) i = (i + 1) & (slots_.size() - 1);
    slots_[i] = {g + 1, static_cast<uint32_t>(hash)};
  }
}

uint8_t AggregateGroups::AddUnit(uint32_t unit) {
  return unit_codes_[unit] = units_ < kMaxUnits ? ++units_ : kNoCode;
}

uint16_t AggregateGroups::AddPage() {
  years_.resize(years_.size() + kYears);
  return static_cast<uint16_t>(years_.size() / kYears - 1);
}

}  // namespace impactwire::query
