// Watermark: a sequence that only grows, and those who want to know when.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "common/base/mutex.h"

namespace impactwire::record_log {

// Thread-safe.
class Watermark {
 public:
  // Destroying it ends the calls, and waits for one that is running: not from
  // within the call itself, nor under a lock that the call takes.
  class Subscription {
   public:
    ~Subscription();
    Subscription(const Subscription&) = delete;
    Subscription& operator=(const Subscription&) = delete;

   private:
    friend class Watermark;
    struct State;
    explicit Subscription(std::shared_ptr<State> state);
    const std::shared_ptr<State> state_;
  };

  explicit Watermark(uint64_t value) : value_(value) {}

  uint64_t value() const { return value_.load(std::memory_order_acquire); }

  // Raises the value, then calls every subscriber, on this thread.
  void Advance(uint64_t value);

  // `advanced` gets the new value after each later Advance. It must be quick,
  // must not block and must not subscribe. An Advance that runs meanwhile may
  // or may not be told: subscribe first, then look at value().
  std::unique_ptr<Subscription> Subscribe(
      std::function<void(uint64_t)> advanced);

 private:
  std::atomic<uint64_t> value_;
  Mutex mu_;
  std::vector<std::weak_ptr<Subscription::State>> subscribers_
      ABSL_GUARDED_BY(mu_);
};

}  // namespace impactwire::record_log
