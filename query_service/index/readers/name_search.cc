#include "query_service/index/readers/name_search.h"

#include <algorithm>
#include <tuple>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/status/errors.h"
#include "query_service/index/names/fold.h"
#include "query_service/index/names/name_candidates.h"
#include "query_service/index/names/name_queue.h"
#include "query_service/index/readers/entity_reader.h"

namespace impactwire::query {
namespace {

using Hit = v1::SearchOrganizationsResponse::Hit;

constexpr int kDefaultHits = 10;
constexpr int kMaxHits = 100;
// Shorter ones are rather the beginning of a name.
constexpr size_t kMinAcronym = 3;
constexpr int kAcronymGrade = 2;
// Names of one class that are looked at before it is asked again whether a
// better one can come.
constexpr int kLookedAt = 256;
// What is looked at in all, the best known names first: bounds what a filter
// costs that refuses nearly all names of a common word, and a query whose words
// are one word of the names. A name that is judged by its text counts as
// several.
constexpr int kMaxLookedAt = 20000;
constexpr int kJudged = 4;
// Names between two steps of fetching one from memory.
constexpr size_t kNamesPerStep = 6;

// Where a class of hits begins and ends; the more is told, the nearer the end.
struct Scores {
  double from;
  double to;
};
Scores ScoresOf(Hit::Match match, int grade) {
  switch (match) {
    case Hit::MATCH_EXACT:
      return grade == 0 ? Scores{1, 1} : Scores{0.98, 0.98};
    case Hit::MATCH_ALIAS:
      return grade == 0   ? Scores{0.95, 0.95}
             : grade == 1 ? Scores{0.93, 0.93}
                          : Scores{0.9, 0.9};
    case Hit::MATCH_PREFIX:
      return grade == 0 ? Scores{0.7, 0.85} : Scores{0.5, 0.7};
    default:
      return grade == 0   ? Scores{0.35, 0.5}
             : grade == 1 ? Scores{0.2, 0.35}
                          : Scores{0.05, 0.2};
  }
}

uint64_t FameOf(const EntityVersion& version) {
  return uint64_t{version.articles} + version.figures;
}

double ScoreOf(const NameHit& hit) {
  const Scores scores = ScoresOf(hit.match, hit.grade);
  const double fame = static_cast<double>(FameOf(*hit.version));
  return scores.from + (scores.to - scores.from) * fame / (fame + 20);
}

class Search {
 public:
  Search(const Snapshot& now, const EntityTable& table, const NameQuery& query,
         const std::function<bool(const EntityVersion&)>& matches, size_t limit)
      : now_(now),
        table_(table),
        strings_(now.tables().strings()),
        reader_(now),
        query_(query),
        matches_(matches),
        limit_(limit) {}

  std::vector<NameHit> Run(
      const std::optional<std::vector<uint32_t>>& candidates) {
    if (query_.words.empty()) return {};
    for (const uint32_t form : table_.names().NamesOfCore(query_.core)) {
      OfferWhole(form);
    }
    OfferByAcronym();
    if (candidates.has_value()) {
      for (const uint32_t root : *candidates) OfferAllForms(root);
    } else {
      OfferByWords();
    }
    return Take();
  }

 private:
  // The root's version if it is to be found and has no better hit.
  const EntityVersion* Wanted(uint32_t form, Hit::Match match, int grade) {
    const uint32_t root = table_.Root(table_.form(form).entity, now_.at());
    const auto found = hits_.find(root);
    if (found != hits_.end() &&
        std::make_pair(found->second.match, found->second.grade) <
            std::make_pair(match, grade)) {
      return nullptr;
    }
    const EntityVersion* const version = reader_.Live(table_, root);
    return version == nullptr || !matches_(*version) ? nullptr : version;
  }

  void Add(uint32_t form, const EntityVersion* version, Hit::Match match,
           int grade) {
    NameHit hit{match, grade, form, version, 0};
    const auto [it, is_new] = hits_.emplace(version->entity, hit);
    if (!is_new && Better(hit, it->second)) it->second = hit;
  }

