#include "query_service/index/figures/figure_words.h"

namespace impactwire::query {

void FigureWords::Save(uint32_t rows, ImageWriter* out) const {
  own_.Save(rows, out);
  around_.Save(rows, out);
}

void FigureWords::Load(uint32_t rows, ImageReader* in) {
  own_.Load(rows, in);
  around_.Load(rows, in);
}

}  // namespace impactwire::query
