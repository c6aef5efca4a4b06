// OrderedPipeline: work on many cores, results in the order of the input.
//
// Push() blocks while too many items or bytes are open, so memory stays bounded
// however fast the input comes. `emit` is called by one thread at a time, in
// order, as soon as an item and all before it are done.
#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "common/base/mutex.h"

namespace impactwire::cli {

template <typename In, typename Out>
class OrderedPipeline {
 public:
  struct Options {
    int jobs = 1;
    size_t max_items = 256;
    size_t max_bytes = 256 << 20;
  };

  // `work` is called by any of `jobs` threads at once. `emit`'s second argument
  // says that no further result waits: a good time to flush.
  OrderedPipeline(Options options, std::function<Out(In)> work,
                  std::function<void(Out, bool)> emit)
      : options_(options), work_(std::move(work)), emit_(std::move(emit)) {
    for (int i = 0; i < options_.jobs; ++i) {
      threads_.emplace_back([this] { Run(); });
    }
  }

  // Finish, if that was not called.
  ~OrderedPipeline() { Finish(); }

  void Push(In in, size_t bytes) {
    MutexLock lock(&mu_);
    while (!slots_.empty() && (slots_.size() >= options_.max_items ||
                               open_bytes_ + bytes > options_.max_bytes)) {
      room_.Wait(&mu_);
    }
    open_bytes_ += bytes;
    slots_.push_back(std::make_unique<Slot>(Slot{std::move(in), bytes, {}}));
    waiting_.push_back(slots_.back().get());
    work_there_.Signal();
  }

  // Waits until everything is emitted.
  void Finish() {
    {
      MutexLock lock(&mu_);
      finishing_ = true;
      work_there_.SignalAll();
    }
    for (std::thread& thread : threads_) thread.join();
    threads_.clear();
  }

 private:
  struct Slot {
    In in;
    size_t bytes;
    std::optional<Out> out;
  };

  void Run() {
    while (true) {
      Slot* slot = nullptr;
      {
        MutexLock lock(&mu_);
        while (waiting_.empty() && !finishing_) work_there_.Wait(&mu_);
        if (waiting_.empty()) return;
        slot = waiting_.front();
        waiting_.pop_front();
      }
      Out out = work_(std::move(slot->in));
      MutexLock lock(&mu_);
      slot->out = std::move(out);
      Emit();
    }
  }

  // One thread emits; whoever finds it busy leaves its result to it.
  void Emit() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) {
    if (emitting_) return;
    emitting_ = true;
    while (!slots_.empty() && slots_.front()->out.has_value()) {
      std::unique_ptr<Slot> slot = std::move(slots_.front());
      slots_.pop_front();
      open_bytes_ -= slot->bytes;
      const bool last = slots_.empty() || !slots_.front()->out.has_value();
      mu_.Unlock();
      emit_(*std::move(slot->out), last);
      slot.reset();
      mu_.Lock();
      room_.Signal();
    }
    emitting_ = false;
  }

  const Options options_;
  const std::function<Out(In)> work_;
  const std::function<void(Out, bool)> emit_;

  Mutex mu_;
  CondVar work_there_;
  CondVar room_;
  // In order; the front is emitted first.
  std::deque<std::unique_ptr<Slot>> slots_ ABSL_GUARDED_BY(mu_);
  // Those of `slots_` no thread has begun.
  std::deque<Slot*> waiting_ ABSL_GUARDED_BY(mu_);
  size_t open_bytes_ ABSL_GUARDED_BY(mu_) = 0;
  bool emitting_ ABSL_GUARDED_BY(mu_) = false;
  bool finishing_ ABSL_GUARDED_BY(mu_) = false;
  std::vector<std::thread> threads_;
};

}  // namespace impactwire::cli
