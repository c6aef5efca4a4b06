#include "query_service/index/claims/claim_table.h"

#include <algorithm>
#include <tuple>

namespace impactwire::query {

const ClaimTable::Flip* ClaimTable::FlipAt(uint32_t flip,
                                           uint64_t position) const {
  while (flip != 0) {
    const Flip& f = flips_[flip - 1];
    if (f.from <= position) return &f;
    flip = f.prev;
  }
  return nullptr;
}

ClaimState ClaimTable::StateBefore(uint32_t flip, uint64_t position) const {
  const Flip* const f = FlipAt(flip, position);
  return f == nullptr ? ClaimState::kCounted : f->state();
}

uint32_t ClaimTable::LeaderAt(uint32_t row, uint64_t position) const {
  const uint32_t newest =
      segment(row).newest_flip[FigureTable::offset(row)].load(
          std::memory_order_acquire);
  const Flip* const f = FlipAt(newest / 4, position);
  return f != nullptr && f->state() == ClaimState::kSameClaim ? f->leader
                                                              : kNoRow;
}

Telling ClaimTable::TellingOf(uint32_t row) const {
  const FigureSegment& s = figures_->segment(row);
  const uint32_t i = FigureTable::offset(row);
  Telling telling;
  telling.row = row;
  if ((s.flags[i] & FigureSegment::kPrecise) != 0) {
    telling.signature.value = s.value[i];
  }
  if (!s.period[i].is_none()) telling.signature.period = s.period[i];
  telling.signature.place = strings_->Get(s.place_folded[i]);
  if (!s.publish_days[i].is_none()) {
    telling.published = s.publish_days[i].first();
  }
  telling.figure_id = s.id[i];
  return telling;
}

ClaimGroupName ClaimTable::NameOf(uint32_t row, uint64_t key,
                                  uint64_t position) const {
  const ClaimGroupName name = {key, organization(row)};
  if (name.root == kNoRow || !organizations_->has_redirects()) return name;
  return name.With(organizations_->Root(name.root, position), *organizations_);
}

template <typename Visit>
void ClaimTable::ForEachKey(const ClaimGroupName& name, uint64_t position,
                            const Visit& visit) const {
  if (name.root == kNoRow || !organizations_->has_redirects()) {
    visit(name.key);
    return;
  }
  for (const uint32_t member : organizations_->Members(name.root, position)) {
    visit(name.With(member, *organizations_).key);
  }
}

bool ClaimTable::IsAlone(uint32_t row, uint64_t position) const {
  if (segment(row).prev[FigureTable::offset(row)] != kNoRow) return false;
  bool alone = true;
  ForEachKey(BucketAt(row, position), position, [&](uint64_t k) {
    const auto newest = newest_.Find(k, [&](uint32_t r) { return key(r); });
    alone = alone && (!newest.has_value() || *newest == row);
  });
  return alone;
}

std::vector<uint32_t> ClaimTable::BucketRows(const ClaimGroupName& bucket,
                                             uint64_t position,
                                             size_t* visited) const {
  // All of the chain first: what else will be read of a row is on its way from
  // memory while the next one is found.
  std::vector<uint32_t> rows;
  ForEachKey(bucket, position, [&](uint64_t k) {
    uint32_t r =
        newest_.Find(k, [&](uint32_t n) { return key(n); }).value_or(kNoRow);
    for (; r != kNoRow; r = segment(r).prev[FigureTable::offset(r)]) {
      PrefetchRow(r);
      rows.push_back(r);
    }
  });
  if (visited != nullptr) *visited = rows.size();
  std::erase_if(rows,
                [&](uint32_t r) { return !figures_->HoldsAt(r, position); });
  return rows;
}

void ClaimTable::PrefetchRow(uint32_t row) const {
  const FigureSegment& s = figures_->segment(row);
  const uint32_t i = FigureTable::offset(row);
  s.from.Prefetch(i);
  __builtin_prefetch(&s.flags[i]);
  __builtin_prefetch(&s.value[i]);
  __builtin_prefetch(&s.period[i]);
  __builtin_prefetch(&s.place_folded[i]);
  __builtin_prefetch(&s.publish_days[i]);
  __builtin_prefetch(&s.id[i]);
  __builtin_prefetch(&segment(row).newest_flip[i]);
}

void ClaimTable::PrefetchBucket(uint64_t key) const {
  // Mostly the key's own slot.
  const auto newest = newest_.FindByWriter(key, [&](uint32_t) { return key; });
  if (!newest.has_value()) return;
  const ClaimSegment& s = segment(*newest);
  const uint32_t i = FigureTable::offset(*newest);
  __builtin_prefetch(&s.key[i]);
  __builtin_prefetch(&s.prev[i]);
}

uint32_t ClaimTable::SeriesNumber(uint32_t row) const {
  size_t low = 0;
  size_t high = series_.size();
  while (low < high) {
    const size_t middle = low + (high - low) / 2;
    if (series_[middle].row < row) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return static_cast<uint32_t>(low);
}

ClaimGroupName ClaimTable::SeriesAt(uint32_t row, uint64_t position) const {
  return NameOf(row, series_[SeriesNumber(row)].key, position);
}

std::vector<uint32_t> ClaimTable::SeriesRows(const ClaimGroupName& series,
                                             uint64_t position,
                                             size_t* visited) const {
  std::vector<uint32_t> rows;
  size_t count = 0;
  ForEachKey(series, position, [&](uint64_t k) {
    uint32_t n =
        newest_series_.Find(k, [&](uint32_t s) { return series_[s].key; })
            .value_or(kNoRow);
    for (; n != kNoRow; n = series_[n].prev) {
      ++count;
      const uint32_t r = series_[n].row;
      if (figures_->HoldsAt(r, position) &&
          StateAt(r, position) != ClaimState::kSameClaim) {
        rows.push_back(r);
      }
    }
  });
  if (visited != nullptr) *visited = count;
  std::sort(rows.begin(), rows.end(),
            [&](uint32_t a, uint32_t b) { return LaterLevel(a, b); });
  return rows;
}

bool ClaimTable::LaterLevel(uint32_t a, uint32_t b) const {
  const FigureSegment& x = figures_->segment(a);
  const FigureSegment& y = figures_->segment(b);
  const uint32_t i = FigureTable::offset(a);
  const uint32_t j = FigureTable::offset(b);
  // Published later, then larger, then with the smaller id.
  return std::make_tuple(NewestFirst(x.publish_days[i]), x.value[i], y.id[j],
                         b) < std::make_tuple(NewestFirst(y.publish_days[j]),
                                              y.value[j], x.id[i], a);
}

std::optional<uint32_t> ClaimTable::FindTelling(uint64_t id_number,
                                                uint64_t position) const {
  std::optional<uint32_t> found;
  newest_.ForEachPrefix(
      id_number, kClaimIdKeyBits, [&](uint32_t n) { return key(n); },
      [&](uint32_t newest) {
        for (uint32_t row = newest; row != kNoRow && !found.has_value();
             row = segment(row).prev[FigureTable::offset(row)]) {
          if (figures_->HoldsAt(row, position) &&
              IdNumber(TellingOf(row)) == id_number) {
            found = row;
          }
        }
      });
  return found;
}

void ClaimTable::Add(uint32_t row, uint64_t key,
                     std::optional<uint64_t> series) {
  const uint32_t i = FigureTable::offset(row);
  if (i == 0) segments_.Push(std::unique_ptr<ClaimSegment>(new ClaimSegment));
  ClaimSegment& s = *segments_.at(row >> FigureSegment::kBits);
  const auto key_of = [&](uint32_t r) { return this->key(r); };
  s.key[i] = key;
  s.newest_flip[i].store(0, std::memory_order_relaxed);
  s.sources[i].store(1, std::memory_order_relaxed);
  s.prev[i] = newest_.Find(key, key_of).value_or(kNoRow);
  newest_.Replace(key, row, key_of);
  if (!series.has_value()) return;
  const auto series_of = [&](uint32_t n) { return series_[n].key; };
  SeriesRow next;
  next.key = *series;
  next.row = row;
  next.prev = newest_series_.Find(*series, series_of).value_or(kNoRow);
  const uint32_t number = static_cast<uint32_t>(series_.Push(next));
  newest_series_.Replace(*series, number, series_of);
}

void ClaimTable::SetState(uint32_t row, ClaimState state, uint64_t sequence) {
  AddFlip(row,
          state == ClaimState::kSuperseded ? Flip::kSuperseded : Flip::kCounted,
          sequence);
}

void ClaimTable::SetSame(uint32_t row, uint32_t leader, uint64_t sequence) {
  AddFlip(row, leader, sequence);
}

void ClaimTable::AddFlip(uint32_t row, uint32_t leader, uint64_t sequence) {
  ClaimSegment& s = *segments_.at(row >> FigureSegment::kBits);
  std::atomic<uint32_t>& newest = s.newest_flip[FigureTable::offset(row)];
  uint32_t flip = newest.load(std::memory_order_relaxed) / 4;
  if (flip != 0 && flips_[flip - 1].from == sequence) {
    // Of this entry: no reader looks at more than its position yet.
    flips_.at(flip - 1).leader = leader;
  } else {
    Flip next;
    next.prev = flip;
    next.from = sequence;
    next.leader = leader;
    flip = static_cast<uint32_t>(flips_.Push(next)) + 1;
    s.last_flip.store(sequence, std::memory_order_relaxed);
  }
  newest.store(flip * 4 + static_cast<uint32_t>(flips_[flip - 1].state()),
               std::memory_order_release);
}

void ClaimTable::SetSources(uint32_t row, uint8_t sources, uint64_t sequence) {
  ClaimSegment& s = *segments_.at(row >> FigureSegment::kBits);
  std::atomic<uint8_t>& known = s.sources[FigureTable::offset(row)];
  if (known.load(std::memory_order_relaxed) == sources) return;
  // In this order: who sees the new count sees from when it is.
  s.last_sources.store(sequence, std::memory_order_relaxed);
  known.store(sources, std::memory_order_release);
}

size_t ClaimTable::bytes() const {
  return segments_.size() * sizeof(ClaimSegment) + segments_.bytes() +
         newest_.bytes() + series_.bytes() + newest_series_.bytes() +
         flips_.bytes();
}

}  // namespace impactwire::query
