// Two threads serve a stream: Session() opens calls and reads answers, Write()
// sends what waits. The thread that calls Send or Finish watches for progress
// while it is blocked, since a dead peer lets Read wait for ever.
#include "impactwire/ingest_stream.h"

#include <algorithm>
#include <deque>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/mutex.h"
#include "tools/client/call.h"

namespace impactwire::client {
namespace {

bool WorthRetry(const absl::Status& status) {
  return (absl::IsUnavailable(status) || absl::IsResourceExhausted(status)) &&
         DetailsOf(status).retry_delay > absl::ZeroDuration();
}

}  // namespace

class IngestStream::Impl {
 public:
  Impl(v1::IngestService::StubInterface* stub, IngestStreamOptions options,
       Callback callback)
      : stub_(stub), options_(options), callback_(std::move(callback)) {
    progress_ = absl::Now();
    session_ = std::thread([this] { Session(); });
  }

  ~Impl() {
    {
      MutexLock lock(&mu_);
      if (!over_) End(absl::CancelledError("the stream was dropped"));
    }
    session_.join();
  }

  absl::Status Send(v1::Article article) {
    auto item = std::make_shared<Item>();
    *item->request.mutable_article() = std::move(article);
    item->bytes = static_cast<int64_t>(item->request.ByteSizeLong());
    MutexLock lock(&mu_);
    while (!over_ && !open_.empty() &&
           (open_.size() >= static_cast<size_t>(options_.max_open_articles) ||
            open_bytes_ + item->bytes > options_.max_open_bytes)) {
      WaitForProgress();
    }
    if (over_) return Outcome();
    if (open_.empty()) progress_ = absl::Now();
    item->index = next_index_++;
    item->request.set_client_sequence(
        static_cast<int32_t>(item->index & 0x7fffffff));
    open_bytes_ += item->bytes;
    open_.push_back(std::move(item));
    changed_.SignalAll();
    return absl::OkStatus();
  }

  absl::Status Finish() {
    MutexLock lock(&mu_);
    finishing_ = true;
    if (open_.empty()) progress_ = absl::Now();
    changed_.SignalAll();
    while (!over_) WaitForProgress();
    return status_;
  }

 private:
  struct Item {
    int64_t index = 0;
    int64_t bytes = 0;
    v1::IngestArticlesRequest request;
  };
  using Call = grpc::ClientReaderWriterInterface<v1::IngestArticlesRequest,
                                                 v1::IngestArticlesResponse>;

  absl::Status Outcome() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) {
    return status_.ok()
               ? absl::FailedPreconditionError("the stream is finished")
               : status_;
  }

