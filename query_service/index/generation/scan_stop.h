// ScanStop: lets a long scan end early, once nobody waits for its answer any
// more. A scan that was stopped has seen a part of the rows only: whoever made
// the ScanStop answers with status() instead of what the query made of them.
#pragma once

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

}  // namespace impactwire::query
