// WorkBudget: how much work may be open at once, shared by many streams. A
// stream that finds none left is not refused: it is called when its turn comes,
// and reads nothing meanwhile, which slows its client down.
#pragma once

#include <cstddef>
#include <deque>
#include <functional>

#include "common/base/mutex.h"

namespace impactwire {

// Thread-safe.
class WorkBudget {
 public:
  WorkBudget(size_t max_items, size_t max_bytes);

  // Takes one item of `bytes` from the budget and runs `granted`: at once, or
  // later on a thread that releases; in the order of the calls. An item larger
  // than the whole budget is granted alone. `granted` must not block.
  void Acquire(size_t bytes, std::function<void()> granted);

  // Gives back what one Acquire took, once it was granted.
  void Release(size_t bytes);

  size_t open_items() const;

 private:
  struct Waiter {
    size_t bytes;
    std::function<void()> granted;
  };

  bool HasRoom(size_t bytes) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void Grant();

  const size_t max_items_;
  const size_t max_bytes_;
  mutable Mutex mu_;
  size_t items_ ABSL_GUARDED_BY(mu_) = 0;
  size_t bytes_ ABSL_GUARDED_BY(mu_) = 0;
  std::deque<Waiter> waiters_ ABSL_GUARDED_BY(mu_);
  // One thread grants at a time: a grant that releases at once does not
  // recurse.
  bool granting_ ABSL_GUARDED_BY(mu_) = false;
};

}  // namespace impactwire
