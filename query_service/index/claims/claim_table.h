// ClaimTable: which figures may be one claim (buckets of equal claim key) and
// which are levels of one count (series), as chains of rows; and of each row
// how it stands in its claim, from which position on.
//
// The organization in a key is the one that the record names. After a merge the
// buckets of all members of its group are looked at together, so that rows and
// chains stay as they are and a reader at an older position sees the groups of
// its own. One thread writes (ClaimWriter), any number read without waiting.
//
// Of a row that does not stand for its claim is known which one does (Fullest),
// so that nobody who reads has to work out claims anew.
//
// Memory: 17 bytes per figure and about 7 per bucket; 25 per figure of a
// series; 16 each time a row's standing changes, which for most is never.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "query_service/index/claims/claim_group.h"
#include "query_service/index/claims/newest_rows.h"
#include "query_service/index/entities/entity_table.h"
#include "query_service/index/figures/figure_table.h"

namespace impactwire::query {

// How a figure stands in what the articles together tell.
enum class ClaimState : uint8_t {
  // Stands for its claim.
  kCounted,
  // Another telling stands for it.
  kSameClaim,
  // Stands for its claim, which is an earlier level of a count.
  kSuperseded,
};

// A bucket or a series, of all of a merged organization.
struct ClaimGroupName {
  // With the root as organization.
  uint64_t key = 0;
  // kNoRow: of no organization.
  uint32_t root = kNoRow;

  // The same of another organization.
  ClaimGroupName With(uint32_t other_root,
                      const EntityTable& organizations) const {
    return {key ^ OrganizationHash(organizations.id(root)) ^
                OrganizationHash(organizations.id(other_root)),
            other_root};
  }
  bool operator==(const ClaimGroupName&) const = default;
};

struct ClaimSegment {
  uint64_t key[FigureSegment::kRows];
  // The row before it with the same key; kNoRow for none.
  uint32_t prev[FigureSegment::kRows];
  // 0: always counted; else 4 * (1 + number of the newest flip) + its state.
  std::atomic<uint32_t> newest_flip[FigureSegment::kRows];
  // Of rows that stand for their claims: its independent sources
  // (claim_sources.h); 0: not known.
  std::atomic<uint8_t> sources[FigureSegment::kRows];
  // From when the segment's newest flip is, and its newest count of sources.
  std::atomic<uint64_t> last_flip{0};
  std::atomic<uint64_t> last_sources{0};
};

class ClaimTable {
 public:
  // All must outlive the table.
  ClaimTable(const FigureTable* figures, const EntityTable* organizations,
             const StringPool* strings)
      : figures_(figures), organizations_(organizations), strings_(strings) {}

  const ClaimSegment& segment(uint32_t row) const {
    return *segments_[row >> FigureSegment::kBits];
  }

  // The row must hold at `position`.
  ClaimState StateAt(uint32_t row, uint64_t position) const {
    return StateAt(segment(row), FigureTable::offset(row), position);
  }
  // The same for row `i` of the segment.
  ClaimState StateAt(const ClaimSegment& s, uint32_t i,
                     uint64_t position) const {
    const uint32_t newest = s.newest_flip[i].load(std::memory_order_acquire);
    // In this order: of what is newer than it was when the flip was read, the
    // segment tells.
    if (s.last_flip.load(std::memory_order_relaxed) <= position) {
      return static_cast<ClaimState>(newest & 3);
    }
    return StateBefore(newest / 4, position);
  }

  // How many independent sources the claim has that row `i` of the segment
  // stands for; nothing if that is to be counted (CountIndependent).
  std::optional<int> SourcesAt(const ClaimSegment& s, uint32_t i,
                               uint64_t position) const {
    const int sources = s.sources[i].load(std::memory_order_acquire);
    if (sources == 0 ||
        s.last_sources.load(std::memory_order_relaxed) > position) {
      return std::nullopt;
    }
    return sources;
  }

  // The row that stands for the row's claim, of which it is the fullest
  // telling. The row must hold at `position`; of one that ended there, what
  // stood for its claim before.
  uint32_t Fullest(uint32_t row, uint64_t position) const {
    for (;;) {
      const uint32_t leader = LeaderAt(row, position);
      if (leader == kNoRow) return row;
      row = leader;
    }
  }
  // Fullest will be asked for soon.
  void PrefetchFullest(const ClaimSegment& s, uint32_t i) const {
    const uint32_t newest = s.newest_flip[i].load(std::memory_order_acquire);
    if (newest != 0) __builtin_prefetch(&flips_[newest / 4 - 1]);
  }

  Telling TellingOf(uint32_t row) const;

  // A number of the claim that has `telling` as its fullest.
  uint64_t IdNumber(const Telling& telling) const {
    return ClaimIdNumber(key(telling.row), telling.signature);
  }

