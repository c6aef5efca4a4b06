#include "query_service/index/queries/figure_order.h"

#include <algorithm>
#include <utility>

namespace impactwire::query {
namespace {

using Request = v1::ListImpactFiguresRequest;

// Segments between two looks at the snapshot's stop.
constexpr uint32_t kSegmentsPerStop = 4;

double KeyOf(const FigureSegment& s, uint32_t i, Request::Order order) {
  switch (order) {
    case Request::ORDER_VALUE:
      return -s.value[i];
    case Request::ORDER_CONFIDENCE:
      return -s.confidence[i];
    case Request::ORDER_PUBLISH_DATE:
      return -static_cast<double>(NewestFirst(s.publish_days[i]));
    default:
      return 0;
  }
}

// A heap of the best seen so far, the worst of them on top.
class Best {
 public:
  Best(size_t most, const std::optional<OrderKey>& after)
      : most_(most), after_(after) {}

  // Whether an element with this key would be taken.
  bool Takes(const OrderKey& key) const {
    return (heap_.size() < most_ || key < heap_.front()) &&
           (!after_.has_value() || *after_ < key);
  }
  // Whether one would that sorts no earlier than `key`.
  bool MayTakeFrom(const OrderKey& key) const {
    return heap_.size() < most_ || key < heap_.front();
  }
  void Add(const OrderKey& key) {
    if (!Takes(key)) return;
    if (heap_.size() == most_) {
      std::pop_heap(heap_.begin(), heap_.end());
      heap_.pop_back();
    }
    heap_.push_back(key);
    std::push_heap(heap_.begin(), heap_.end());
  }
  bool full() const { return heap_.size() == most_; }
  std::vector<OrderKey> Take() {
    std::sort_heap(heap_.begin(), heap_.end());
    return std::move(heap_);
  }

 private:
  const size_t most_;
  const std::optional<OrderKey> after_;
  std::vector<OrderKey> heap_;
};

// The earliest key a match of the segment can have; nothing if it has none.
std::optional<double> EarliestKey(const FigureMatcher& matcher,
                                  uint32_t segment, Request::Order order) {
  const FigureZone* const zone = matcher.zone(segment);
  if (zone == nullptr) return -std::numeric_limits<double>::infinity();
  const auto code = matcher.predicate().unit_code();
  const FigureZone::Unit* const unit =
      code.has_value() ? zone->FindUnit(*code) : nullptr;
  if (code.has_value() && unit == nullptr) return std::nullopt;
  switch (order) {
    case Request::ORDER_VALUE:
      return -(unit != nullptr ? unit->max_value : zone->value.most);
    case Request::ORDER_CONFIDENCE:
      return -zone->confidence.most;
    default:
      return -static_cast<double>(zone->newest);
  }
}

void AddMatches(const FigureMatcher& matcher, Request::Order order,
                uint32_t segment, const RowMask& matches, Best* best) {
  const FigureSegment& s = matcher.figures().segment_at(segment);
  const uint32_t first = segment * FigureSegment::kRows;
  matches.ForEach([&](uint32_t i) {
    best->Add({KeyOf(s, i, order), first + i});
    return true;
  });
}

// In the order of rows: the first ones are read, the rest counted.
void ScanInPlace(const FigureMatcher& matcher,
                 const std::optional<OrderKey>& after, Best* best,
                 uint32_t* count) {
  const uint32_t begin =
      after.has_value() && count == nullptr ? after->row + 1 : 0;
  const uint32_t end = matcher.segments();
  for (uint32_t n = begin / FigureSegment::kRows; n < end; ++n) {
    if (n % kSegmentsPerStop == 0 && matcher.Stopped()) return;
    if (best->full()) {
      if (count == nullptr) return;
      *count += matcher.CountMatching(n);
      continue;
    }
    const RowMask matches = matcher.Matching(n, begin);
    if (count != nullptr) *count += matches.Count();
    AddMatches(matcher, Request::ORDER_POSITION, n, matches, best);
  }
}

// Segments that promise most first, until no other can hold a better one; the
// others are counted at most.
void ScanByPromise(const FigureMatcher& matcher, Request::Order order,
                   Best* best, uint32_t* count) {
  std::vector<OrderKey> promises;
  const uint32_t end = matcher.segments();
  promises.reserve(end);
  for (uint32_t n = 0; n < end; ++n) {
    const auto key = EarliestKey(matcher, n, order);
    if (key.has_value()) promises.push_back({*key, n});
  }
  const auto later = [](const OrderKey& a, const OrderKey& b) { return b < a; };
  std::make_heap(promises.begin(), promises.end(), later);
  uint32_t read = 0;
  while (!promises.empty()) {
    const OrderKey promise = promises.front();
    if (!best->MayTakeFrom({promise.key, promise.row * FigureSegment::kRows})) {
      break;
    }
    std::pop_heap(promises.begin(), promises.end(), later);
    promises.pop_back();
    if (read++ % kSegmentsPerStop == 0 && matcher.Stopped()) return;
    const RowMask matches = matcher.Matching(promise.row, 0);
    if (count != nullptr) *count += matches.Count();
    AddMatches(matcher, order, promise.row, matches, best);
  }
  if (count == nullptr) return;
  // In the order they stand in memory.
  std::sort(promises.begin(), promises.end(),
            [](const OrderKey& a, const OrderKey& b) { return a.row < b.row; });
  for (const OrderKey& promise : promises) {
    if (read++ % kSegmentsPerStop == 0 && matcher.Stopped()) return;
    *count += matcher.CountMatching(promise.row);
  }
}

}  // namespace

OrderKey FigureOrderKey(const FigureTable& figures, Request::Order order,
                        uint32_t row) {
  return {KeyOf(figures.segment(row), FigureTable::offset(row), order), row};
}

std::vector<OrderKey> FirstFigures(const FigureMatcher& matcher,
                                   Request::Order order, size_t most,
                                   const std::optional<OrderKey>& after,
                                   uint32_t* count) {
  if (count != nullptr) *count = 0;
  Best best(most, after);
  const bool in_place = order == Request::ORDER_POSITION;
  if (matcher.scans_segments()) {
    if (in_place) {
      ScanInPlace(matcher, after, &best, count);
    } else {
      ScanByPromise(matcher, order, &best, count);
    }
    return best.Take();
  }
  const bool skips = in_place && after.has_value() && count == nullptr;
  matcher.ForEach(skips ? after->row + 1 : 0, [&](uint32_t row) {
    if (count != nullptr) ++*count;
    best.Add(FigureOrderKey(matcher.figures(), order, row));
    return count != nullptr || !in_place || !best.full();
  });
  return best.Take();
}

}  // namespace impactwire::query
