#include "query_service/index/readers/claim_disagreement.h"

#include <algorithm>

#include "query_service/index/claims/claim_key.h"
#include "query_service/index/generation/claim_sources.h"

namespace impactwire::query {
namespace {

// Rows that are asked for from memory at the same time.
constexpr size_t kRowsAhead = 16;

}  // namespace

DisagreementFinder::Subject DisagreementFinder::SubjectOf(uint32_t row) const {
  const FigureSegment& s = tables_.figures().segment(row);
  const uint32_t i = FigureTable::offset(row);
  const DayRange period =
      s.period[i].is_none() ? DayRange::None() : s.period[i];
  return {s.unit_folded[i], s.category[i],
          s.status[i],      (s.flags[i] & FigureSegment::kHasRate) != 0,
          period.first,     period.last,
          s.place_folded[i]};
}

uint32_t DisagreementFinder::RootOf(uint32_t row) const {
  const uint32_t named =
      tables_.figures().segment(row).organization[FigureTable::offset(row)];
  return named == kNoRow ? kNoRow : tables_.organizations().Root(named, at_);
}

const std::vector<uint32_t>& DisagreementFinder::RowsOf(uint32_t root) {
  const auto [it, is_new] = organizations_.try_emplace(root);
  std::vector<uint32_t>& rows = it->second;
  if (!is_new) return rows;
  const FigureTable& figures = tables_.figures();
  const uint32_t end = figures.RowsAt(at_);
  // The first of the group are among the first of each member.
  const std::vector<uint32_t> members =
      tables_.organizations().Members(root, at_);
  for (const uint32_t member : members) {
    const size_t most = rows.size() + kMaxScanned;
    for (PostingList::Cursor c(tables_.organizations().figures_of(member));
         !c.done() && c.row() < end && rows.size() < most; c.Next()) {
      const FigureSegment& s = figures.segment(c.row());
      // Of most segments no row ended; then `to` is not read.
      if (s.first_close.load(std::memory_order_relaxed) > at_ ||
          s.to[FigureTable::offset(c.row())] > at_) {
        rows.push_back(c.row());
      }
    }
  }
  if (members.size() > 1) {
    std::sort(rows.begin(), rows.end());
    rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
    if (rows.size() > kMaxScanned) rows.resize(kMaxScanned);
  }
  return rows;
}

bool DisagreementFinder::Disagree(uint32_t row, uint32_t other) const {
  const ClaimTable& claims = tables_.claims();
  if (claims.BucketAt(row, at_) == claims.BucketAt(other, at_)) return false;
  if (claims.InSeries(row) && claims.InSeries(other) &&
      claims.SeriesAt(row, at_) == claims.SeriesAt(other, at_)) {
    return false;
  }
  const auto article = [&](uint32_t r) -> const ArticleRow& {
    return tables_.articles()
        [tables_.figures().segment(r).article_row[FigureTable::offset(r)]];
  };
  if (SameSource(article(row), article(other))) return false;
  v1::ImpactFigure a;
  v1::ImpactFigure b;
  tables_.ReadFigure(row, &a);
  tables_.ReadFigure(other, &b);
  return ChangeOf(a) == ChangeOf(b) && SameRate(a, b);
}

std::vector<uint32_t> DisagreementFinder::Find(uint32_t row) {
  std::vector<uint32_t> found;
  const uint32_t root = RootOf(row);
  if (root == kNoRow) return found;
  const FigureTable& figures = tables_.figures();
  const auto unit = [&](uint32_t r) -> const uint32_t& {
    return figures.segment(r).unit_folded[FigureTable::offset(r)];
  };
  const Subject subject = SubjectOf(row);
  const std::vector<uint32_t>& rows = RowsOf(root);
  for (size_t n = 0; n < rows.size() && found.size() < kMaxFound; ++n) {
    if (n + kRowsAhead < rows.size()) {
      __builtin_prefetch(&unit(rows[n + kRowsAhead]));
    }
    const uint32_t other = rows[n];
    // Most differ in the unit. Not those the organization is credited with
    // beside another one.
    if (unit(other) == std::get<0>(subject) && SubjectOf(other) == subject &&
        RootOf(other) == root &&
        tables_.claims().StateAt(other, at_) != ClaimState::kSameClaim &&
        Disagree(row, other)) {
      found.push_back(other);
    }
  }
  return found;
}

}  // namespace impactwire::query
