// SummaryCache: summaries of the large organizations, which take long to make
// (their forms are counted and their roles walked through), as serialized. An
// entry is good as long as nothing about the organization changes: it names the
// sequence of the last change before it was made. After that its counts are
// what the next summary goes on from. Thread-safe.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "common/base/mutex.h"

namespace impactwire::query {

class EntityCounts;

class SummaryCache {
 public:
  using Bytes = std::shared_ptr<const std::string>;
  using Counts = std::shared_ptr<const EntityCounts>;

  // Those that were put last; null if none.
  Counts FindCounts(uint32_t organization) const {
    const Shard& shard = shards_[organization % kShards];
    MutexLock lock(&shard.mu);
    const auto found = shard.entries.find(organization);
    return found == shard.entries.end() ? nullptr : found->second.counts;
  }

  // Null unless one was put for the same organization and change.
  Bytes Find(uint32_t organization, uint64_t changed) const {
    const Shard& shard = shards_[organization % kShards];
    MutexLock lock(&shard.mu);
    const auto found = shard.entries.find(organization);
    return found == shard.entries.end() || found->second.changed != changed
               ? nullptr
               : found->second.bytes;
  }

  void Put(uint32_t organization, uint64_t changed, Bytes bytes,
           Counts counts) {
    Shard& shard = shards_[organization % kShards];
    MutexLock lock(&shard.mu);
    // Bounds the memory; those asked for are soon there again.
    if (shard.entries.size() >= kMaxEntries) shard.entries.clear();
    shard.entries[organization] = {changed, std::move(bytes),
                                   std::move(counts)};
  }

 private:
  static constexpr size_t kShards = 8;
  static constexpr size_t kMaxEntries = 512;
  struct Entry {
    uint64_t changed = 0;
    Bytes bytes;
    Counts counts;
  };
  struct Shard {
    mutable Mutex mu;
    absl::flat_hash_map<uint32_t, Entry> entries ABSL_GUARDED_BY(mu);
  };
  std::array<Shard, kShards> shards_;
};

}  // namespace impactwire::query