  void End(absl::Status status) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) {
    over_ = true;
    status_ = std::move(status);
    if (context_ != nullptr) context_->TryCancel();
    changed_.SignalAll();
  }

  void WaitForProgress() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) {
    if (changed_.WaitUntil(&mu_, progress_ + options_.give_up_after) || over_ ||
        absl::Now() < progress_ + options_.give_up_after) {
      return;
    }
    // With all answered, only the end of the call is missing.
    if (open_.empty()) {
      End(absl::OkStatus());
    } else if (!last_error_.ok()) {
      End(last_error_);
    } else {
      End(absl::DeadlineExceededError(absl::StrCat(
          "no answer for ", absl::FormatDuration(options_.give_up_after))));
    }
  }

  void Session() {
    Backoff backoff;
    while (true) {
      grpc::ClientContext context;
      {
        MutexLock lock(&mu_);
        while (!over_ && open_.empty() && !finishing_) changed_.Wait(&mu_);
        if (!over_ && open_.empty()) End(absl::OkStatus());
        if (over_) return;
        context_ = &context;
        written_ = 0;
        broken_ = false;
      }
      std::unique_ptr<Call> call = stub_->IngestArticles(&context);
      std::thread writer([this, &call] { Write(call.get()); });
      v1::IngestArticlesResponse response;
      while (call->Read(&response) && Take(&response)) backoff.Reset();
      {
        MutexLock lock(&mu_);
        broken_ = true;
        changed_.SignalAll();
      }
      context.TryCancel();
      writer.join();
      const absl::Status status = FromGrpc(call->Finish());
      MutexLock lock(&mu_);
      context_ = nullptr;
      if (over_) return;
      if (open_.empty()) continue;
      // Cancelled here: our own doing, after an answer that fits nothing.
      if (!status.ok() && !absl::IsUnavailable(status) &&
          !absl::IsCancelled(status)) {
        End(status);
        return;
      }
      if (absl::IsUnavailable(status)) last_error_ = status;
      Pause(std::max(backoff.Next(), DetailsOf(status).retry_delay));
    }
  }

  // Sends what is open, from the start, until all is sent and no more will
  // come.
  void Write(Call* call) {
    while (true) {
      std::shared_ptr<Item> item;
      {
        MutexLock lock(&mu_);
        while (!over_ && !broken_ &&
               (written_ == open_.size() || absl::Now() < not_before_)) {
          if (written_ == open_.size() && finishing_) break;
          if (written_ < open_.size()) {
            changed_.WaitUntil(&mu_, not_before_);
          } else {
            changed_.Wait(&mu_);
          }
        }
        if (over_ || broken_) return;
        if (written_ < open_.size()) item = open_[written_++];
      }
      if (item == nullptr) {
        // More may still come: an article that is shed is sent again.
        if (AllAnswered()) {
          call->WritesDone();
          return;
        }
        continue;
      }
      if (!call->Write(item->request)) return;
    }
  }

  bool AllAnswered() {
    MutexLock lock(&mu_);
    while (!over_ && !broken_ && !open_.empty() && written_ == open_.size()) {
      changed_.Wait(&mu_);
    }
    return open_.empty();
  }

  // False when the answer fits no article that was sent.
  bool Take(v1::IngestArticlesResponse* response) {
    IngestResult result;
    result.status = ToStatus(response->error());
    {
      MutexLock lock(&mu_);
      if (over_ || written_ == 0) return false;
      --written_;
      std::shared_ptr<Item> item = std::move(open_.front());
      open_.pop_front();
      if (WorthRetry(result.status)) {
        last_error_ = result.status;
        not_before_ = absl::Now() + DetailsOf(result.status).retry_delay;
        open_.push_back(std::move(item));
        changed_.SignalAll();
        return true;
      }
      progress_ = absl::Now();
      open_bytes_ -= item->bytes;
      result.index = item->index;
      if (result.status.ok() &&
          response->result().outcome() == v1::INGEST_OUTCOME_REJECTED) {
        result.status = absl::InternalError("rejected without a reason");
      }
    }
    result.response = std::move(*response->mutable_result());
    callback_(result);
    MutexLock lock(&mu_);
    changed_.SignalAll();
    return true;
  }

  void Pause(absl::Duration pause) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) {
    const absl::Time end = absl::Now() + pause;
    while (!over_ && absl::Now() < end) changed_.WaitUntil(&mu_, end);
  }

  v1::IngestService::StubInterface* const stub_;
  const IngestStreamOptions options_;
  const Callback callback_;

  Mutex mu_;
  CondVar changed_;
  // Not answered yet, in order; the first `written_` are on the wire.
  std::deque<std::shared_ptr<Item>> open_ ABSL_GUARDED_BY(mu_);
  size_t written_ ABSL_GUARDED_BY(mu_) = 0;
  int64_t open_bytes_ ABSL_GUARDED_BY(mu_) = 0;
  int64_t next_index_ ABSL_GUARDED_BY(mu_) = 0;
  // The time of the last answer.
  absl::Time progress_ ABSL_GUARDED_BY(mu_);
  // The service asked for a pause until then.
  absl::Time not_before_ ABSL_GUARDED_BY(mu_) = absl::InfinitePast();
  absl::Status last_error_ ABSL_GUARDED_BY(mu_);
  bool finishing_ ABSL_GUARDED_BY(mu_) = false;
  bool broken_ ABSL_GUARDED_BY(mu_) = false;
  bool over_ ABSL_GUARDED_BY(mu_) = false;
  absl::Status status_ ABSL_GUARDED_BY(mu_);
  grpc::ClientContext* context_ ABSL_GUARDED_BY(mu_) = nullptr;
  std::thread session_;
};

IngestStream::IngestStream(v1::IngestService::StubInterface* stub,
                           IngestStreamOptions options, Callback callback)
    : impl_(std::make_unique<Impl>(stub, options, std::move(callback))) {}

IngestStream::~IngestStream() = default;

absl::Status IngestStream::Send(v1::Article article) {
  return impl_->Send(std::move(article));
}

absl::Status IngestStream::Finish() { return impl_->Finish(); }

}  // namespace impactwire::client
