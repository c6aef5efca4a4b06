#include "query_service/index/queries/figure_watch.h"

#include <algorithm>

#include "absl/container/flat_hash_set.h"
#include "common/base/position.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "query_service/index/filters/claim_reader.h"
#include "query_service/index/queries/figure_queries.h"

namespace impactwire::query {
namespace {

using Event = v1::WatchImpactFiguresResponse;

// Entries of the journal between two looks at the snapshot's stop.
constexpr size_t kEntriesPerStop = 64;

// Makes events of one snapshot.
class EventMaker {
 public:
  // `snapshot` must outlive it.
  explicit EventMaker(const Snapshot& snapshot)
      : snapshot_(snapshot), claims_(snapshot) {}

  Event Make(Event::Kind kind, uint32_t row) {
    Event event;
    event.set_kind(kind);
    FillFigureEntry(snapshot_, row, event.mutable_entry());
    event.set_claim_id(claims_.ClaimId(row));
    return event;
  }

  // CORROBORATED, if another article told the new row's claim already.
  Event::Kind KindOfNew(uint32_t row) {
    const Generation& tables = snapshot_.tables();
    if (tables.claims().IsAlone(row, snapshot_.at())) return Event::KIND_NEW;
    const auto article = [&](uint32_t r) {
      const uint32_t version =
          tables.figures().segment(r).article_row[FigureTable::offset(r)];
      return tables.articles()[version].article;
    };
    for (const Telling& telling : claims_.ClaimOf(row)) {
      // What other articles tell was not changed by this one's entry.
      if (article(telling.row) != article(row)) return Event::KIND_CORROBORATED;
    }
    return Event::KIND_NEW;
  }

