// BatchQueue: the bounded hand-over from the thread that reads the stream to
// the one that applies. When it is full the reader waits, the stream's window
// fills, and the sender slows down.
#pragma once

#include <deque>
#include <optional>

#include "absl/time/time.h"
#include "common/base/mutex.h"
#include "query_service/index/index.h"

namespace impactwire::query {

class BatchQueue {
 public:
  // A batch to apply, or (unset) the order to start anew.
  using Item = std::optional<RecordBatch>;

  explicit BatchQueue(size_t max_items) : max_items_(max_items) {}

  // Waits for room. False: the queue was closed.
  bool Push(Item item);

  // Waits for an item, at most until `deadline`. The caller calls Done after
  // it has been dealt with. False: none came, or the queue was closed.
  bool Pop(absl::Time deadline, Item* item);
  void Done();

  // Waits until every item pushed is done. False: the queue was closed.
  bool WaitUntilDone();

  // Waiting calls return; items left are dropped.
  void Close();

 private:
  const size_t max_items_;
  Mutex mu_;
  CondVar changed_;
  std::deque<Item> items_ ABSL_GUARDED_BY(mu_);
  bool busy_ ABSL_GUARDED_BY(mu_) = false;
  bool closed_ ABSL_GUARDED_BY(mu_) = false;
};

}  // namespace impactwire::query
