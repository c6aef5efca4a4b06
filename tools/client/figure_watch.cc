#include "impactwire/figure_watch.h"

#include <algorithm>
#include <set>
#include <string>
#include <thread>
#include <utility>

#include "common/base/mutex.h"
#include "tools/client/call.h"

namespace impactwire::client {
namespace {

// Of events since the last position, to be known again after a break.
constexpr size_t kMaxRemembered = 100'000;

using Event = v1::WatchImpactFiguresResponse;

}  // namespace

class FigureWatch::Impl {
 public:
  Impl(v1::QueryService::StubInterface* stub,
       v1::WatchImpactFiguresRequest request, WatchOptions options,
       Callback callback)
      : stub_(stub),
        options_(options),
        callback_(std::move(callback)),
        request_(std::move(request)) {
    position_ = request_.after_position();
    thread_ = std::thread([this] { Run(); });
  }

  ~Impl() {
    Stop();
    thread_.join();
  }

  void Stop() {
    MutexLock lock(&mu_);
    stopping_ = true;
    if (context_ != nullptr) context_->TryCancel();
    changed_.SignalAll();
  }

  absl::Status Wait() {
    MutexLock lock(&mu_);
    while (!over_) changed_.Wait(&mu_);
    return status_;
  }

  std::string position() {
    MutexLock lock(&mu_);
    return position_;
  }

 private:
  void Run() {
    absl::Status status = Follow();
    MutexLock lock(&mu_);
    over_ = true;
    status_ = stopping_ ? absl::OkStatus() : std::move(status);
    changed_.SignalAll();
  }

  absl::Status Follow() {
    Backoff backoff;
    absl::Time contact = absl::Now();
    while (true) {
      grpc::ClientContext context;
      {
        MutexLock lock(&mu_);
        if (stopping_) return absl::OkStatus();
        context_ = &context;
      }
      auto reader = stub_->WatchImpactFigures(&context, request_);
      Event event;
      bool wanted = true;
      while (wanted && reader->Read(&event)) {
        contact = absl::Now();
        backoff.Reset();
        wanted = Take(event);
      }
      if (!wanted) context.TryCancel();
      absl::Status status = FromGrpc(reader->Finish());
      MutexLock lock(&mu_);
      context_ = nullptr;
      if (!wanted || stopping_) return absl::OkStatus();
      // A stream that ends OK was ended by a service that goes away; so was one
      // that ends CANCELLED, since it was not cancelled here.
      if (!status.ok() && !absl::IsUnavailable(status) &&
          !absl::IsCancelled(status)) {
        return status;
      }
      if (absl::Now() - contact > options_.give_up_after) return status;
      const absl::Time again =
          absl::Now() + std::max(backoff.Next(), DetailsOf(status).retry_delay);
      while (!stopping_ && absl::Now() < again) {
        changed_.WaitUntil(&mu_, again);
      }
      resumed_ = true;
    }
  }

  // False: the caller wants no more.
  bool Take(const Event& event) {
    const std::string key =
        event.entry().figure().figure_id() + "/" + std::to_string(event.kind());
    const bool is_progress = event.kind() == Event::KIND_PROGRESS;
    const bool repeated =
        !is_progress && resumed_ && since_position_.count(key) > 0;
    bool more = true;
    if (!repeated && (!is_progress || options_.progress)) {
      more = callback_(event);
    }
    if (!event.position().empty()) {
      since_position_.clear();
      resumed_ = false;
      request_.set_after_position(event.position());
      request_.set_from_beginning(false);
      MutexLock lock(&mu_);
      position_ = event.position();
    } else if (!is_progress && since_position_.size() < kMaxRemembered) {
      since_position_.insert(key);
    }
    return more;
  }

  v1::QueryService::StubInterface* const stub_;
  const WatchOptions options_;
  const Callback callback_;

  // Used by the watch's thread only.
  v1::WatchImpactFiguresRequest request_;
  std::set<std::string> since_position_;
  bool resumed_ = false;

  Mutex mu_;
  CondVar changed_;
  std::string position_ ABSL_GUARDED_BY(mu_);
  bool stopping_ ABSL_GUARDED_BY(mu_) = false;
  bool over_ ABSL_GUARDED_BY(mu_) = false;
  absl::Status status_ ABSL_GUARDED_BY(mu_);
  grpc::ClientContext* context_ ABSL_GUARDED_BY(mu_) = nullptr;
  std::thread thread_;
};

FigureWatch::FigureWatch(v1::QueryService::StubInterface* stub,
                         v1::WatchImpactFiguresRequest request,
                         WatchOptions options, Callback callback)
    : impl_(std::make_unique<Impl>(stub, std::move(request), options,
                                   std::move(callback))) {}

FigureWatch::~FigureWatch() = default;

void FigureWatch::Stop() { impl_->Stop(); }

absl::Status FigureWatch::Wait() { return impl_->Wait(); }

std::string FigureWatch::position() const { return impl_->position(); }

}  // namespace impactwire::client
