#include "query_service/index/claims/claim_writer.h"

#include <algorithm>
#include <tuple>

namespace impactwire::query {
namespace {

constexpr uint64_t kNow = kForever;
// Rows that are walked through each time.
constexpr size_t kMaxWalked = 256;
// Tellings of a claim whose sources are counted with each entry: it takes their
// square.
constexpr size_t kMaxCounted = 24;

// Calls `settle(begin, end)` for the touches of each bucket or series, in the
// order of their keys: the same in every process.
template <typename Touch, typename Settle>
void ForEachName(std::vector<Touch>* touches, const Settle& settle) {
  std::sort(touches->begin(), touches->end(),
            [](const Touch& a, const Touch& b) {
              return std::tie(a.name.key, a.row) < std::tie(b.name.key, b.row);
            });
  for (size_t begin = 0; begin < touches->size();) {
    size_t end = begin + 1;
    while (end < touches->size() &&
           (*touches)[end].name == (*touches)[begin].name) {
      ++end;
    }
    settle(touches->data() + begin, touches->data() + end);
    begin = end;
  }
  touches->clear();
}

}  // namespace

bool ClaimWriter::IsSame(uint32_t row) const {
  return claims_->StateAt(row, kNow) == ClaimState::kSameClaim;
}

void ClaimWriter::TouchBucket(uint32_t row, uint64_t sequence) {
  if (claims_->IsAlone(row, sequence)) return;
  buckets_.push_back({claims_->BucketAt(row, sequence), row});
}

void ClaimWriter::TouchSeries(uint32_t row, uint64_t sequence) {
  if (!claims_->InSeries(row)) return;
  series_.push_back({claims_->SeriesAt(row, sequence), row});
}

void ClaimWriter::Update(RowRange began, RowRange ended, uint64_t sequence) {
  for (uint32_t row = ended.first; row < ended.end(); ++row) {
    if (!IsSame(row)) {
      --live_;
      TouchSeries(row, sequence);
    }
    TouchBucket(row, sequence);
  }
  for (uint32_t row = began.first; row < began.end(); ++row) {
    // Until its bucket is settled it is a claim of its own.
    ++live_;
    TouchSeries(row, sequence);
    TouchBucket(row, sequence);
  }
  Settle(sequence);
}

void ClaimWriter::Regroup(const Moved& moved, uint64_t sequence) {
  for (const auto& [entity, root_before] : moved) {
    const uint32_t old_root = root_before;
    // If the old root is none any more, all of its group moved, too.
    const bool left_some = organizations_->Root(old_root, sequence) == old_root;
    for (PostingList::Cursor c(organizations_->figures_of(entity)); !c.done();
         c.Next()) {
      const uint32_t row = c.row();
      const uint32_t named =
          figures_->segment(row).organization[FigureTable::offset(row)];
      // Those it is credited with jointly are the other one's.
      if (named != entity || !Holds(row, sequence)) continue;
      const auto touch = [&](const ClaimGroupName& name, auto* kept,
                             std::vector<Touch>* touches) {
        const ClaimGroupName old = name.With(old_root, *organizations_);
        kept->erase(name.key);
        kept->erase(old.key);
        touches->push_back({name, kNoRow});
        if (left_some) touches->push_back({old, kNoRow});
      };
      touch(claims_->BucketAt(row, sequence), &kept_buckets_, &buckets_);
      if (claims_->InSeries(row)) {
        touch(claims_->SeriesAt(row, sequence), &kept_series_, &series_);
      }
    }
  }
  Settle(sequence);
}

void ClaimWriter::Settle(uint64_t sequence) {
  ForEachName(&buckets_, [&](const Touch* begin, const Touch* end) {
    SettleBucket(begin, end, sequence);
  });
  // Those above touched series as well.
  ForEachName(&series_, [&](const Touch* begin, const Touch* end) {
    SettleSeries(begin, end, sequence);
  });
}

// -- Buckets ------------------------------------------------------------------

bool ClaimWriter::SetFullest(uint32_t row, uint32_t fullest,
                             uint64_t sequence) {
  const bool same = row != fullest;
  const bool was_same = IsSame(row);
  const bool is_new =
      same != was_same || (same && claims_->LeaderNow(row) != fullest);
  if (!is_new) return false;
  if (same) {
    claims_->SetSame(row, fullest, sequence);
  } else {
    claims_->SetState(row, ClaimState::kCounted, sequence);
  }
  if (same == was_same) return true;
  if (same) {
    --live_;
  } else {
    ++live_;
  }
  TouchSeries(row, sequence);
  return true;
}

template <typename Iterator>
void ClaimWriter::SetSources(Iterator claim, size_t size, uint64_t sequence) {
  uint8_t sources = size == 1 ? 1 : 0;
  if (size > 1 && size <= kMaxCounted) {
    sources = count_sources_({claim, std::next(claim, size)});
  }
  claims_->SetSources(claim->row, sources, sequence);
}

void ClaimWriter::SettleTellings(const Touch* begin, const Touch* end,
                                 std::vector<Telling> tellings,
                                 uint64_t sequence) {
  const ClaimGroup group = GroupTellings(std::move(tellings));
  // Sources are counted anew of claims that lost a telling or got one: where
  // the fullest ended the others are led elsewhere.
  bool all_changed = false;
  changed_.clear();
  for (const Touch* touch = begin; touch != end; ++touch) {
    all_changed = all_changed || touch->row == kNoRow;
    if (touch->row != kNoRow && !Holds(touch->row, sequence)) {
      changed_.push_back(claims_->Fullest(touch->row, kNow));
    }
  }
  for (const std::vector<Telling>& claim : group.claims) {
    const uint32_t fullest = claim.front().row;
    for (const Telling& telling : claim) {
      const uint32_t last = claims_->LeaderNow(telling.row);
      if (!SetFullest(telling.row, fullest, sequence)) continue;
      changed_.push_back(fullest);
      changed_.push_back(last);
    }
  }
  std::sort(changed_.begin(), changed_.end());
  for (const std::vector<Telling>& claim : group.claims) {
    if (all_changed || std::binary_search(changed_.begin(), changed_.end(),
                                          claim.front().row)) {
      SetSources(claim.begin(), claim.size(), sequence);
    }
  }
}

void ClaimWriter::SettleBucket(const Touch* begin, const Touch* end,
                               uint64_t sequence) {
  const auto kept = kept_buckets_.find(begin->name.key);
  if (kept != kept_buckets_.end()) {
    SettleKept(begin, end, &kept->second, sequence);
    if (kept->second.size == 0) kept_buckets_.erase(kept);
    return;
  }
  size_t walked = 0;
  std::vector<Telling> tellings;
  for (const uint32_t row :
       claims_->BucketRows(begin->name, sequence, &walked)) {
    tellings.push_back(claims_->TellingOf(row));
  }
  if (walked <= kMaxWalked || tellings.empty()) {
    SettleTellings(begin, end, std::move(tellings), sequence);
    return;
  }
  KeptBucket& bucket = kept_buckets_[begin->name.key];
  for (const Telling& telling : tellings) {
    bucket.equals[telling.signature].tellings.insert(telling);
  }
  bucket.size = tellings.size();
  SettleWhole(begin, end, &bucket, sequence);
}

void ClaimWriter::SettleWhole(const Touch* begin, const Touch* end,
                              KeptBucket* bucket, uint64_t sequence) {
  std::vector<Telling> tellings;
  for (auto& [signature, equals] : bucket->equals) {
    tellings.insert(tellings.end(), equals.tellings.begin(),
                    equals.tellings.end());
    equals.fullest = equals.node = equals.tellings.begin()->row;
  }
  bucket->by_signature = bucket->size > kMaxResolved;
  SettleTellings(begin, end, std::move(tellings), sequence);
}

void ClaimWriter::SettleKept(const Touch* begin, const Touch* end,
                             KeptBucket* bucket, uint64_t sequence) {
  for (const Touch* touch = begin; touch != end; ++touch) {
    const Telling telling = claims_->TellingOf(touch->row);
    Equals& equals = bucket->equals[telling.signature];
    if (Holds(touch->row, sequence)) {
      bucket->size += equals.tellings.insert(telling).second;
    } else {
      bucket->size -= equals.tellings.erase(telling);
    }
    if (equals.tellings.empty()) bucket->equals.erase(telling.signature);
  }
  if (bucket->size <= kMaxResolved || !bucket->by_signature) {
    SettleWhole(begin, end, bucket, sequence);
    return;
  }
  for (const Touch* touch = begin; touch != end; ++touch) {
    const Telling telling = claims_->TellingOf(touch->row);
    const auto found = bucket->equals.find(telling.signature);
    if (found == bucket->equals.end()) continue;
    Equals& equals = found->second;
    SettleEquals(&equals, sequence);
    if (Holds(touch->row, sequence) && touch->row != equals.fullest &&
        touch->row != equals.node) {
      SetFullest(touch->row, equals.node, sequence);
    }
  }
}

void ClaimWriter::SettleEquals(Equals* equals, uint64_t sequence) {
  const uint32_t last = equals->fullest;
  const uint32_t fullest = equals->tellings.begin()->row;
  equals->fullest = fullest;
  if (equals->node == kNoRow) equals->node = fullest;
  const uint32_t node = equals->node;
  if (fullest != last) {
    SetFullest(fullest, fullest, sequence);
    if (node != fullest && Holds(node, sequence)) {
      SetFullest(node, fullest, sequence);
    } else if (node != fullest) {
      // It is no claim's any more, and leads on only.
      claims_->SetSame(node, fullest, sequence);
    }
    if (last != kNoRow && last != node && Holds(last, sequence)) {
      SetFullest(last, node, sequence);
    }
  }
  SetSources(equals->tellings.begin(), equals->tellings.size(), sequence);
}

// -- Series -------------------------------------------------------------------

void ClaimWriter::SetLevel(uint32_t row, bool latest, uint64_t sequence) {
  const ClaimState state =
      latest ? ClaimState::kCounted : ClaimState::kSuperseded;
  if (claims_->StateAt(row, kNow) != state) {
    claims_->SetState(row, state, sequence);
  }
}

void ClaimWriter::SettleSeries(const Touch* begin, const Touch* end,
                               uint64_t sequence) {
  const uint64_t key = begin->name.key;
  const auto kept = kept_series_.find(key);
  if (kept == kept_series_.end()) {
    size_t walked = 0;
    const std::vector<uint32_t> levels =
        claims_->SeriesRows(begin->name, sequence, &walked);
    for (const uint32_t row : levels) {
      SetLevel(row, row == levels.back(), sequence);
    }
    if (walked > kMaxWalked && !levels.empty()) {
      const auto later = [this](uint32_t a, uint32_t b) {
        return claims_->LaterLevel(a, b);
      };
      kept_series_.emplace(key, Levels(levels.begin(), levels.end(), later));
    }
    return;
  }
  Levels& levels = kept->second;
  const uint32_t latest_before = *levels.rbegin();
  for (const Touch* touch = begin; touch != end; ++touch) {
    if (Holds(touch->row, sequence) && !IsSame(touch->row)) {
      levels.insert(touch->row);
    } else {
      levels.erase(touch->row);
    }
  }
  if (levels.empty()) {
    kept_series_.erase(kept);
    return;
  }
  const uint32_t latest = *levels.rbegin();
  if (levels.contains(latest_before)) {
    SetLevel(latest_before, latest_before == latest, sequence);
  }
  for (const Touch* touch = begin; touch != end; ++touch) {
    if (levels.contains(touch->row)) {
      SetLevel(touch->row, touch->row == latest, sequence);
    }
  }
  SetLevel(latest, true, sequence);
}

}  // namespace impactwire::query
