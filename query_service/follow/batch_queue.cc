#include "query_service/follow/batch_queue.h"

#include <utility>

namespace impactwire::query {

bool BatchQueue::Push(Item item) {
  MutexLock lock(&mu_);
  while (items_.size() >= max_items_ && !closed_) changed_.Wait(&mu_);
  if (closed_) return false;
  items_.push_back(std::move(item));
  changed_.SignalAll();
  return true;
}

bool BatchQueue::Pop(absl::Time deadline, Item* item) {
  MutexLock lock(&mu_);
  while (items_.empty() && !closed_) {
    if (!changed_.WaitUntil(&mu_, deadline)) break;
  }
  if (closed_ || items_.empty()) return false;
  *item = std::move(items_.front());
  items_.pop_front();
  busy_ = true;
  changed_.SignalAll();
  return true;
}

void BatchQueue::Done() {
  MutexLock lock(&mu_);
  busy_ = false;
  changed_.SignalAll();
}

bool BatchQueue::WaitUntilDone() {
  MutexLock lock(&mu_);
  while ((busy_ || !items_.empty()) && !closed_) changed_.Wait(&mu_);
  return !closed_;
}

void BatchQueue::Close() {
  MutexLock lock(&mu_);
  closed_ = true;
  items_.clear();
  changed_.SignalAll();
}

}  // namespace impactwire::query
