// SummaryCache: summaries of the large organizations, which take long to make
// (their forms are counted and their roles walked through), as serialized. An
// entry is good as long as nothing about the organization changes: it names the
// sequence of the last change before it was made. After that its counts are
// what the next summary goes on from; so are those of its redirects.
// Thread-safe.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "common/base/mutex.h"

namespace impactwire::query {

class EntityCounts;
class RedirectCounts;

class SummaryCache {
 public:
  using Bytes = std::shared_ptr<const std::string>;
  using Counts = std::shared_ptr<const EntityCounts>;
  // Each serialized.
  using Redirects = std::shared_ptr<const std::vector<std::string>>;

  struct Entry {
    // Sequence of the last change before it was made; kForever if there may be
    // later ones.
    uint64_t changed = 0;
    Bytes bytes;
    Counts counts;
    // Null until asked for.
    Redirects redirects;
    // Of this change or an earlier one; null until asked for.
    std::shared_ptr<const RedirectCounts> redirect_counts;
  };

  // What was put last for the organization, which may have changed since; an
  // empty entry if nothing was. `rows`: how many its summary is made from.
  Entry Find(uint32_t organization, size_t rows) const {
    const Shard& shard = shards_[organization % kShards];
    MutexLock lock(&shard.mu);
    const Entries& entries = shard.entries[rows >= kLargeRows];
    const auto found = entries.find(organization);
    return found == entries.end() ? Entry() : found->second;
  }

  void Put(uint32_t organization, size_t rows, Entry entry) {
    Shard& shard = shards_[organization % kShards];
    MutexLock lock(&shard.mu);
    // Bounds the memory; those asked for are soon there again. Large ones,
    // which take long to make anew, do not give way to the many others.
    Entries& entries = shard.entries[rows >= kLargeRows];
    if (entries.size() >= kMaxEntries && !entries.contains(organization)) {
      entries.erase(entries.begin());
    }
    entries[organization] = std::move(entry);
  }

  // Adds to the entry, if there is one. `redirects`: null, or those after the
  // change `changed`; left out if the entry is of another one.
  void PutRedirects(uint32_t organization, size_t rows, uint64_t changed,
                    Redirects redirects,
                    std::shared_ptr<const RedirectCounts> counts) {
    Shard& shard = shards_[organization % kShards];
    MutexLock lock(&shard.mu);
    Entries& entries = shard.entries[rows >= kLargeRows];
    const auto found = entries.find(organization);
    if (found == entries.end()) return;
    Entry& entry = found->second;
    if (redirects != nullptr && entry.changed == changed) {
      entry.redirects = std::move(redirects);
    }
    entry.redirect_counts = std::move(counts);
  }

 private:
  using Entries = absl::flat_hash_map<uint32_t, Entry>;
  static constexpr size_t kShards = 8;
  static constexpr size_t kMaxEntries = 1024;
  static constexpr size_t kLargeRows = 256;
  struct Shard {
    mutable Mutex mu;
    Entries entries[2] ABSL_GUARDED_BY(mu);
  };
  std::array<Shard, kShards> shards_;
};

}  // namespace impactwire::query
