#include "ingest_service/handlers/work_budget.h"

#include <utility>

namespace impactwire {

WorkBudget::WorkBudget(size_t max_items, size_t max_bytes)
    : max_items_(max_items), max_bytes_(max_bytes) {}

bool WorkBudget::HasRoom(size_t bytes) const {
  return items_ == 0 || (items_ < max_items_ && bytes_ + bytes <= max_bytes_);
}

void WorkBudget::Acquire(size_t bytes, std::function<void()> granted) {
  {
    MutexLock lock(&mu_);
    waiters_.push_back({bytes, std::move(granted)});
  }
  Grant();
}

void WorkBudget::Release(size_t bytes) {
  {
    MutexLock lock(&mu_);
    --items_;
    bytes_ -= bytes;
  }
  Grant();
}

size_t WorkBudget::open_items() const {
  MutexLock lock(&mu_);
  return items_;
}

void WorkBudget::Grant() {
  for (;;) {
    std::function<void()> granted;
    {
      MutexLock lock(&mu_);
      if (granting_ || waiters_.empty() || !HasRoom(waiters_.front().bytes)) {
        return;
      }
      granting_ = true;
      ++items_;
      bytes_ += waiters_.front().bytes;
      granted = std::move(waiters_.front().granted);
      waiters_.pop_front();
    }
    granted();
    MutexLock lock(&mu_);
    granting_ = false;
  }
}

}  // namespace impactwire
