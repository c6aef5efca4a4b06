// CallCounts: how often each method of a service was called, how its calls
// ended and how long they took. What MetricsEndpoint tells of them.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace impactwire {

// Of one method. Thread-safe; a call costs a few uncontended additions.
class MethodCounts {
 public:
  static constexpr int kCodes = 17;  // OK to UNAUTHENTICATED
  // Upper bounds of the buckets of times; above them one more.
  static constexpr std::array<absl::Duration, 15> kBounds = {
      absl::Microseconds(100),   absl::Microseconds(250),
      absl::Microseconds(500),   absl::Milliseconds(1),
      absl::Microseconds(2500),  absl::Milliseconds(5),
      absl::Milliseconds(10),    absl::Milliseconds(25),
      absl::Milliseconds(50),    absl::Milliseconds(100),
      absl::Milliseconds(250),   absl::Milliseconds(500),
      absl::Milliseconds(1000),  absl::Milliseconds(2500),
      absl::Milliseconds(10000),
  };

  // `type`: "unary", "server_stream" or "bidi_stream".
  MethodCounts(std::string service, std::string method, std::string type);

  const std::string& service() const { return service_; }
  const std::string& method() const { return method_; }
  const std::string& type() const { return type_; }

  void Started() { started_.fetch_add(1, std::memory_order_relaxed); }
  void Handled(absl::StatusCode code, int64_t nanos);

  int64_t started() const { return Load(started_); }
  int64_t handled(int code) const { return Load(handled_[code]); }
  // Calls that took at most kBounds[i] and longer than the bound before; i ==
  // kBounds.size(): the rest.
  int64_t took(size_t i) const { return Load(took_[i]); }
  int64_t total_nanos() const { return Load(total_nanos_); }

 private:
  using Count = std::atomic<int64_t>;
  static int64_t Load(const Count& count) {
    return count.load(std::memory_order_relaxed);
  }

  const std::string service_;
  const std::string method_;
  const std::string type_;
  Count started_{0};
  std::array<Count, kCodes> handled_{};
  std::array<Count, kBounds.size() + 1> took_{};
  Count total_nanos_{0};
};

class CallCounts {
 public:
  // Makes the methods of a service known, by its full name; one that is linked
  // in. Before the first call.
  void AddService(absl::string_view full_name);

  // Counts of a method that is not known are kept together and not told.
  MethodCounts* Of(absl::string_view method);

  // As the service lists them.
  const std::vector<std::unique_ptr<MethodCounts>>& methods() const {
    return methods_;
  }

 private:
  std::vector<std::unique_ptr<MethodCounts>> methods_;
  absl::flat_hash_map<absl::string_view, MethodCounts*> by_name_;
  MethodCounts unknown_{"", "unknown", "unary"};
};

// One call being counted: begins when it is made. Copies are of the same call;
// one of them ends it, once.
class CallTimer {
 public:
  explicit CallTimer(MethodCounts* counts);
  absl::string_view method() const { return counts_->method(); }
  void End(absl::StatusCode code) const;

 private:
  MethodCounts* counts_;
  int64_t start_nanos_;
};

}  // namespace impactwire
