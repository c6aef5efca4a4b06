// FigureTable: in files and back.
#include "query_service/index/figures/figure_table.h"
#include "query_service/index/tables/table_image.h"

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

void FigureTable::Load(const ImageAt& at, Arena* lists, ImageReader* in) {
  const uint32_t rows = in->Count(95);
  for (uint32_t row = 0; row < rows && in->ok(); ++row) {
    FigureValues values;
    in->Get(&values.id);
    in->Get(&values.from);
    const auto to = in->Get<uint64_t>();
    values.article_row = in->Number(at.articles);
    values.organization = in->NumberOrNone(at.organizations);
    values.co_organizations = GetNumbers(at.organizations, lists, in);
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

}  // namespace impactwire::query
