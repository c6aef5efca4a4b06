#include "query_service/follow/follower.h"

#include <grpcpp/create_channel.h>

#include <algorithm>
#include <random>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/base/log.h"

namespace impactwire::query {
namespace {

// A record is bounded to 4 MiB; a batch of one record may be larger than asked.
constexpr int kMaxReceiveBytes = 64 << 20;
constexpr int kKeepaliveMs = 20 * 1000;
constexpr int kKeepaliveTimeoutMs = 10 * 1000;
constexpr absl::Duration kStallCheck = absl::Seconds(1);

std::shared_ptr<grpc::Channel> MakeChannel(const FollowerOptions& options) {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(kMaxReceiveBytes);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, kKeepaliveMs);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, kKeepaliveTimeoutMs);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  // The follower's own backoff decides; the channel's must not outlast it.
  const auto ms = [](absl::Duration d) {
    return static_cast<int>(absl::ToInt64Milliseconds(d));
  };
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS,
                   ms(options.initial_backoff));
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS,
                   ms(options.initial_backoff));
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, ms(options.max_backoff));
  // A connection of its own, whatever else the process dials.
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  return grpc::CreateCustomChannel(
      options.target, grpc::InsecureChannelCredentials(), arguments);
}

}  // namespace

Follower::Follower(const FollowerOptions& options, Index* index,
                   std::function<void(const FollowerStatus&)> on_change)
    : options_(options),
      index_(index),
      on_change_(std::move(on_change)),
      channel_(MakeChannel(options)),
      preparer_(index->generation_options().search_text),
      queue_(options.max_queued_batches),
      backoff_(options.initial_backoff, options.max_backoff,
               std::random_device()()) {}

Follower::~Follower() { Stop(); }

void Follower::ServeStaleAfter(absl::Duration wait, std::string file) {
  MutexLock lock(&mu_);
  stale_after_ = wait;
  snapshot_file_ = std::move(file);
}

void Follower::Start() {
  {
    MutexLock lock(&mu_);
    lost_since_ = absl::Now();
  }
  reader_ = std::thread([this] { ReadLoop(); });
  applier_ = std::thread([this] { ApplyLoop(); });
}

void Follower::Stop() {
  {
    MutexLock lock(&mu_);
    stopping_ = true;
    if (stream_ != nullptr) stream_->Cancel();
    wake_.SignalAll();
  }
  queue_.Close();
  if (reader_.joinable()) reader_.join();
  if (applier_.joinable()) applier_.join();
}

FollowerStatus Follower::status() const {
  MutexLock lock(&mu_);
  return status_;
}

void Follower::Update(const std::function<void(FollowerStatus*)>& change) {
  MutexLock ordered(&change_mu_);
  FollowerStatus now;
  bool tell = false;
  {
    MutexLock lock(&mu_);
    const bool following = status_.following;
    const bool caught_up = status_.caught_up;
    const bool stale = status_.stale;
    change(&status_);
    tell = following != status_.following || caught_up != status_.caught_up ||
           stale != status_.stale;
    now = status_;
  }
  if (tell && on_change_) on_change_(now);
}

bool Follower::Pause(absl::Duration time) {
  const absl::Time until = absl::Now() + time;
  MutexLock lock(&mu_);
  while (!stopping_ && absl::Now() < until) wake_.WaitUntil(&mu_, until);
  return !stopping_;
}

// -- The reading thread -------------------------------------------------------

void Follower::ReadLoop() {
  for (;;) {
    const absl::Status ended = ReadStream();
    {
      MutexLock lock(&mu_);
      if (stopping_) return;
    }
    Update([&](FollowerStatus* status) ABSL_NO_THREAD_SAFETY_ANALYSIS {
      status->following = false;
      lost_since_ = std::min(lost_since_, absl::Now());
      status->last_error = absl::StrCat(absl::StatusCodeToString(ended.code()),
                                        ": ", ended.message());
    });
    Log(Severity::kWarning, "record stream ended",
        {{"ingest", options_.target},
         {"code", absl::StatusCodeToString(ended.code())},
         {"error", ended.message()}});
    // What was read is applied before the index is asked what it holds.
    if (!queue_.WaitUntilDone()) return;
    if (ended.code() == absl::StatusCode::kOutOfRange ||
        ended.code() == absl::StatusCode::kFailedPrecondition) {
      if (!index_->applied().is_beginning()) {
        StartAnew(ended);
        if (!queue_.WaitUntilDone()) return;
      }
    }
    if (!Pause(backoff_.Next())) return;
  }
}

