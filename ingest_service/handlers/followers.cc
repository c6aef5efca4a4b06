#include "ingest_service/handlers/followers.h"

#include <algorithm>

#include "absl/time/clock.h"

namespace impactwire {

Followers::Followers(record_log::RecordLog* log, int max_count,
                     absl::Duration interval)
    : max_count_(static_cast<size_t>(max_count)), interval_(interval) {
  subscription_ = log->Subscribe([this](uint64_t) {
    for (const auto& follower : All()) follower->Advance();
  });
  ticker_ = std::thread([this] { RunTicker(); });
}

Followers::~Followers() {
  subscription_.reset();
  {
    MutexLock lock(&mu_);
    stopping_ = true;
  }
  wake_.SignalAll();
  ticker_.join();
}

bool Followers::Add(const std::weak_ptr<Follower>& follower) {
  const size_t count = All().size();
  MutexLock lock(&mu_);
  if (count >= max_count_) return false;
  followers_.push_back(follower);
  return true;
}

std::vector<v1::FollowerStatus> Followers::Status() const {
  std::vector<v1::FollowerStatus> status;
  for (const auto& follower : All()) status.push_back(follower->Status());
  return status;
}

std::vector<std::shared_ptr<Follower>> Followers::All() const {
  std::vector<std::shared_ptr<Follower>> all;
  MutexLock lock(&mu_);
  followers_.erase(std::remove_if(followers_.begin(), followers_.end(),
                                  [&all](const std::weak_ptr<Follower>& weak) {
                                    auto follower = weak.lock();
                                    if (follower == nullptr) return true;
                                    all.push_back(std::move(follower));
                                    return false;
                                  }),
                   followers_.end());
  return all;
}

void Followers::RunTicker() {
  for (;;) {
    const absl::Time next = absl::Now() + interval_;
    {
      MutexLock lock(&mu_);
      while (!stopping_ && absl::Now() < next) wake_.WaitUntil(&mu_, next);
      if (stopping_) return;
    }
    for (const auto& follower : All()) follower->Tick();
  }
}

}  // namespace impactwire
