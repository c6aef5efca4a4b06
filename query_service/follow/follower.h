// Follower: keeps an Index up to date with an ingest service's record log.
//
// One thread reads the record stream and prepares the records, another applies
// them (it is the index's writer) behind a bounded queue. Whenever the stream
// ends or breaks, it is opened again from what the index holds, after a growing
// pause. A log that no longer has that position, or is another one, makes the
// index start anew.
#pragma once

#include <grpcpp/channel.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/base/mutex.h"
#include "common/base/position.h"
#include "query_service/follow/backoff.h"
#include "query_service/follow/batch_queue.h"
#include "query_service/follow/record_stream.h"
#include "query_service/index/index.h"

namespace impactwire::query {

struct FollowerOptions {
  // Of the ingest service: "127.0.0.1:50051".
  std::string target;
  // For the ingest service's status and logs.
  std::string name = "query";
  absl::Duration initial_backoff = absl::Milliseconds(100);
  absl::Duration max_backoff = absl::Seconds(5);
  // Without any message for so long (idle streams send one each second) the
  // connection is given up.
  absl::Duration stall_timeout = absl::Seconds(20);
  int max_batch_bytes = 1 << 20;
  // Batches read and not yet applied.
  size_t max_queued_batches = 8;
};

struct FollowerStatus {
  // Connected: the stream is open and has answered.
  bool following = false;
  // Why not, or why last; empty if nothing went wrong since the last message.
  std::string last_error;
  // What is durable, as the ingest service last said; unset before it did.
  std::optional<Position> high_watermark;
  // Times the stream was opened, and answered, since start.
  int connect_count = 0;
  // The index has reached the high watermark it was told of first (after the
  // start, or after it started anew): answers are complete.
  bool caught_up = false;
  // Not caught up, but the index holds what a snapshot file held and ingest was
  // not in reach for some time: answers are of the past. Until it catches up.
  bool stale = false;

  // Queries are to be answered.
  bool serving() const { return caught_up || stale; }
};

class Follower {
 public:
  // `index` must outlive the follower, which is its only writer. `on_change`
  // is called when following, caught_up or stale changed, on the follower's
  // threads; it must be quick and must not stop the follower.
  Follower(const FollowerOptions& options, Index* index,
           std::function<void(const FollowerStatus&)> on_change);

  // Stops.
  ~Follower();
  Follower(const Follower&) = delete;
  Follower& operator=(const Follower&) = delete;

  // Before Start: the index holds what the snapshot file `file` held, which is
  // good enough for answers once ingest has not been in reach for `wait`.
  void ServeStaleAfter(absl::Duration wait, std::string file);

  // Once. Following goes on until Stop.
  void Start();
  void Stop();

  FollowerStatus status() const;
  const std::string& target() const { return options_.target; }

 private:
  void ReadLoop();
  void ApplyLoop();

  // Reads one stream to its end; why it ended.
  absl::Status ReadStream();
  void CancelIfStalled();
  void Apply(RecordBatch batch);
  void StartAnew(const absl::Status& reason);
  void Heard(const RecordBatch& batch);
  void NoteCaughtUp();
  void NoteStale();

  // False: stopped meanwhile.
  bool Pause(absl::Duration time);
  void Update(const std::function<void(FollowerStatus*)>& change);

  const FollowerOptions options_;
  Index* const index_;
  const std::function<void(const FollowerStatus&)> on_change_;
  const std::shared_ptr<grpc::Channel> channel_;
  RecordPool pool_;
  // The reading thread's.
  RecordPreparer preparer_;
  BatchQueue queue_;
  Backoff backoff_;

  mutable Mutex mu_;
  CondVar wake_;
  bool stopping_ ABSL_GUARDED_BY(mu_) = false;
  // The open stream; null between streams.
  RecordStream* stream_ ABSL_GUARDED_BY(mu_) = nullptr;
  FollowerStatus status_ ABSL_GUARDED_BY(mu_);
  // What has to be reached to be caught up.
  std::optional<Position> goal_ ABSL_GUARDED_BY(mu_);

  // Since when ingest is not in reach; InfiniteFuture while it is.
  absl::Time lost_since_ ABSL_GUARDED_BY(mu_) = absl::InfiniteFuture();
  // Infinite: what the index holds is not good enough to be served.
  absl::Duration stale_after_ ABSL_GUARDED_BY(mu_) = absl::InfiniteDuration();
  std::string snapshot_file_ ABSL_GUARDED_BY(mu_);

  // Keeps the order of the calls of on_change_.
  Mutex change_mu_;

  std::thread reader_;
  std::thread applier_;
};

}  // namespace impactwire::query
