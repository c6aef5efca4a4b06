// FigureTable and ClaimTable: in files and back.
#include <algorithm>

#include "query_service/index/claim_table.h"
#include "query_service/index/figure_table.h"
#include "query_service/index/table_image.h"

namespace impactwire::query {

void FigureTable::Save(const ImageAt& at, ImageWriter* out) const {
  out->Put(at.figures);
  for (uint32_t row = 0; row < at.figures; ++row) {
    const FigureSegment& s = segment(row);
    const uint32_t i = offset(row);
    out->Put(s.id[i]);
    out->Put(s.from[i]);
    out->Put(at.End(s.to[i]));
    out->Put(s.article_row[i]);
    out->Put(s.organization[i]);
    PutNumbers(co_organizations(row), out);
    out->Put(s.value[i]);
    out->Put(s.confidence[i]);
    out->Put(s.unit[i]);
    out->Put(s.unit_folded[i]);
    out->Put(s.place_folded[i]);
    out->Put(s.country[i]);
    PutDays(s.period[i], out);
    PutDays(s.publish_days[i], out);
    out->Put(s.sdg_goals[i]);
    out->Put(s.category[i]);
    out->Put(s.status[i]);
    out->Put(s.attribution[i]);
    out->Put(s.bound[i]);
    out->Put(s.flags[i]);
    out->Put(s.prev[i]);
  }
}

void FigureTable::Load(const ImageAt& at, size_t organizations, Arena* lists,
                       ImageReader* in) {
  const uint32_t rows = in->Count(95);
  for (uint32_t row = 0; row < rows && in->ok(); ++row) {
    FigureValues values;
    in->Get(&values.id);
    in->Get(&values.from);
    const auto to = in->Get<uint64_t>();
    values.article_row = in->Number(at.articles);
    values.organization = in->NumberOrNone(organizations);
    values.co_organizations = GetNumbers(organizations, lists, in);
    values.value = in->Get<double>();
    values.confidence = in->Get<double>();
    values.unit = in->Number(at.strings);
    values.unit_folded = in->Number(at.strings);
    values.place_folded = in->Number(at.strings);
    values.country = in->Get<uint16_t>();
    values.period = GetDays(in);
    values.publish_days = GetDays(in);
    in->Get(&values.sdg_goals);
    values.category = in->Get<uint8_t>();
    values.status = in->Get<uint8_t>();
    values.attribution = in->Get<uint8_t>();
    values.bound = in->Get<uint8_t>();
    const auto flags = in->Get<uint8_t>();
    values.has_rate = (flags & FigureSegment::kHasRate) != 0;
    values.continues = (flags & FigureSegment::kContinues) != 0;
    values.precise = (flags & FigureSegment::kPrecise) != 0;
    values.in_series = (flags & FigureSegment::kInSeries) != 0;
    values.prev = in->NumberOrNone(row);
    if (!in->ok()) return;
    Add(values);
    if (to != kForever) Close(row, to);
  }
}

void ClaimTable::Save(const ImageAt& at, ImageWriter* out) const {
  const uint32_t flips = RowsUpTo(at.position, flips_.size(),
                                  [&](size_t n) { return flips_[n].from; });
  out->Put(flips);
  for (uint32_t n = 0; n < flips; ++n) {
    out->Put(flips_[n].from);
    out->Put(flips_[n].prev);
    out->Put(static_cast<uint8_t>(flips_[n].state));
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
  const uint32_t flips = in->Count(13);
  for (uint32_t n = 0; n < flips && in->ok(); ++n) {
    Flip flip;
    in->Get(&flip.from);
    flip.prev = in->Number(n + size_t{1});
    flip.state = static_cast<ClaimState>(in->Get<uint8_t>() & 3);
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
        flip * 4 + static_cast<uint32_t>(newest.state),
        std::memory_order_relaxed);
    s.last_flip.store(
        std::max(newest.from, s.last_flip.load(std::memory_order_relaxed)),
        std::memory_order_relaxed);
  }
}

}  // namespace impactwire::query
