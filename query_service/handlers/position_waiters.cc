#include "query_service/handlers/position_waiters.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/status/errors.h"

namespace impactwire::query {
namespace {

constexpr absl::Duration kRetry = absl::Milliseconds(200);

}  // namespace

absl::Status PositionWaiters::NotReached() {
  return WithReason(
      UnavailableError("the index has not reached min_position yet", kRetry),
      "POSITION_NOT_REACHED");
}

PositionWaiters::PositionWaiters(const Index* index, size_t max_waiting)
    : index_(index), max_waiting_(max_waiting), timer_([this] { Run(); }) {}

PositionWaiters::~PositionWaiters() {
  Shutdown(NotReached());
  {
    MutexLock lock(&mu_);
    stopping_ = true;
    wake_.SignalAll();
  }
  timer_.join();
}

absl::StatusOr<bool> PositionWaiters::Reached(const Position& position) const {
  if (position.is_beginning()) return true;
  const Position applied = index_->applied();
  // Before the first contact nobody knows which log this is.
  if (applied.is_beginning()) return false;
  if (applied.log_id != position.log_id) {
    return WithReason(
        absl::FailedPreconditionError("min_position: is of another log"),
        "POSITION_OF_ANOTHER_LOG", {{"log_id", applied.log_id}});
  }
  return applied.sequence >= position.sequence;
}

PositionWaiters::Ticket PositionWaiters::Wait(const Position& position,
                                              absl::Time deadline, Done done) {
  absl::Status now;
  Ticket ticket{position.sequence, 0};
  {
    MutexLock lock(&mu_);
    // Under the lock: what is published after this finds the waiter.
    const absl::StatusOr<bool> reached = Reached(position);
    if (!shutdown_.ok()) {
      now = shutdown_;
    } else if (!reached.ok()) {
      now = reached.status();
    } else if (!*reached && waiters_.size() >= max_waiting_) {
      now = WithReason(
          OverloadedError("too many calls wait for a position", kRetry),
          "OVERLOADED");
    } else if (!*reached) {
      ticket.second = next_number_++;
      waiters_.emplace(ticket,
                       Waiter{position.log_id, deadline, std::move(done)});
      if (deadline < next_deadline_) {
        next_deadline_ = deadline;
        wake_.SignalAll();
      }
      return ticket;
    }
  }
  done(now);
  return ticket;
}

void PositionWaiters::Cancel(const Ticket& ticket) {
  Done done;
  {
    MutexLock lock(&mu_);
    const auto found = waiters_.find(ticket);
    if (found == waiters_.end()) return;
    done = std::move(found->second.done);
    waiters_.erase(found);
  }
  done(absl::CancelledError("the client has gone"));
}

size_t PositionWaiters::waiting() const {
  MutexLock lock(&mu_);
  return waiters_.size();
}

void PositionWaiters::OnPublished() {
  std::vector<std::pair<Done, absl::Status>> ended;
  {
    MutexLock lock(&mu_);
    if (waiters_.empty()) return;
    const Position applied = index_->applied();
    for (auto it = waiters_.begin(); it != waiters_.end();) {
      const Position wanted{it->second.log_id, it->first.first};
      const bool same_log =
          applied.is_beginning() || applied.log_id == wanted.log_id;
      // Ascending, but those of another log may stand behind.
      if (same_log && wanted.sequence > applied.sequence) {
        ++it;
        continue;
      }
      const absl::StatusOr<bool> reached = Reached(wanted);
      if (reached.ok() && !*reached) {
        ++it;
        continue;
      }
      ended.emplace_back(std::move(it->second.done), reached.status());
      it = waiters_.erase(it);
    }
  }
  for (auto& [done, status] : ended) done(status);
}

void PositionWaiters::Shutdown(const absl::Status& status) {
  std::map<Ticket, Waiter> ended;
  {
    MutexLock lock(&mu_);
    if (shutdown_.ok()) shutdown_ = status;
    ended.swap(waiters_);
  }
  for (auto& [ticket, waiter] : ended) waiter.done(status);
}

void PositionWaiters::Run() {
  for (;;) {
    std::vector<Done> late;
    {
      MutexLock lock(&mu_);
      if (stopping_) return;
      if (absl::Now() < next_deadline_) wake_.WaitUntil(&mu_, next_deadline_);
      if (stopping_) return;
      const absl::Time now = absl::Now();
      if (now < next_deadline_) continue;
      next_deadline_ = absl::InfiniteFuture();
      for (auto it = waiters_.begin(); it != waiters_.end();) {
        if (it->second.deadline <= now) {
          late.push_back(std::move(it->second.done));
          it = waiters_.erase(it);
        } else {
          next_deadline_ = std::min(next_deadline_, it->second.deadline);
          ++it;
        }
      }
    }
    for (const Done& done : late) done(NotReached());
  }
}

}  // namespace impactwire::query
