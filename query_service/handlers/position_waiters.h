// PositionWaiters: calls that wait until the index has reached a position,
// without holding a thread.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <thread>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/mutex.h"
#include "common/base/position.h"
#include "query_service/index/index.h"

namespace impactwire::query {

// Thread-safe.
class PositionWaiters {
 public:
  // UNAVAILABLE: what a call is answered that waited in vain.
  static absl::Status NotReached();

  // OK: the index has the position. Called once, on the index's writer or the
  // waiters' own thread: hand real work on.
  using Done = std::function<void(absl::Status)>;

  // `index` must outlive it. More than `max_waiting` are refused.
  PositionWaiters(const Index* index, size_t max_waiting);

  // Whoever still waits is told UNAVAILABLE.
  ~PositionWaiters();
  PositionWaiters(const PositionWaiters&) = delete;
  PositionWaiters& operator=(const PositionWaiters&) = delete;

  // Whether the index has `position`. FAILED_PRECONDITION: it is of another
  // log.
  absl::StatusOr<bool> Reached(const Position& position) const;

  // Names a wait; position.sequence, then a number of its own.
  using Ticket = std::pair<uint64_t, uint64_t>;

  // Calls `done`: OK once reached; UNAVAILABLE with RetryInfo at `deadline`;
  // RESOURCE_EXHAUSTED at once if too many wait. The ticket is for Cancel.
  Ticket Wait(const Position& position, absl::Time deadline, Done done);

  // Ends the wait with CANCELLED and frees its place; does nothing if it has
  // ended.
  void Cancel(const Ticket& ticket);

  size_t waiting() const;

  // After each batch.
  void OnPublished();

  // Ends every wait, now and later, with `status`.
  void Shutdown(const absl::Status& status);

 private:
  struct Waiter {
    std::string log_id;
    absl::Time deadline;
    Done done;
  };

  void Run();

  const Index* const index_;
  const size_t max_waiting_;
  mutable Mutex mu_;
  CondVar wake_;
  uint64_t next_number_ ABSL_GUARDED_BY(mu_) = 1;
  std::map<Ticket, Waiter> waiters_ ABSL_GUARDED_BY(mu_);
  absl::Time next_deadline_ ABSL_GUARDED_BY(mu_) = absl::InfiniteFuture();
  absl::Status shutdown_ ABSL_GUARDED_BY(mu_);
  bool stopping_ ABSL_GUARDED_BY(mu_) = false;
  std::thread timer_;
};

}  // namespace impactwire::query
