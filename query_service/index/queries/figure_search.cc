// Search for impact figures by their words.
//
// The rows are gone through in windows, term by term, summing what each row
// has; the best so far are kept. Once rows with nothing but the commonest terms
// cannot be among the best, these terms are only looked up for rows that have
// others (the MaxScore method: Turtle and Flood, 1995).
#include <algorithm>
#include <array>
#include <cstring>
#include <tuple>

#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "query_service/index/figures/search_words.h"
#include "query_service/index/filters/figure_filter.h"
#include "query_service/index/queries/figure_queries.h"
#include "query_service/index/readers/name_search.h"

namespace impactwire::query {
namespace {

constexpr size_t kMaxQueryBytes = 400;
constexpr uint32_t kWindow = 1 << 15;
constexpr size_t kCandidates = 32;
// A word that the figure has of its own counts twice as much as one around it.
constexpr int kOwn = 2;
constexpr int kAround = 1;

// A word of the query and where it stands.
struct QueryTerm {
  int weight = 0;
  const TermList* own = nullptr;
  const TermList* around = nullptr;

  uint64_t rows() const {
    return (own == nullptr ? 0 : own->size()) +
           (around == nullptr ? 0 : around->size());
  }
  int most() const { return kOwn * weight; }
};

struct Scored {
  int score = 0;
  // Days; the newest article first.
  int32_t published = 0;
  uint32_t row = 0;
  bool operator<(const Scored& other) const {
    return std::make_tuple(-score, -int64_t{published}, row) <
           std::make_tuple(-other.score, -int64_t{other.published}, other.row);
  }
};

// The cursors of one term.
class TermCursors {
 public:
  TermCursors(const QueryTerm& term, uint32_t end)
      : weight_(term.weight),
        own_(OrNone(term.own), end),
        around_(OrNone(term.around), end) {}

  // Adds what the rows in [first, end) have to sums[row - first].
  void AddWindow(uint32_t first, uint32_t end, uint8_t* sums) {
    AddWindow(&own_, kOwn * weight_, first, end, sums);
    AddWindow(&around_, kAround * weight_, first, end, sums);
  }

  // What the row has. Rows: ascending.
  int At(uint32_t row) {
    return (IsAt(&own_, row) ? kOwn * weight_ : 0) +
           (IsAt(&around_, row) ? kAround * weight_ : 0);
  }

 private:
  using Cursor = TermList::Cursor;

  static const TermList& OrNone(const TermList* list) {
    static const TermList& none = *new TermList();
    return list == nullptr ? none : *list;
  }
  static void AddWindow(Cursor* c, int value, uint32_t first, uint32_t end,
                        uint8_t* sums) {
    c->SkipTo(first);
    const auto more = static_cast<uint8_t>(value);
    c->VisitUntil(end, [=](uint32_t row) { sums[row - first] += more; });
  }
  static bool IsAt(Cursor* c, uint32_t row) {
    c->SkipTo(row);
    return !c->done() && c->row() == row;
  }

  const int weight_;
  Cursor own_;
  Cursor around_;
};

class FigureSearch {
 public:
  // `matcher`: null if nothing is filtered.
  FigureSearch(const Snapshot& now, const FigureMatcher* matcher,
               const std::vector<QueryTerm>& terms, size_t limit)
      : now_(now),
        figures_(now.tables().figures()),
        matcher_(matcher),
        end_(figures_.size()),
        limit_(limit) {
    // The rarest first.
    std::vector<QueryTerm> sorted = terms;
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](const QueryTerm& a, const QueryTerm& b) {
                       return a.rows() < b.rows();
                     });
    for (const QueryTerm& term : sorted) {
      cursors_.emplace_back(term, end_);
      rest_.push_back(term.most());
    }
    // What this term and those after it can add.
    for (size_t i = rest_.size(); i-- > 1;) rest_[i - 1] += rest_[i];
    rest_.push_back(0);
  }

  std::vector<Scored> Run() {
    std::vector<uint8_t> sums(kWindow);
    for (uint32_t first = 0; first < end_; first += kWindow) {
      if (now_.stop() != nullptr && now_.stop()->Stopped()) break;
      const uint32_t end = std::min(end_, first + kWindow);
      // Terms that bring rows; those after them only add to these.
      size_t bringing = cursors_.size();
      while (bringing > 0 && rest_[bringing - 1] < least_) --bringing;
      if (bringing == 0) break;
      for (size_t t = 0; t < bringing; ++t) {
        cursors_[t].AddWindow(first, end, sums.data());
      }
      Offer(first, end, bringing, sums.data());
    }
    std::sort_heap(best_.begin(), best_.end());
    return std::move(best_);
  }

 private:
  // A row that may be among the best, and what the bringing terms give it.
  struct Candidate {
    uint32_t row;
    int score;
  };

  // Offers the rows with a sum that may be enough, and clears the sums.
  void Offer(uint32_t first, uint32_t end, size_t bringing, uint8_t* sums) {
    for (uint32_t i = 0; i < end - first; i += 8) {
      uint64_t eight;
      std::memcpy(&eight, sums + i, 8);
      if (eight == 0) continue;
      // What the other terms cannot add must be there.
      const int needed = std::max(1, least_ - rest_[bringing]);
      if (AnyAtLeast(eight, needed)) {
        for (uint32_t j = i; j < i + 8; ++j) {
          if (sums[j] >= needed) AddCandidate(first + j, sums[j], bringing);
        }
      }
      std::memset(sums + i, 0, 8);
    }
    OfferCandidates(bringing);
  }

