// ClaimTable: in files and back.
#include <algorithm>

#include "query_service/index/claims/claim_table.h"
#include "query_service/index/tables/table_image.h"

namespace impactwire::query {

void ClaimTable::Save(const ImageAt& at, ImageWriter* out) const {
  const uint32_t flips = RowsUpTo(at.position, flips_.size(),
                                  [&](size_t n) { return flips_[n].from; });
  out->Put(flips);
  for (uint32_t n = 0; n < flips; ++n) {
    out->Put(flips_[n].from);
    out->Put(flips_[n].prev);
    out->Put(flips_[n].leader);
  }
  out->Put(at.figures);
  for (uint32_t row = 0; row < at.figures; ++row) {
    const ClaimSegment& s = segment(row);
    const uint32_t i = FigureTable::offset(row);
    out->Put(s.key[i]);
    if (InSeries(row)) out->Put(series_[SeriesNumber(row)].key);
    // The newest of those above.
    uint32_t flip = s.newest_flip[i].load(std::memory_order_acquire) / 4;
    while (flip > flips) flip = flips_[flip - 1].prev;
    out->Put(flip);
    out->Put(static_cast<uint8_t>(SourcesAt(s, i, at.position).value_or(0)));
  }
}

void ClaimTable::Load(const ImageAt& at, ImageReader* in) {
  const uint32_t flips = in->Count(16);
  for (uint32_t n = 0; n < flips && in->ok(); ++n) {
    Flip flip;
    in->Get(&flip.from);
    flip.prev = in->Number(n + size_t{1});
    in->Get(&flip.leader);
    if (flip.state() == ClaimState::kSameClaim && flip.leader >= at.figures) {
      in->Fail("a claim's leader is no row");
    }
    flips_.Push(flip);
  }
  if (in->Count(13) != at.figures) in->Fail("claims and figures differ");
  for (uint32_t row = 0; row < at.figures && in->ok(); ++row) {
    const auto key = in->Get<uint64_t>();
    std::optional<uint64_t> series;
    if (InSeries(row)) series = in->Get<uint64_t>();
    const uint32_t flip = in->Number(flips + size_t{1});
    const auto sources = in->Get<uint8_t>();
    if (!in->ok()) return;
    Add(row, key, series);
    SetSources(row, sources, at.position);
    if (flip == 0) continue;
    ClaimSegment& s = *segments_.at(row >> FigureSegment::kBits);
    const Flip& newest = flips_[flip - 1];
    s.newest_flip[FigureTable::offset(row)].store(
        flip * 4 + static_cast<uint32_t>(newest.state()),
        std::memory_order_relaxed);
    s.last_flip.store(
        std::max(newest.from, s.last_flip.load(std::memory_order_relaxed)),
        std::memory_order_relaxed);
  }
}

}  // namespace impactwire::query
