#include "ingest_service/log/watermark.h"

#include <algorithm>
#include <utility>

namespace impactwire::record_log {

// Outlives its Subscription while Advance still holds it.
struct Watermark::Subscription::State {
  explicit State(std::function<void(uint64_t)> call)
      : advanced(std::move(call)) {}
  Mutex mu;  // held during a call
  std::function<void(uint64_t)> advanced ABSL_GUARDED_BY(mu);
};

Watermark::Subscription::Subscription(std::shared_ptr<State> state)
    : state_(std::move(state)) {}

Watermark::Subscription::~Subscription() {
  MutexLock lock(&state_->mu);
  state_->advanced = nullptr;
}

void Watermark::Advance(uint64_t value) {
  value_.store(value, std::memory_order_release);
  std::vector<std::shared_ptr<Subscription::State>> states;
  {
    MutexLock lock(&mu_);
    subscribers_.erase(
        std::remove_if(subscribers_.begin(), subscribers_.end(),
                       [](const auto& weak) { return weak.expired(); }),
        subscribers_.end());
    for (const auto& weak : subscribers_) {
      if (auto state = weak.lock()) states.push_back(std::move(state));
    }
  }
  for (const auto& state : states) {
    MutexLock lock(&state->mu);
    if (state->advanced) state->advanced(value);
  }
}

std::unique_ptr<Watermark::Subscription> Watermark::Subscribe(
    std::function<void(uint64_t)> advanced) {
  auto state = std::make_shared<Subscription::State>(std::move(advanced));
  {
    MutexLock lock(&mu_);
    subscribers_.push_back(state);
  }
  return std::unique_ptr<Subscription>(new Subscription(std::move(state)));
}

}  // namespace impactwire::record_log