 private:
  const Snapshot& snapshot_;
  ClaimReader claims_;
};

absl::Status Expired(absl::string_view message) {
  return WithReason(absl::OutOfRangeError(message), "POSITION_EXPIRED");
}

}  // namespace

absl::StatusOr<FigureWatch> FigureWatch::Make(
    const Snapshot& now, const v1::WatchImpactFiguresRequest& request) {
  ASSIGN_OR_RETURN(FigureFilter filter, FigureFilter::Make(request.filter()));
  const std::string& log_id = now.tables().log_id();
  if (request.after_position().empty()) {
    FigureWatch watch(std::move(filter), log_id, now.at());
    if (request.from_beginning()) watch.beginning_ = now;
    watch.seen_ = now.at();
    return watch;
  }
  if (request.from_beginning()) {
    return InvalidField("from_beginning",
                        "is not possible together with after_position");
  }
  const auto after = Position::Parse(request.after_position());
  if (!after.ok()) {
    return InvalidField("after_position", after.status().message());
  }
  if (!log_id.empty() && after->log_id != log_id) {
    return WithReason(
        absl::FailedPreconditionError("after_position is of another log"),
        "WRONG_LOG", {{"log", log_id}});
  }
  FigureWatch watch(std::move(filter), after->log_id, after->sequence);
  RETURN_IF_ERROR(watch.CheckHeld(now));
  return watch;
}

absl::Status FigureWatch::CheckHeld(const Snapshot& now) {
  const std::string& log_id = now.tables().log_id();
  if (now.at() < seen_ || (log_id.empty() && seen_ != 0)) {
    return Expired("the index started anew; list anew, then watch from there");
  }
  if (!log_id.empty()) {
    if (log_id_.empty()) log_id_ = log_id;
    if (log_id != log_id_) {
      return Expired("the index follows another log now; list anew");
    }
  }
  // Whatever was polled up to is behind the watcher.
  if (after_ < now.tables().horizon()) {
    return Expired(
        "the position is no longer held; list anew, then watch from there");
  }
  seen_ = now.at();
  return absl::OkStatus();
}

bool FigureWatch::PollBeginning(const ScanStop* stop, size_t max_events,
                                std::vector<Event>* events) {
  // One event is held back: the last one carries the position.
  const FigureMatcher matcher(filter_, beginning_->StoppedBy(stop));
  std::vector<uint32_t> rows;
  matcher.ForEach(next_row_, [&](uint32_t row) {
    rows.push_back(row);
    return rows.size() <= max_events;
  });
  if (stop != nullptr && !stop->status().ok()) return true;
  const bool more = rows.size() > max_events;
  if (more) rows.pop_back();
  EventMaker maker(*beginning_);
  for (const uint32_t row : rows) {
    events->push_back(maker.Make(Event::KIND_NEW, row));
  }
  if (!rows.empty()) next_row_ = rows.back() + 1;
  if (!more) {
    if (!rows.empty()) events->back().set_position(beginning_->position());
    after_ = beginning_->at();
    beginning_.reset();
  }
  return more;
}

std::vector<Event> FigureWatch::EventsOf(const Snapshot& now,
                                         const JournalEntry& entry,
                                         const FigureMatcher& matcher) const {
  std::vector<Event> events;
  const Generation& tables = now.tables();
  const FigureTable& figures = tables.figures();
  const Snapshot before = now.AtHeld(entry.sequence - 1);
  const Snapshot then = now.AtHeld(entry.sequence);
  EventMaker of_before(before);
  EventMaker of_then(then);
  RowRange began;
  RowRange ended;
  if (entry.row != kNoRow) began = tables.articles()[entry.row].figures;
  if (entry.ended != kNoRow) ended = tables.articles()[entry.ended].figures;
  // Figures of the ended version that the new one has too, with what became of
  // them.
  absl::flat_hash_set<uint32_t> replaced;
  std::vector<Event> later;
  for (uint32_t row = began.first; row < began.end(); ++row) {
    const FigureSegment& s = figures.segment(row);
    const uint32_t i = FigureTable::offset(row);
    const uint32_t last = s.prev[i];
    const bool replaces =
        last != kNoRow && last >= ended.first && last < ended.end();
    const bool matches = matcher.Matches(row);
    if (!replaces) {
      if (matches) later.push_back(of_then.Make(of_then.KindOfNew(row), row));
      continue;
    }
    replaced.insert(last);
    if ((s.flags[i] & FigureSegment::kContinues) != 0) continue;
    const bool matched = matcher.Matches(last);
    if (matched && matches) {
      later.push_back(of_then.Make(Event::KIND_REVISED, row));
    } else if (matches) {
      later.push_back(of_then.Make(Event::KIND_NEW, row));
    } else if (matched) {
      events.push_back(of_before.Make(Event::KIND_RETRACTED, last));
    }
  }
  for (uint32_t row = ended.first; row < ended.end(); ++row) {
    if (!replaced.contains(row) && matcher.Matches(row)) {
      events.push_back(of_before.Make(Event::KIND_RETRACTED, row));
    }
  }
  events.insert(events.end(), std::make_move_iterator(later.begin()),
                std::make_move_iterator(later.end()));
  if (!events.empty()) {
    events.back().set_position(now.PositionText(entry.sequence));
  }
  return events;
}

absl::StatusOr<bool> FigureWatch::Poll(const Snapshot& now, size_t max_events,
                                       std::vector<Event>* events) {
  const size_t begin = events->size();
  const ScanStop* const stop = now.stop();
  if (beginning_.has_value()) {
    const bool more = PollBeginning(stop, max_events, events);
    if (stop != nullptr) RETURN_IF_ERROR(stop->status());
    if (more) return true;
  }
  RETURN_IF_ERROR(CheckHeld(now));
  const Generation& tables = now.tables();
  // What a filter selects depends on the position only through merges and
  // majorities.
  const bool rebind = (tables.organizations().has_redirects() &&
                       filter_.Asks(FigureField::kOrganization)) ||
                      filter_.Asks(FigureField::kOrganizationKind);
  FigureMatcher matcher(filter_, now);
  const size_t end = tables.JournalAfter(now.at());
  for (size_t e = tables.JournalAfter(after_); e < end; ++e) {
    if (e % kEntriesPerStop == 0 && stop != nullptr && stop->Stopped()) {
      return stop->status();
    }
    const JournalEntry& entry = tables.journal()[e];
    if (entry.kind == JournalEntry::Kind::kArticle) {
      if (rebind) {
        const FigureMatcher then(filter_, now.AtHeld(entry.sequence));
        if (!Append(EventsOf(now, entry, then), begin + max_events, events)) {
          return true;
        }
      } else if (!Append(EventsOf(now, entry, matcher), begin + max_events,
                         events)) {
        return true;
      }
    }
    after_ = entry.sequence;
    within_ = 0;
  }
  after_ = std::max(after_, now.at());
  return false;
}

bool FigureWatch::Append(std::vector<Event> of_entry, size_t limit,
                         std::vector<Event>* events) {
  for (; within_ < of_entry.size(); ++within_) {
    if (events->size() >= limit) return false;
    events->push_back(std::move(of_entry[within_]));
  }
  return true;
}

Event FigureWatch::Progress() const {
  Event event;
  event.set_kind(Event::KIND_PROGRESS);
  event.set_position(Position{log_id_, after_}.ToString());
  return event;
}

}  // namespace impactwire::query