  void OfferWhole(uint32_t number) {
    const EntityTable::Form& form = table_.form(number);
    const absl::string_view folded = strings_.Get(form.folded);
    const bool same = query_.folded == folded;
    if (!same && query_.core != CoreName(folded, query_.of)) return;
    const EntityVersion* const version = Wanted(number, Hit::MATCH_EXACT, 0);
    if (version == nullptr || !table_.FormHoldsAt(number, now_.at())) return;
    Add(number, version,
        form.folded == version->display_folded ? Hit::MATCH_EXACT
                                               : Hit::MATCH_ALIAS,
        same ? 0 : 1);
  }

  void OfferAcronym(uint32_t form) {
    const EntityVersion* const version =
        Wanted(form, Hit::MATCH_ALIAS, kAcronymGrade);
    if (version == nullptr ||
        query_.core != Initials(strings_.Get(table_.form(form).text)) ||
        !table_.FormHoldsAt(form, now_.at())) {
      return;
    }
    Add(form, version, Hit::MATCH_ALIAS, kAcronymGrade);
  }

  bool HasAcronym() const {
    return query_.of == NamesOf::kOrganizations &&
           query_.core.size() >= kMinAcronym;
  }

  void OfferByAcronym() {
    if (!HasAcronym()) return;
    NameQueue queue;
    for (const uint32_t form : table_.names().NamesOfAcronym(query_.core)) {
      queue.Add(table_.names().order_key(form), form);
    }
    OfferInOrder(Hit::MATCH_ALIAS, kAcronymGrade, &queue,
                 [&](uint32_t form) { OfferAcronym(form); });
  }

  static std::pair<Hit::Match, int> ClassOf(WordAnswer answer) {
    const int a = static_cast<int>(answer);
    return answer <= WordAnswer::kStart
               ? std::make_pair(Hit::MATCH_PREFIX, a)
               : std::make_pair(Hit::MATCH_TYPO,
                                a - static_cast<int>(WordAnswer::kRespelt));
  }

  // False: the name may answer worse than `worst`. `wanted`: roots with a
  // better hit are passed over.
  bool OfferWords(uint32_t form, WordAnswer worst, WordAnswer wanted) {
    const auto [match, grade] = ClassOf(wanted);
    const EntityVersion* const version = Wanted(form, match, grade);
    if (version == nullptr) return true;
    looked_at_in_all_ += kJudged - 1;
    const auto answer =
        MatchName(query_, strings_.Get(table_.form(form).folded), worst);
    if (!answer.has_value()) return false;
    if (!table_.FormHoldsAt(form, now_.at())) return true;
    const auto [match_found, grade_found] = ClassOf(*answer);
    Add(form, version, match_found, grade_found);
    return true;
  }

  void OfferAllForms(uint32_t root) {
    for (const uint32_t member : table_.Members(root, now_.at())) {
      for (PostingList::Cursor c(table_.forms_of(member)); !c.done();
           c.Next()) {
        OfferWhole(c.row());
        if (HasAcronym()) OfferAcronym(c.row());
        OfferWords(c.row(), WordAnswer::kFar, WordAnswer::kSame);
      }
    }
  }

  // Of the names that come next.
  template <typename Queue>
  void PrefetchAhead(const Queue& queue) const {
    for (int step = 0; step < EntityTable::kFormSteps; ++step) {
      const auto form = queue.Ahead(
          kNamesPerStep * static_cast<size_t>(EntityTable::kFormSteps - step));
      if (form.has_value()) table_.PrefetchVersion(*form, step);
    }
  }

  // Offers the names of one class until it can have no better hits for the
  // page. `queue`: has Next() and Ahead().
  template <typename Queue, typename Offer>
  void OfferInOrder(Hit::Match match, int grade, Queue* queue,
                    const Offer& offer) {
    const size_t before = hits_.size();
    if (before >= limit_) return;
    // Hits that may be enough, and names looked at since that was found out.
    size_t due = limit_ - before;
    int looked_at = 0;
    for (; looked_at_in_all_ < kMaxLookedAt; ++looked_at_in_all_) {
      const auto form = queue->Next();
      if (!form.has_value()) return;
      PrefetchAhead(*queue);
      const size_t hits = hits_.size() - before;
      if (hits >= due ||
          (++looked_at >= kLookedAt && hits >= limit_ - before)) {
        if (NothingBetter(match, grade, limit_ - before,
                          table_.names().order_key(*form))) {
          return;
        }
        due = hits + limit_;
        looked_at = 0;
      }
      offer(*form);
    }
  }

