#include <algorithm>
#include <queue>

#include "query_service/index/entities/entity_table.h"
#include "query_service/index/filters/figure_filter.h"

namespace impactwire::query {
namespace {

using Kind = FigureCondition::Kind;

// Rows and segments between two looks at the snapshot's stop.
constexpr uint32_t kRowsPerStop = 4096;
constexpr uint32_t kSegmentsPerStop = kRowsPerStop / FigureSegment::kRows;
// A row of a posting list costs as much as so many rows of columns.
constexpr uint32_t kListedRowCost = 8;
// Rows that are asked for from memory at the same time.
constexpr size_t kRowsAhead = 32;

// The test, if every match must pass it as it stands.
const FigureTest* Required(const FigureCondition& condition) {
  return condition.kind == Kind::kTest && !condition.test.negated
             ? &condition.test
             : nullptr;
}

void SkipTo(uint32_t row, PostingList::Cursor* cursor) {
  while (!cursor->done() && cursor->row() < row) cursor->Next();
}

}  // namespace

FigureMatcher::FigureMatcher(const FigureFilter& filter,
                             const Snapshot& snapshot)
    : snapshot_(snapshot),
      tables_(snapshot.tables()),
      figures_(tables_.figures()),
      end_row_(figures_.RowsAt(snapshot.at())),
      predicate_(filter.conditions, snapshot) {
  lists_size_ = end_row_ / kListedRowCost + 1;
  OfferLists(filter);
  for (const FigureTest* const test : listed_) predicate_.Assume(test);
}

void FigureMatcher::OfferLists(const FigureFilter& filter) {
  for (const FigureCondition& condition : filter.conditions) {
    const FigureTest* const test = Required(condition);
    if (test == nullptr || test->contains || test->present) continue;
    Lists lists;
    switch (test->field) {
      case FigureField::kArticle:
        FindRanges(*test);
        continue;
      case FigureField::kOrganization:
        OfferOrganizations(filter, *test);
        continue;
      case FigureField::kUnit:
        for (const std::string& unit : test->texts) {
          const auto number = tables_.strings().Find(unit);
          if (!number.has_value()) continue;
          lists.push_back(tables_.figures_by_unit().Find(*number));
        }
        break;
      case FigureField::kCountry:
        for (const uint64_t country : test->numbers) {
          lists.push_back(tables_.figures_by_country().Find(
              static_cast<uint32_t>(country)));
        }
        break;
      case FigureField::kCategory:
        for (uint32_t c = 0; c < 32; ++c) {
          if ((test->bits >> c & 1) != 0) {
            lists.push_back(tables_.figures_by_category().Find(c));
          }
        }
        break;
      default:
        continue;
    }
    Offer(std::move(lists), {test});
  }
}

void FigureMatcher::OfferOrganizations(const FigureFilter& filter,
                                       const FigureTest& test) {
  const FigureTest* categories = nullptr;
  for (const FigureCondition& condition : filter.conditions) {
    const FigureTest* const other = Required(condition);
    if (other != nullptr && other->field == FigureField::kCategory) {
      categories = other;
    }
  }
  const EntityTable& organizations = tables_.organizations();
  const OrganizationCategories& split = tables_.figures_by_both();
  Lists lists;
  bool all_split = categories != nullptr;
  for (const uint64_t id : test.numbers) {
    const auto entity = organizations.Find(id);
    if (!entity.has_value()) continue;
    const uint32_t root = organizations.Root(*entity, snapshot_.at());
    for (const uint32_t member : organizations.Members(root, snapshot_.at())) {
      if (categories == nullptr || !split.Has(member)) {
        lists.push_back(&organizations.figures_of(member));
        all_split = false;
        continue;
      }
      for (uint32_t c = 0; c < 32; ++c) {
        if ((categories->bits >> c & 1) != 0) {
          lists.push_back(split.Find(member, c));
        }
      }
    }
  }
  std::vector<const FigureTest*> tests = {&test};
  if (all_split) tests.push_back(categories);
  Offer(std::move(lists), std::move(tests));
}

void FigureMatcher::FindRanges(const FigureTest& test) {
  ranges_.emplace();
  for (const std::string& id : test.texts) {
    const auto row = tables_.ArticleAt(id, snapshot_.at());
    if (row.has_value()) ranges_->push_back(tables_.articles()[*row].figures);
  }
  std::sort(ranges_->begin(), ranges_->end(),
            [](const auto& a, const auto& b) { return a.first < b.first; });
}

void FigureMatcher::Offer(Lists lists, std::vector<const FigureTest*> tests) {
  // Values that are given twice, and ids of one group, have the same lists.
  std::sort(lists.begin(), lists.end());
  lists.erase(std::unique(lists.begin(), lists.end()), lists.end());
  lists.erase(std::remove(lists.begin(), lists.end(), nullptr), lists.end());
  uint64_t size = 0;
  for (const PostingList* list : lists) size += list->size();
  if (size >= lists_size_) return;
  lists_size_ = size;
  lists_ = std::move(lists);
  listed_ = std::move(tests);
}

bool FigureMatcher::Holds(const FigureSegment& s, uint32_t i) const {
  // Mostly told by what many rows share, without their own `to`.
  const uint64_t at = snapshot_.at();
  if (s.first_close.load(std::memory_order_relaxed) > at) return true;
  const uint64_t closed = s.closed[i / 64].load(std::memory_order_relaxed);
  return (closed >> (i % 64) & 1) == 0 || s.to[i] > at;
}

void FigureMatcher::ForEach(uint32_t first_row,
                            const std::function<bool(uint32_t)>& visit) const {
  if (ranges_.has_value()) {
    uint32_t next = first_row;
    for (const RowRange& range : *ranges_) {
      if (Stopped()) return;
      for (next = std::max(next, range.first); next < range.end(); ++next) {
        if (figures_.HoldsAt(next, snapshot_.at()) && Matches(next) &&
            !visit(next)) {
          return;
        }
      }
    }
    return;
  }
  if (lists_.has_value()) return ForEachListed(first_row, visit);
  const uint32_t end = segments();
  for (uint32_t n = first_row / FigureSegment::kRows; n < end; ++n) {
    if (n % kSegmentsPerStop == 0 && Stopped()) return;
    if (Judge(n) == Verdict::kNone) continue;
    const uint32_t first = n * FigureSegment::kRows;
    const bool all = Matching(n, first_row).ForEach([&](uint32_t i) {
      return visit(first + i);
    });
    if (!all) return;
  }
}

void FigureMatcher::ForEachListed(
    uint32_t first_row, const std::function<bool(uint32_t)>& visit) const {
  // Rows are collected first, so that several are on their way from memory.
  uint32_t ahead[kRowsAhead];
  size_t waiting = 0;
  uint32_t until_stop = kRowsPerStop;
  const auto flush = [&] {
    for (size_t k = 0; k < waiting; ++k) {
      const uint32_t row = ahead[k];
      const FigureSegment& s = figures_.segment(row);
      const uint32_t i = FigureTable::offset(row);
      if (Holds(s, i) && predicate_.MatchesRest(s, i, row) && !visit(row)) {
        return false;
      }
    }
    until_stop -= std::min<uint32_t>(until_stop, kRowsAhead);
    waiting = 0;
    if (until_stop > 0) return true;
    until_stop = kRowsPerStop;
    return !Stopped();
  };
  const auto offer = [&](uint32_t row) {
    const FigureSegment& s = figures_.segment(row);
    const uint32_t i = FigureTable::offset(row);
    __builtin_prefetch(&s.closed[i / 64]);
    predicate_.Prefetch(s, i);
    ahead[waiting++] = row;
    return waiting < kRowsAhead || flush();
  };
  if (lists_->size() == 1) {
    PostingList::Cursor cursor(*(*lists_)[0]);
    SkipTo(first_row, &cursor);
    for (; !cursor.done() && cursor.row() < end_row_; cursor.Next()) {
      if (!offer(cursor.row())) return;
    }
    flush();
    return;
  }
  // Merges the lists; a row may stand in several.
  using Head = std::pair<uint32_t, size_t>;
  std::vector<PostingList::Cursor> cursors;
  std::priority_queue<Head, std::vector<Head>, std::greater<Head>> heads;
  for (const PostingList* list : *lists_) {
    cursors.emplace_back(*list);
    SkipTo(first_row, &cursors.back());
    if (!cursors.back().done()) {
      heads.push({cursors.back().row(), cursors.size() - 1});
    }
  }
  uint32_t last = kNoRow;
  while (!heads.empty() && heads.top().first < end_row_) {
    const auto [row, list] = heads.top();
    heads.pop();
    if (row != last && !offer(row)) return;
    last = row;
    cursors[list].Next();
    if (!cursors[list].done()) heads.push({cursors[list].row(), list});
  }
  flush();
}

// -- Segment by segment -------------------------------------------------------

Verdict FigureMatcher::Judge(uint32_t segment) const {
  const FigureZone* const z = zone(segment);
  return z == nullptr ? Verdict::kSome : predicate_.Judge(*z);
}

RowMask FigureMatcher::Held(uint32_t segment, uint32_t first_row) const {
  const uint32_t first = segment * FigureSegment::kRows;
  const uint32_t end = std::min(end_row_ - first, FigureSegment::kRows);
  const uint32_t skipped = first_row > first ? first_row - first : 0;
  if (skipped >= end) return RowMask();
  RowMask mask = RowMask::Range(skipped, end);
  const FigureSegment& s = figures_.segment_at(segment);
  const uint64_t at = snapshot_.at();
  if (s.first_close.load(std::memory_order_relaxed) > at) return mask;
  for (uint32_t w = 0; w < RowMask::kWords; ++w) {
    uint64_t closed = s.closed[w].load(std::memory_order_relaxed);
    for (closed &= mask.words[w]; closed != 0; closed &= closed - 1) {
      const auto bit = static_cast<uint32_t>(std::countr_zero(closed));
      if (s.to[w * 64 + bit] <= at) {
        mask.words[w] &= ~(uint64_t{1} << bit);
      }
    }
  }
  return mask;
}

RowMask FigureMatcher::Matching(uint32_t segment, uint32_t first_row) const {
  RowMask mask = Held(segment, first_row);
  const FigureZone* const z = zone(segment);
  if (z != nullptr) {
    const Verdict verdict = predicate_.Judge(*z);
    if (verdict == Verdict::kAll) return mask;
    if (verdict == Verdict::kNone) return RowMask();
  }
  predicate_.Keep(figures_.segment_at(segment), segment * FigureSegment::kRows,
                  z != nullptr, &mask);
  return mask;
}

uint32_t FigureMatcher::CountMatching(uint32_t segment) const {
  const FigureZone* const z = zone(segment);
  const auto code = predicate_.only_unit_code();
  if (z != nullptr && code.has_value() &&
      (segment + 1) * FigureSegment::kRows <= end_row_ &&
      figures_.segment_at(segment).first_close.load(std::memory_order_relaxed) >
          snapshot_.at()) {
    const FigureZone::Unit* const unit = z->FindUnit(*code);
    return unit == nullptr ? 0 : unit->rows;
  }
  return Matching(segment, 0).Count();
}

}  // namespace impactwire::query