  // The row's bucket, all of its merged organization, at `position`.
  ClaimGroupName BucketAt(uint32_t row, uint64_t position) const {
    return NameOf(row, key(row), position);
  }

  // Whether no other row was ever in the bucket.
  bool IsAlone(uint32_t row, uint64_t position) const;

  // The rows of the bucket that hold; in no order. `visited`, if given: how
  // many were looked at.
  std::vector<uint32_t> BucketRows(const ClaimGroupName& bucket,
                                   uint64_t position,
                                   size_t* visited = nullptr) const;

  // Whether the row is a level of a count; then as above.
  bool InSeries(uint32_t row) const {
    return (figures_->segment(row).flags[FigureTable::offset(row)] &
            FigureSegment::kInSeries) != 0;
  }
  ClaimGroupName SeriesAt(uint32_t row, uint64_t position) const;
  // Those that stand for their claims only, the latest level last.
  std::vector<uint32_t> SeriesRows(const ClaimGroupName& series,
                                   uint64_t position,
                                   size_t* visited = nullptr) const;

  // Whether `b` is a later level than `a`.
  bool LaterLevel(uint32_t a, uint32_t b) const;

  // A row that holds and would give a claim this number; nothing if none does.
  std::optional<uint32_t> FindTelling(uint64_t id_number,
                                      uint64_t position) const;

  // -- The writer's -----------------------------------------------------------

  // A row with the key will be added soon; first one, then the other.
  void PrefetchKey(uint64_t key) const { newest_.Prefetch(key); }
  void PrefetchBucket(uint64_t key) const;
  // The next row of the figure table, which is there already. `key`, `series`:
  // with its organization.
  void Add(uint32_t row, uint64_t key, std::optional<uint64_t> series);
  // For kCounted and kSuperseded.
  void SetState(uint32_t row, ClaimState state, uint64_t sequence);
  // `leader` stands for the row's claim, or leads to the row that does. It is
  // of the claim, but need not hold any more.
  void SetSame(uint32_t row, uint32_t leader, uint64_t sequence);
  // What was set last; kNoRow if the row stands for its claim.
  uint32_t LeaderNow(uint32_t row) const { return LeaderAt(row, kForever); }
  // 0: to be counted by who asks.
  void SetSources(uint32_t row, uint8_t sources, uint64_t sequence);

  // See table_image.h.
  void Save(const ImageAt& at, ImageWriter* out) const;
  void Load(const ImageAt& at, ImageReader* in);
  size_t bytes() const;

 private:
  struct Flip {
    // In place of a leader; no row has such a number.
    static constexpr uint32_t kCounted = kNoRow;
    static constexpr uint32_t kSuperseded = kNoRow - 1;

    uint64_t from = 0;
    uint32_t prev = 0;
    uint32_t leader = kCounted;

    ClaimState state() const {
      return leader == kCounted      ? ClaimState::kCounted
             : leader == kSuperseded ? ClaimState::kSuperseded
                                     : ClaimState::kSameClaim;
    }
  };
  struct SeriesRow {
    uint64_t key = 0;
    uint32_t row = 0;
    // Number of the one before it; kNoRow for none.
    uint32_t prev = kNoRow;
  };

  // What HoldsAt, TellingOf and StateAt look at.
  void PrefetchRow(uint32_t row) const;
  // By walking back from the flip, 1 + its number: the one that is good at
  // `position`, or null.
  const Flip* FlipAt(uint32_t flip, uint64_t position) const;
  ClaimState StateBefore(uint32_t flip, uint64_t position) const;
  uint32_t LeaderAt(uint32_t row, uint64_t position) const;
  void AddFlip(uint32_t row, uint32_t leader, uint64_t sequence);
  uint64_t key(uint32_t row) const {
    return segment(row).key[FigureTable::offset(row)];
  }
  uint32_t organization(uint32_t row) const {
    return figures_->segment(row).organization[FigureTable::offset(row)];
  }
  ClaimGroupName NameOf(uint32_t row, uint64_t key, uint64_t position) const;
  // Calls `visit(key)` for the key with each member of the organization's
  // group.
  template <typename Visit>
  void ForEachKey(const ClaimGroupName& name, uint64_t position,
                  const Visit& visit) const;
  // Position in series_.
  uint32_t SeriesNumber(uint32_t row) const;

  const FigureTable* const figures_;
  const EntityTable* const organizations_;
  const StringPool* const strings_;
  StableVector<std::unique_ptr<ClaimSegment>> segments_;
  NewestRows newest_;
  // Ascending rows.
  StableVector<SeriesRow> series_;
  NewestRows newest_series_;
  StableVector<Flip> flips_;
};

}  // namespace impactwire::query
