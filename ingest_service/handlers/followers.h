// Followers: the StreamRecords calls under way. Tells each when the log grows,
// and now and then that time has passed.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <thread>
#include <vector>

#include "absl/time/time.h"
#include "common/base/mutex.h"
#include "impactwire/v1/ingest.pb.h"
#include "ingest_service/log/record_log.h"

namespace impactwire {

// Calls must be quick and must not block.
class Follower {
 public:
  virtual ~Follower() = default;

  // The log has grown.
  virtual void Advance() = 0;

  // One interval has passed.
  virtual void Tick() = 0;

  virtual v1::FollowerStatus Status() = 0;
};

// Thread-safe.
class Followers {
 public:
  // `log` must outlive it. Ticks come every `interval`.
  Followers(record_log::RecordLog* log, int max_count, absl::Duration interval);
  ~Followers();

  // False if there are too many. One that has expired is forgotten.
  bool Add(const std::weak_ptr<Follower>& follower);

  std::vector<v1::FollowerStatus> Status() const;

 private:
  std::vector<std::shared_ptr<Follower>> All() const;
  void RunTicker();

  const size_t max_count_;
  const absl::Duration interval_;
  mutable Mutex mu_;
  CondVar wake_;
  mutable std::vector<std::weak_ptr<Follower>> followers_ ABSL_GUARDED_BY(mu_);
  bool stopping_ ABSL_GUARDED_BY(mu_) = false;
  std::thread ticker_;
  std::unique_ptr<record_log::Watermark::Subscription> subscription_;
};

}  // namespace impactwire