  // Several are collected, so that their days are on their way from memory.
  void AddCandidate(uint32_t row, int score, size_t bringing) {
    __builtin_prefetch(&PublishDays(row));
    candidates_.push_back({row, score});
    if (candidates_.size() == kCandidates) OfferCandidates(bringing);
  }
  void OfferCandidates(size_t bringing) {
    for (const Candidate& c : candidates_) OfferRow(c.row, c.score, bringing);
    candidates_.clear();
  }

  // Whether perhaps one of the eight bytes is so large: certainly no if not.
  static bool AnyAtLeast(uint64_t eight, int least) {
    constexpr uint64_t kOnes = 0x0101010101010101u;
    constexpr uint64_t kHighest = 0x80 * kOnes;
    if (least > 128) return true;
    const uint64_t sums =
        (eight & ~kHighest) + static_cast<uint64_t>(128 - least) * kOnes;
    return ((sums | eight) & kHighest) != 0;
  }

  void OfferRow(uint32_t row, int score, size_t bringing) {
    for (size_t t = bringing; t < cursors_.size(); ++t) {
      if (score + rest_[t] < least_) return;
      score += cursors_[t].At(row);
    }
    if (score < least_) return;
    const Scored scored = {score, NewestFirst(PublishDays(row)), row};
    const bool full = best_.size() == limit_;
    // Very many may have the same score: that is seen by the day.
    if ((full && !(scored < best_.front())) ||
        !figures_.HoldsAt(row, now_.at()) ||
        (matcher_ != nullptr && !matcher_->Matches(row))) {
      return;
    }
    if (full) {
      std::pop_heap(best_.begin(), best_.end());
      best_.pop_back();
    }
    best_.push_back(scored);
    std::push_heap(best_.begin(), best_.end());
    if (best_.size() == limit_) least_ = best_.front().score;
  }

  const PackedDays& PublishDays(uint32_t row) const {
    return figures_.segment(row).publish_days[FigureTable::offset(row)];
  }

  const Snapshot& now_;
  const FigureTable& figures_;
  const FigureMatcher* const matcher_;
  const uint32_t end_;
  const size_t limit_;
  std::vector<TermCursors> cursors_;
  std::vector<int> rest_;
  std::vector<Candidate> candidates_;
  // A heap, the worst on top.
  std::vector<Scored> best_;
  // The least score that may still be among them.
  int least_ = 1;
};

std::vector<QueryTerm> FindTerms(const FigureWords& index,
                                 const std::vector<SearchWord>& words) {
  std::vector<QueryTerm> terms;
  for (const SearchWord& word : words) {
    terms.push_back({word.weight, index.own().Find(word.term),
                     index.around().Find(word.term)});
  }
  return terms;
}

// By row: which of the terms it has.
std::vector<std::vector<bool>> WordsOf(const std::vector<QueryTerm>& terms,
                                       const std::vector<Scored>& hits,
                                       uint32_t end) {
  std::vector<size_t> by_row(hits.size());
  for (size_t i = 0; i < hits.size(); ++i) by_row[i] = i;
  std::sort(by_row.begin(), by_row.end(),
            [&](size_t a, size_t b) { return hits[a].row < hits[b].row; });
  std::vector<std::vector<bool>> words(hits.size());
  for (const QueryTerm& term : terms) {
    TermCursors cursors(term, end);
    for (const size_t i : by_row) {
      words[i].push_back(cursors.At(hits[i].row) > 0);
    }
  }
  return words;
}

}  // namespace

absl::StatusOr<v1::SearchImpactFiguresResponse> SearchImpactFigures(
    const Snapshot& now, const v1::SearchImpactFiguresRequest& request) {
  RETURN_IF_ERROR(
      CheckSearch(request.query(), kMaxQueryBytes, request.page_size()));
  ASSIGN_OR_RETURN(const FigureFilter filter,
                   FigureFilter::Make(request.filter()));
  const FigureMatcher matcher(filter, now);
  const std::vector<SearchWord> words = QueryWords(request.query());
  const std::vector<QueryTerm> terms =
      FindTerms(now.tables().figure_words(), words);
  int most = 0;
  for (const QueryTerm& term : terms) most += term.most();

  const std::vector<Scored> hits =
      FigureSearch(now, filter.empty() ? nullptr : &matcher, terms,
                   SearchPageSize(request.page_size()))
          .Run();
  const auto matched = WordsOf(terms, hits, now.tables().figures().size());
  v1::SearchImpactFiguresResponse response;
  for (size_t i = 0; i < hits.size(); ++i) {
    auto* const hit = response.add_hits();
    FillFigureEntry(now, hits[i].row, hit->mutable_entry());
    hit->set_score(static_cast<double>(hits[i].score) / most);
    for (size_t w = 0; w < words.size(); ++w) {
      if (matched[i][w]) hit->add_matched_words(words[w].text);
    }
  }
  response.set_position(now.position());
  return response;
}

}  // namespace impactwire::query