absl::Status Follower::ReadStream() {
  RecordStream stream(channel_, index_->applied(), options_.name,
                      options_.max_batch_bytes, &pool_);
  {
    MutexLock lock(&mu_);
    if (stopping_) return absl::CancelledError("stopped");
    stream_ = &stream;
  }
  absl::Status ended;
  for (;;) {
    auto batch = stream.Read();
    if (!batch.ok()) {
      ended = batch.status();
      break;
    }
    backoff_.Reset();
    Heard(*batch);
    // Ahead of the applying thread.
    pool_.Prepare(&preparer_, &*batch);
    if (!queue_.Push(*std::move(batch))) {
      ended = absl::CancelledError("stopped");
      break;
    }
  }
  MutexLock lock(&mu_);
  stream_ = nullptr;
  return ended;
}

void Follower::Heard(const RecordBatch& batch) {
  bool opened = false;
  Update([&](FollowerStatus* status) ABSL_NO_THREAD_SAFETY_ANALYSIS {
    opened = !status->following;
    if (opened) ++status->connect_count;
    status->following = true;
    lost_since_ = absl::InfiniteFuture();
    status->last_error.clear();
    status->high_watermark = batch.high_watermark;
    if (!goal_.has_value()) goal_ = batch.high_watermark;
  });
  if (opened) {
    Log(Severity::kInfo, "following the record log",
        {{"ingest", options_.target},
         {"after", batch.after.ToString()},
         {"high_watermark", batch.high_watermark.ToString()}});
  }
}

void Follower::StartAnew(const absl::Status& reason) {
  std::string file;
  {
    MutexLock lock(&mu_);
    file = snapshot_file_;
  }
  Log(Severity::kError, "the index starts anew: its position is not in the log",
      {{"position", index_->applied().ToString()},
       {"snapshot_file", file},
       {"ingest", options_.target},
       {"reason", reason.message()}});
  queue_.Push(std::nullopt);
}

// -- The applying thread ------------------------------------------------------

void Follower::ApplyLoop() {
  for (;;) {
    BatchQueue::Item item;
    if (!queue_.Pop(absl::Now() + kStallCheck, &item)) {
      CancelIfStalled();
      NoteStale();
      MutexLock lock(&mu_);
      if (stopping_) return;
      continue;
    }
    if (item.has_value()) {
      Apply(*std::move(item));
    } else {
      // Not complete until the new log's end, whatever it is, is reached.
      Update([&](FollowerStatus* status) ABSL_NO_THREAD_SAFETY_ANALYSIS {
        status->caught_up = false;
        status->stale = false;
        goal_.reset();
        stale_after_ = absl::InfiniteDuration();
        snapshot_file_.clear();
      });
      index_->Clear();
    }
    queue_.Done();
  }
}

void Follower::Apply(RecordBatch batch) {
  const absl::Status status = index_->Apply(std::move(batch));
  pool_.TakeBack(&batch);
  if (status.ok()) {
    NoteCaughtUp();
    return;
  }
  // The stream cannot be trusted: read it anew from what the index holds.
  Log(Severity::kError, "a batch could not be applied",
      {{"ingest", options_.target}, {"error", status.message()}});
  MutexLock lock(&mu_);
  if (stream_ != nullptr) stream_->Cancel();
}

void Follower::NoteCaughtUp() {
  const Position applied = index_->applied();
  Update([&](FollowerStatus* status) ABSL_NO_THREAD_SAFETY_ANALYSIS {
    if (goal_.has_value() && applied.sequence >= goal_->sequence) {
      status->caught_up = true;
      status->stale = false;
    }
  });
}

void Follower::NoteStale() {
  bool begins = false;
  Update([&](FollowerStatus* status) ABSL_NO_THREAD_SAFETY_ANALYSIS {
    begins = !status->serving() && absl::Now() - lost_since_ >= stale_after_;
    if (begins) status->stale = true;
  });
  if (!begins) return;
  Log(Severity::kWarning,
      "ingest is not in reach: what a snapshot file held is served",
      {{"ingest", options_.target},
       {"position", index_->applied().ToString()}});
}

void Follower::CancelIfStalled() {
  MutexLock lock(&mu_);
  if (stream_ == nullptr ||
      absl::Now() - stream_->waiting_since() < options_.stall_timeout) {
    return;
  }
  Log(Severity::kWarning, "the record stream is silent; opening it anew",
      {{"ingest", options_.target}});
  stream_->Cancel();
}

}  // namespace impactwire::query
