// ScanStop: lets a long scan end early, once nobody waits for its answer any
// more. A scan that was stopped has seen a part of the rows only: whoever made
// the ScanStop answers with status() instead of what the query made of them.
#pragma once

#include <cstdint>
#include <functional>
#include <utility>

#include "absl/status/status.h"

namespace impactwire::query {

// Use from one thread.
class ScanStop {
 public:
  // `check`: OK as long as the answer is wanted. Asked every few thousand rows.
  explicit ScanStop(std::function<absl::Status()> check)
      : check_(std::move(check)) {}

  bool Stopped() const {
    if (status_.ok()) status_ = check_();
    return !status_.ok();
  }
  // Not OK: a scan was stopped, and why.
  const absl::Status& status() const { return status_; }

 private:
  const std::function<absl::Status()> check_;
  mutable absl::Status status_;
};

// Looks at a stop, which may be null, at the first of every 1024 rows.
class RowStop {
 public:
  explicit RowStop(const ScanStop* stop) : stop_(stop) {}

  // Once per row. True: no further one is wanted.
  bool Next() {
    return stop_ != nullptr && row_++ % 1024 == 0 && stop_->Stopped();
  }

 private:
  const ScanStop* const stop_;
  uint32_t row_ = 0;
};

}  // namespace impactwire::query