  // Answer by answer, the better first, until the page is full.
  void OfferByWords() {
    if (hits_.size() >= limit_) return;
    NameCandidates candidates(table_.names(), query_);
    for (int a = 0; a <= static_cast<int>(WordAnswer::kFar); ++a) {
      if (hits_.size() >= limit_) return;
      const auto answer = static_cast<WordAnswer>(a);
      candidates.Open(answer);
      const auto [match, grade] = ClassOf(answer);
      OfferInOrder(match, grade, &candidates, [&](uint32_t form) {
        if (!OfferWords(form, answer, answer)) candidates.Postpone(form);
      });
    }
  }

  // Whether the class has `count` hits before any whose order is `key` or
  // later.
  bool NothingBetter(Hit::Match match, int grade, size_t count,
                     uint32_t key) const {
    size_t better = 0;
    for (const auto& [root, hit] : hits_) {
      if (hit.match == match && hit.grade == grade && OrderKey(hit) < key) {
        ++better;
      }
    }
    return better >= count;
  }

  // As the hit stands at the snapshot. Above kExactFame a level stands for
  // several numbers: taken as the next worse one.
  uint32_t OrderKey(const NameHit& hit) const {
    const uint64_t fame = FameOf(*hit.version);
    uint8_t level = FameLevel(fame);
    if (fame > kExactFame) --level;
    return NameOrderKey(level, strings_.Get(table_.form(hit.form).folded));
  }

  bool Better(const NameHit& a, const NameHit& b) const {
    if (a.match != b.match) return a.match < b.match;
    if (a.grade != b.grade) return a.grade < b.grade;
    const uint64_t fame_a = FameOf(*a.version);
    const uint64_t fame_b = FameOf(*b.version);
    if (fame_a != fame_b) return fame_a > fame_b;
    const EntityTable::Form& x = table_.form(a.form);
    const EntityTable::Form& y = table_.form(b.form);
    const absl::string_view folded_a = strings_.Get(x.folded);
    const absl::string_view folded_b = strings_.Get(y.folded);
    const auto size = [](absl::string_view name) {
      return std::min<size_t>(255, name.size());
    };
    if (size(folded_a) != size(folded_b)) {
      return size(folded_a) < size(folded_b);
    }
    if (folded_a != folded_b) return folded_a < folded_b;
    if (x.text != y.text) return strings_.Get(x.text) < strings_.Get(y.text);
    return table_.id(a.version->entity) < table_.id(b.version->entity);
  }

  std::vector<NameHit> Take() {
    std::vector<NameHit> sorted;
    for (const auto& [root, hit] : hits_) sorted.push_back(hit);
    const size_t count = std::min(limit_, sorted.size());
    std::partial_sort(
        sorted.begin(), sorted.begin() + count, sorted.end(),
        [&](const NameHit& a, const NameHit& b) { return Better(a, b); });
    sorted.resize(count);
    for (NameHit& hit : sorted) hit.score = ScoreOf(hit);
    return sorted;
  }

  const Snapshot& now_;
  const EntityTable& table_;
  const StringPool& strings_;
  const EntityReader reader_;
  const NameQuery& query_;
  const std::function<bool(const EntityVersion&)>& matches_;
  const size_t limit_;
  int looked_at_in_all_ = 0;
  // The best of each root.
  absl::flat_hash_map<uint32_t, NameHit> hits_;
};

}  // namespace

std::vector<NameHit> SearchNames(
    const Snapshot& now, const EntityTable& table, const NameQuery& query,
    const std::optional<std::vector<uint32_t>>& candidates,
    const std::function<bool(const EntityVersion&)>& matches, size_t limit) {
  return Search(now, table, query, matches, limit).Run(candidates);
}

absl::Status CheckSearch(absl::string_view query, size_t max_query_bytes,
                         int page_size) {
  if (absl::StripAsciiWhitespace(query).empty()) {
    return InvalidField("query", "is required");
  }
  if (query.size() > max_query_bytes) {
    return InvalidField("query",
                        absl::StrCat("holds ", query.size(), " bytes; at most ",
                                     max_query_bytes));
  }
  if (page_size < 0) {
    return InvalidField("page_size", "is negative; 0 means 10");
  }
  return absl::OkStatus();
}

size_t SearchPageSize(int page_size) {
  return page_size == 0 ? kDefaultHits : std::min(page_size, kMaxHits);
}

}  // namespace impactwire::query
