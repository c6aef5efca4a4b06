// FigureWatch: one watcher's way through the events of the figures that match
// its filter, in position order, without loss or repetition.
//
// Events are not kept anywhere: they follow from the rows that an entry ended
// and began. A figure that an article says again unchanged gives none; one that
// starts or stops matching the filter is NEW or RETRACTED to this watcher.
// Use from one thread at a time.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "impactwire/v1/query.pb.h"
#include "query_service/index/filters/figure_filter.h"
#include "query_service/index/generation/snapshot.h"

namespace impactwire::query {

class FigureWatch {
 public:
  // INVALID_ARGUMENT naming the field; FAILED_PRECONDITION: `after_position` is
  // of another log; OUT_OF_RANGE: it is no longer held. A position the index
  // has not reached is waited for.
  static absl::StatusOr<FigureWatch> Make(
      const Snapshot& now, const v1::WatchImpactFiguresRequest& request);

  // Appends up to `max_events` events that `now` shows (0: only looks). True if
  // there are more. OUT_OF_RANGE: the watcher fell behind what is held, or the
  // index started anew. What the stop of `now` says, if that ended it: the
  // watch is of no use then.
  absl::StatusOr<bool> Poll(
      const Snapshot& now, size_t max_events,
      std::vector<v1::WatchImpactFiguresResponse>* events);

  // A PROGRESS event: every event up to its position was polled. Only after a
  // Poll that said there are no more.
  v1::WatchImpactFiguresResponse Progress() const;

 private:
  using Event = v1::WatchImpactFiguresResponse;

  FigureWatch(FigureFilter filter, std::string log_id, uint64_t after)
      : filter_(std::move(filter)), log_id_(std::move(log_id)), after_(after) {}

  absl::Status CheckHeld(const Snapshot& now);
  bool PollBeginning(const ScanStop* stop, size_t max_events,
                     std::vector<Event>* events);
  std::vector<Event> EventsOf(const Snapshot& now, const JournalEntry& entry,
                              const FigureMatcher& matcher) const;
  // False: the limit was reached first.
  bool Append(std::vector<Event> of_entry, size_t limit,
              std::vector<Event>* events);

  FigureFilter filter_;
  std::string log_id_;
  // Every event up to this sequence was polled, and of the entry after it the
  // first `within_`.
  uint64_t after_;
  size_t within_ = 0;
  // The furthest the index was seen.
  uint64_t seen_ = 0;
  // While the figures held at the start are told: the snapshot, the next row.
  std::optional<Snapshot> beginning_;
  uint32_t next_row_ = 0;
};

}  // namespace impactwire::query
