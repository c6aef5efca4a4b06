#include "query_service/handlers/watch_stream.h"

#include <utility>

#include "absl/time/clock.h"
#include "common/status/errors.h"
#include "query_service/handlers/message_codec.h"

namespace impactwire::query {
namespace {

constexpr size_t kEventsPerPoll = 64;
constexpr absl::Duration kRetry = absl::Seconds(1);

}  // namespace

// -- WatchStreams -------------------------------------------------------------

WatchStreams::WatchStreams(const Index* index, CallGate* gate,
                           const WatchOptions& options)
    : index_(index),
      gate_(gate),
      options_(options),
      pool_(options.threads, options.max_watchers + 1),
      timer_([this] { Run(); }) {
  gate->SubscribeDrain([this] { Drain(); });
}

WatchStreams::~WatchStreams() {
  {
    MutexLock lock(&mu_);
    stopping_ = true;
    wake_.SignalAll();
  }
  timer_.join();
}

grpc::ServerWriteReactor<grpc::ByteBuffer>* WatchStreams::Start(
    grpc::CallbackServerContext* context, absl::StatusOr<FigureWatch> watch) {
  auto stream = std::make_shared<WatchStream>(this, context);
  if (watch.ok()) {
    MutexLock lock(&mu_);
    std::erase_if(streams_, [](const auto& weak) { return weak.expired(); });
    if (draining_) {
      watch = CallGate::DrainingError();
    } else if (streams_.size() >= options_.max_watchers) {
      watch = WithReason(OverloadedError("too many watchers", kRetry),
                         "TOO_MANY_WATCHERS");
    } else {
      streams_.push_back(stream);
    }
  }
  WatchStream* const reactor = stream.get();
  reactor->Begin(stream, std::move(watch));
  return reactor;
}

std::vector<std::shared_ptr<WatchStream>> WatchStreams::Live() {
  std::vector<std::shared_ptr<WatchStream>> live;
  MutexLock lock(&mu_);
  for (const auto& weak : streams_) {
    if (auto stream = weak.lock()) live.push_back(std::move(stream));
  }
  return live;
}

void WatchStreams::OnPublished() {
  for (const auto& stream : Live()) stream->Wake();
}

void WatchStreams::Drain() {
  {
    MutexLock lock(&mu_);
    draining_ = true;
  }
  for (const auto& stream : Live()) stream->End(CallGate::DrainingError());
}

void WatchStreams::Run() {
  absl::Time next = absl::Now() + options_.progress_interval;
  for (;;) {
    {
      MutexLock lock(&mu_);
      while (!stopping_ && absl::Now() < next) wake_.WaitUntil(&mu_, next);
      if (stopping_) return;
    }
    next = absl::Now() + options_.progress_interval;
    for (const auto& stream : Live()) stream->Tick(absl::Now());
  }
}

// -- WatchStream --------------------------------------------------------------

void WatchStream::Begin(std::shared_ptr<WatchStream> self,
                        absl::StatusOr<FigureWatch> watch) {
  self_ = std::move(self);
  MutexLock lock(&mu_);
  if (!watch.ok()) {
    EndLocked(watch.status());
    return;
  }
  watch_ = *std::move(watch);
  Pump();
}

void WatchStream::Wake() {
  MutexLock lock(&mu_);
  poll_wanted_ = true;
  Pump();
}

void WatchStream::Tick(absl::Time now) {
  MutexLock lock(&mu_);
  if (!end_.ok()) return;
  if (writing_ && now - writing_since_ > owner_->options_.stall_timeout) {
    owner_->slow_watchers_.fetch_add(1);
    EndLocked(WithReason(
        absl::ResourceExhaustedError(
            "the watcher reads too slowly; resume from the last position"),
        "SLOW_WATCHER"));
    return;
  }
  if (!sent_since_tick_) {
    progress_wanted_ = true;
    poll_wanted_ = true;
  }
  sent_since_tick_ = false;
  Pump();
}

void WatchStream::End(const absl::Status& status) {
  MutexLock lock(&mu_);
  EndLocked(status);
}

void WatchStream::EndLocked(const absl::Status& status) {
  if (end_.ok()) end_ = status;
  ready_.clear();
  if (!polling_) FinishNow();
}

void WatchStream::FinishNow() {
  if (finished_) return;
  finished_ = true;
  // What it shows of the index is let go now, not when the client has read the
  // rest.
  watch_.reset();
  Finish(EndOfCall(context_, call_, end_));
}

void WatchStream::Pump() {
  if (finished_ || writing_) return;
  if (!end_.ok()) {
    if (!polling_) FinishNow();
    return;
  }
  if (!ready_.empty()) {
    writing_ = true;
    writing_since_ = absl::Now();
    sent_since_tick_ = true;
    writing_message_.Swap(&ready_.front());
    ready_.pop_front();
    StartWrite(&writing_message_);
    return;
  }
  // Woken between its registration and Begin, it has nothing to poll yet.
  if (polling_ || !poll_wanted_ || !watch_.has_value()) return;
  polling_ = owner_->pool_.TrySubmit(
      [stream = shared_from_this()] { stream->Poll(); });
  // Refused: the next tick tries again.
  poll_wanted_ = !polling_;
}

void WatchStream::Poll() {
  std::vector<v1::WatchImpactFiguresResponse> events;
  // Nobody waits for a stream's events after its end.
  const ScanStop stop([this] {
    MutexLock lock(&mu_);
    return end_;
  });
  const absl::StatusOr<bool> more = watch_->Poll(
      owner_->index_->Pin().StoppedBy(&stop), kEventsPerPoll, &events);
  std::deque<grpc::ByteBuffer> messages;
  for (const auto& event : events) messages.push_back(ToByteBuffer(event));
  MutexLock lock(&mu_);
  polling_ = false;
  if (!end_.ok()) {
    FinishNow();
    return;
  }
  if (!more.ok()) {
    EndLocked(more.status());
    return;
  }
  if (*more) {
    poll_wanted_ = true;
  } else if (progress_wanted_) {
    progress_wanted_ = false;
    messages.push_back(ToByteBuffer(watch_->Progress()));
  }
  for (auto& message : messages) ready_.push_back(std::move(message));
  Pump();
}

void WatchStream::OnWriteDone(bool ok) {
  MutexLock lock(&mu_);
  writing_ = false;
  if (!ok) EndLocked(absl::CancelledError("the client has gone"));
  Pump();
}

void WatchStream::OnCancel() {
  End(absl::CancelledError("the client has gone"));
}

void WatchStream::OnDone() { self_.reset(); }

}  // namespace impactwire::query
