#include "query_service/index/claim_disagreement.h"

#include <algorithm>

#include "query_service/index/claim_key.h"
#include "query_service/index/claim_sources.h"

namespace impactwire::query {

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

const DisagreementFinder::Subjects& DisagreementFinder::SubjectsOf(
    uint32_t root) {
  const auto [it, is_new] = organizations_.try_emplace(root);
  if (!is_new) return it->second;
  // The first of the group are among the first of each member.
  std::vector<uint32_t> rows;
  for (const uint32_t member : tables_.organizations().Members(root, at_)) {
    size_t scanned = 0;
    for (PostingList::Cursor c(tables_.organizations().figures_of(member));
         !c.done() && scanned < kMaxScanned; c.Next()) {
      if (!tables_.figures().HoldsAt(c.row(), at_)) continue;
      ++scanned;
      rows.push_back(c.row());
    }
  }
  std::sort(rows.begin(), rows.end());
  rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
  if (rows.size() > kMaxScanned) rows.resize(kMaxScanned);
  for (const uint32_t row : rows) {
    // Not those it is credited with beside another one.
    if (RootOf(row) == root &&
        tables_.claims().StateAt(row, at_) != ClaimState::kSameClaim) {
      it->second[SubjectOf(row)].push_back(row);
    }
  }
  return it->second;
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
  const Subjects& subjects = SubjectsOf(root);
  const auto same = subjects.find(SubjectOf(row));
  if (same == subjects.end()) return found;
  for (const uint32_t other : same->second) {
    if (found.size() == kMaxFound) break;
    if (Disagree(row, other)) found.push_back(other);
  }
  return found;
}

}  // namespace impactwire::query
