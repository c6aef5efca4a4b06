// ClaimWriter: keeps ClaimTable's states right as rows begin and end. After
// each entry the buckets and series it touched are settled anew; nothing
// depends on the order in which figures came. The writer's thread only.
//
// Settling walks a bucket's chain of rows. Where that is long (many articles
// tell the same, or one article was sent often), the rows that hold are kept in
// order beside, so that an entry costs their logarithm.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "query_service/index/claims/claim_table.h"

namespace impactwire::query {

class ClaimWriter {
 public:
  // An entity, and the root it had.
  using Moved = std::vector<std::pair<uint32_t, uint32_t>>;

  // The independent sources of a claim, 1 to 255.
  using CountSources = std::function<uint8_t(const std::vector<Telling>&)>;

  // All must outlive it.
  ClaimWriter(ClaimTable* claims, const FigureTable* figures,
              const EntityTable* organizations, CountSources count_sources)
      : claims_(claims),
        figures_(figures),
        organizations_(organizations),
        count_sources_(std::move(count_sources)) {}

  // The rows of an article that began and ended with the entry.
  void Update(RowRange began, RowRange ended, uint64_t sequence);

  // With the entry, these entities got other roots.
  void Regroup(const Moved& moved, uint64_t sequence);

  // How many claims there are.
  uint32_t live() const { return live_; }
  void set_live(uint32_t live) { live_ = live; }

 private:
  // A bucket or series, and a row that came, went or changed; kNoRow: any may
  // have.
  struct Touch {
    ClaimGroupName name;
    uint32_t row = kNoRow;
  };
  struct FullerFirst {
    bool operator()(const Telling& a, const Telling& b) const {
      return a.Before(b);
    }
  };
  // Equal tellings that hold. Where these are a claim, whatever their number,
  // the fullest is found from each in two steps: all but these two lead to
  // `node`, which leads to `fullest` or is that itself. So only these two
  // change when another one becomes the fullest.
  struct Equals {
    std::set<Telling, FullerFirst> tellings;
    uint32_t fullest = kNoRow;
    // One that is or was the fullest; need not hold any more.
    uint32_t node = kNoRow;
  };
  // All tellings of a bucket that hold.
  struct KeptBucket {
    std::map<ClaimSignature, Equals> equals;
    size_t size = 0;
    // Settled as equal signatures only.
    bool by_signature = false;
  };
  using Levels = std::set<uint32_t, std::function<bool(uint32_t, uint32_t)>>;

  void TouchBucket(uint32_t row, uint64_t sequence);
  void TouchSeries(uint32_t row, uint64_t sequence);
  void Settle(uint64_t sequence);
  // `touches`: of one bucket.
  void SettleBucket(const Touch* begin, const Touch* end, uint64_t sequence);
  void SettleKept(const Touch* begin, const Touch* end, KeptBucket* bucket,
                  uint64_t sequence);
  // `tellings`: all of the bucket.
  void SettleTellings(const Touch* begin, const Touch* end,
                      std::vector<Telling> tellings, uint64_t sequence);
  // All of a kept bucket; its equals are claims now, or are none.
  void SettleWhole(const Touch* begin, const Touch* end, KeptBucket* bucket,
                   uint64_t sequence);
  void SettleEquals(Equals* equals, uint64_t sequence);
  // Which row stands for the row's claim, or leads to that; may be itself.
  // Whether that is new.
  bool SetFullest(uint32_t row, uint32_t fullest, uint64_t sequence);
  // Of the claim of `size` tellings from `claim` on, the first stands for it.
  template <typename Iterator>
  void SetSources(Iterator claim, size_t size, uint64_t sequence);
  void SettleSeries(const Touch* begin, const Touch* end, uint64_t sequence);
  void SetLevel(uint32_t row, bool latest, uint64_t sequence);
  bool IsSame(uint32_t row) const;
  bool Holds(uint32_t row, uint64_t sequence) const {
    return figures_->HoldsAt(row, sequence);
  }

  ClaimTable* const claims_;
  const FigureTable* const figures_;
  const EntityTable* const organizations_;
  const CountSources count_sources_;
  std::vector<Touch> buckets_;
  // Rows that stood or stand for claims that have changed.
  std::vector<uint32_t> changed_;
  std::vector<Touch> series_;
  absl::flat_hash_map<uint64_t, KeptBucket> kept_buckets_;
  absl::flat_hash_map<uint64_t, Levels> kept_series_;
  uint32_t live_ = 0;
};

}  // namespace impactwire::query
