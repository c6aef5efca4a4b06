#include "query_service/index/aggregates/aggregate_scan.h"

#include <algorithm>
#include <atomic>
#include <bit>
#include <numeric>
#include <thread>

#include "query_service/index/aggregates/scan_threads.h"
#include "query_service/index/generation/scan_stop.h"

namespace impactwire::query {
namespace {

// Segments between two looks at the snapshot's stop.
constexpr uint32_t kSegmentsPerStop = 4;
// A part of fewer is not worth a thread and its groups.
constexpr uint32_t kSegmentsPerPart = 256;
constexpr uint32_t kMaxParts = 16;

// The states of claims, and rates.
static_assert(static_cast<int>(FigurePart::kCounted) ==
              static_cast<int>(ClaimState::kCounted));
static_assert(static_cast<int>(FigurePart::kSameClaim) ==
              static_cast<int>(ClaimState::kSameClaim));
static_assert(static_cast<int>(FigurePart::kSuperseded) ==
              static_cast<int>(ClaimState::kSuperseded));

}  // namespace

AggregateScan::AggregateScan(const Snapshot& now, const Grouping& by,
                             const FigureFilter& filter)
    : snapshot_(now),
      tables_(now.tables()),
      at_(now.at()),
      by_(by),
      matcher_(filter, now),
      whole_claims_(filter.SelectsWholeClaims()),
      by_year_only_(!by.organization && !by.country && !by.place && !by.goal &&
                    !by.period_year),
      groups_(now.tables().strings().size()) {}

void AggregateScan::AddSegments(uint32_t first, uint32_t end) {
  const FigureTable& figures = tables_.figures();
  for (uint32_t n = first; n < end; ++n) {
    if ((n - first) % kSegmentsPerStop == 0 && matcher_.Stopped()) return;
    const uint32_t row = n * FigureSegment::kRows;
    const FigureSegment* const s = &figures.segment_at(n);
    const ClaimSegment* const claims = &tables_.claims().segment(row);
    matcher_.Matching(n, 0).ForEach([&](uint32_t i) {
      Put({s, claims, i, row + i});
      return true;
    });
  }
  Flush();
}

void AggregateScan::AddAll() {
  if (matcher_.scans_segments()) return AddSegments(0, matcher_.segments());
  matcher_.ForEach(0, [&](uint32_t row) {
    Put({&tables_.figures().segment(row), &tables_.claims().segment(row),
         FigureTable::offset(row), row});
    return true;
  });
  Flush();
}

void AggregateScan::Merge(const AggregateScan& later) {
  partial_claims_.Add(later.partial_claims_);
  total_ += later.total_;
  for (size_t p = 0; p < kFigureParts; ++p) parts_[p] += later.parts_[p];
  for (uint32_t g = 0; g < later.groups_.size(); ++g) {
    const uint32_t number =
        groups_.Number(later.groups_.key(g), later.groups_.first_row(g));
    const GroupSums& from = later.groups_.sums(g);
    GroupSums& to = groups_.sums(number);
    groups_.counts(number).Add(later.groups_.counts(g));
    to.Add(from.sum);
    to.rest += from.rest;
    to.min = std::min(to.min, from.min);
    to.max = std::max(to.max, from.max);
    to.inexact += from.inexact;
    to.bounds |= from.bounds;
    if (from.latest_row == kNoRow) continue;
    if (to.IsBefore(from.latest_day, from.latest) ||
        (to.IsLevelWith(from.latest_day, from.latest) &&
         HasSmallerId(from.latest_row, to.latest_row))) {
      to.latest = from.latest;
      to.latest_day = from.latest_day;
      to.latest_row = from.latest_row;
    }
  }
}

void AggregateScan::Flush() {
  if (size_ == 0) return;
  FindParts();
  AddBatch();
}

void AggregateScan::Finish() {
  const ClaimTable& claims = tables_.claims();
  const auto place = [&](uint32_t row) {
    return Place{&tables_.figures().segment(row), &claims.segment(row),
                 FigureTable::offset(row), row};
  };
  const auto add_batch = [&] {
    AddBatch();
    for (size_t e = 0; e < numbers_.size(); ++e) {
      groups_.TellRow(numbers_[e], places_[of_[e]].row);
    }
  };
  partial_claims_.ForEach(
      snapshot_, [&](uint32_t row, uint32_t fullest, bool stands) {
        part_[size_] =
            stands ? static_cast<FigurePart>(claims.StateAt(fullest, at_))
                   : FigurePart::kSameClaim;
        places_[size_++] = place(row);
        if (size_ == kBatch) add_batch();
      });
  add_batch();
}

void AggregateScan::AddBatch() {
  if (by_year_only_) {
    NumberByYear();
  } else {
    NumberByKey();
  }
  AddSums();
  total_ += static_cast<uint32_t>(size_);
  for (size_t k = 0; k < size_; ++k) ++parts_[static_cast<size_t>(part_[k])];
  size_ = 0;
}

void AggregateScan::FindParts() {
  const ClaimTable& claims = tables_.claims();
  for (size_t k = 0; k < size_; ++k) {
    const Place& p = places_[k];
    const bool rate =
        (p.segment->flags[p.offset] & FigureSegment::kHasRate) != 0;
    const auto state =
        static_cast<FigurePart>(claims.StateAt(*p.claims, p.offset, at_));
    part_[k] = rate ? FigurePart::kRate : state;
  }
  if (!whole_claims_) TakePartialClaims();
}

void AggregateScan::TakePartialClaims() {
  const ClaimTable& claims = tables_.claims();
  of_.clear();
  for (size_t k = 0; k < size_; ++k) {
    if (part_[k] != FigurePart::kSameClaim) continue;
    of_.push_back(static_cast<uint16_t>(k));
    claims.PrefetchFullest(*places_[k].claims, places_[k].offset);
  }
  rows_.clear();
  for (const uint16_t k : of_) {
    rows_.push_back(claims.Fullest(places_[k].row, at_));
    matcher_.Prefetch(rows_.back());
  }
  size_t kept = 0;
  size_t next = 0;
  for (size_t k = 0; k < size_; ++k) {
    if (next < of_.size() && of_[next] == k) {
      const uint32_t fullest = rows_[next++];
      if (!matcher_.Matches(fullest)) {
        partial_claims_.Add(places_[k].row, fullest);
        continue;
      }
    }
    places_[kept] = places_[k];
    part_[kept++] = part_[k];
  }
  size_ = kept;
}

void AggregateScan::NumberByYear() {
  numbers_.resize(size_);
  of_.resize(size_);
  std::iota(of_.begin(), of_.end(), 0);
  for (size_t k = 0; k < size_; ++k) {
    const Place& p = places_[k];
    const FigureSegment& s = *p.segment;
    GroupKey key;
    key.unit = s.unit[p.offset];
    key.status = s.status[p.offset];
    if (by_.category) key.category = s.category[p.offset];
    const DayRange days = s.publish_days[p.offset];
    if (by_.publish_year && !days.is_none()) {
      key.publish_year = static_cast<int16_t>(YearOf(days.first));
    }
    numbers_[k] = groups_.NumberOfYear(key, p.row);
  }
}

GroupKey AggregateScan::KeyOf(const Place& place) {
  const FigureSegment& s = *place.segment;
  const uint32_t i = place.offset;
  GroupKey key;
  key.unit = s.unit[i];
  key.status = s.status[i];
  if (by_.category) key.category = s.category[i];
  if (by_.country) key.country = s.country[i];
  if (by_.organization) key.organization = RootOf(s.organization[i]);
  if (by_.place) key.place = s.place_folded[i];
  if (by_.publish_year && !s.publish_days[i].is_none()) {
    key.publish_year = static_cast<int16_t>(YearOf(s.publish_days[i].first()));
  }
  if (by_.period_year && !s.period[i].is_none() &&
      s.period[i].last != DayRange::kOpenEnd) {
    key.period_year = static_cast<int16_t>(YearOf(s.period[i].last));
  }
  return key;
}

void AggregateScan::NumberByKey() {
  keys_.clear();
  rows_.clear();
  of_.clear();
  const auto add = [&](const GroupKey& key, size_t k) {
    keys_.push_back(key);
    rows_.push_back(places_[k].row);
    of_.push_back(static_cast<uint16_t>(k));
  };
  for (size_t k = 0; k < size_; ++k) {
    GroupKey key = KeyOf(places_[k]);
    uint32_t goals =
        by_.goal ? places_[k].segment->sdg_goals[places_[k].offset] : 0;
    if (goals == 0) add(key, k);
    for (; goals != 0; goals &= goals - 1) {
      key.goal = static_cast<uint8_t>(std::countr_zero(goals));
      add(key, k);
    }
  }
  groups_.Numbers(keys_, rows_, &numbers_);
}

uint32_t AggregateScan::RootOf(uint32_t organization) {
  if (organization == kNoRow || !tables_.organizations().has_redirects()) {
    return organization;
  }
  const auto [root, is_new] = roots_.emplace(organization, 0);
  if (is_new) {
    root->second = tables_.organizations().Root(organization, at_);
  }
  return root->second;
}

void AggregateScan::AddSums() {
  for (const uint32_t number : numbers_) groups_.Prefetch(number);
  // What is counted is written down without a branch: it could not be guessed.
  counted_.resize(numbers_.size());
  size_t counted = 0;
  for (size_t e = 0; e < numbers_.size(); ++e) {
    const FigurePart part = part_[of_[e]];
    ++groups_.counts(numbers_[e]).figures[static_cast<size_t>(part)];
    counted_[counted] = static_cast<uint16_t>(e);
    counted += part == FigurePart::kCounted;
  }
  for (size_t c = 0; c < counted; ++c) {
    const uint16_t e = counted_[c];
    AddValue(places_[of_[e]], &groups_.sums(numbers_[e]));
  }
}

void AggregateScan::AddValue(const Place& place, GroupSums* group) const {
  const FigureSegment& s = *place.segment;
  const uint32_t i = place.offset;
  const double value = s.value[i];
  const int32_t day = NewestFirst(s.publish_days[i]);
  group->Add(value);
  group->inexact += s.bound[i] != v1::BOUND_EXACT;
  group->bounds |= static_cast<uint8_t>(1u << (s.bound[i] & 7));
  group->min = std::min(group->min, value);
  group->max = std::max(group->max, value);
  if (group->IsLevelWith(day, value)) {
    if (HasSmallerId(place.row, group->latest_row)) {
      group->latest_row = place.row;
    }
    return;
  }
  const bool later = group->IsBefore(day, value);
  group->latest = later ? value : group->latest;
  group->latest_day = later ? day : group->latest_day;
  group->latest_row = later ? place.row : group->latest_row;
}

bool AggregateScan::HasSmallerId(uint32_t row, uint32_t than) const {
  const auto id = [&](uint32_t r) {
    return tables_.figures().segment(r).id[FigureTable::offset(r)];
  };
  return than == kNoRow || id(row) < id(than);
}

std::unique_ptr<AggregateScan> ScanAll(const Snapshot& now, const Grouping& by,
                                       const FigureFilter& filter,
                                       uint32_t parts) {
  auto first = std::make_unique<AggregateScan>(now, by, filter);
  const uint32_t segments = first->matcher().segments();
  if (parts == 0) parts = std::min(segments / kSegmentsPerPart, kMaxParts);
  if (parts <= 1 || !first->matcher().scans_segments()) {
    first->AddAll();
    first->Finish();
    return first;
  }
  // The snapshot's stop is this thread's: the others are told.
  const auto caller = std::this_thread::get_id();
  std::atomic<bool> stopped{false};
  const ScanStop* const stop = now.stop();
  std::vector<std::unique_ptr<AggregateScan>> scans(parts);
  scans[0] = std::move(first);
  RunParts(parts, [&](uint32_t p) {
    const ScanStop told([&] {
      if (std::this_thread::get_id() == caller && stop != nullptr &&
          stop->Stopped()) {
        stopped.store(true, std::memory_order_relaxed);
      }
      return stopped.load(std::memory_order_relaxed)
                 ? absl::CancelledError("the scan was stopped")
                 : absl::OkStatus();
    });
    auto scan =
        std::make_unique<AggregateScan>(now.StoppedBy(&told), by, filter);
    const auto begin = [&](uint64_t part) {
      return static_cast<uint32_t>(part * segments / parts);
    };
    scan->AddSegments(begin(p), begin(p + 1));
    scans[p] = std::move(scan);
  });
  for (uint32_t p = 1; p < parts; ++p) {
    scans[0]->Merge(*scans[p]);
    scans[p].reset();
  }
  scans[0]->Finish();
  return std::move(scans[0]);
}

}  // namespace impactwire::query
