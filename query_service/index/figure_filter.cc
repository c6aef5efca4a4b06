#include "query_service/index/figure_filter.h"

#include <algorithm>
#include <cmath>
#include <queue>

#include "absl/strings/match.h"
#include "common/base/stable_id.h"
#include "query_service/index/country_number.h"
#include "query_service/index/entity_reader.h"
#include "query_service/index/filter_check.h"
#include "query_service/index/fold.h"

namespace impactwire::query {
namespace {

constexpr int kGoals = 17;

bool InSet(uint32_t bits, uint8_t value) {
  return bits == 0 || (value < 32 && (bits >> value & 1) != 0);
}

void CheckValues(const v1::ImpactFigureFilter& proto, FigureFilter* filter,
                 FilterCheck* check) {
  if (proto.has_min_value()) filter->min_value = proto.min_value();
  if (proto.has_max_value()) filter->max_value = proto.max_value();
  if (std::isnan(proto.min_value())) {
    check->Invalid("filter.min_value", "is no number");
  }
  if (std::isnan(proto.max_value())) {
    check->Invalid("filter.max_value", "is no number");
  }
  if (proto.has_min_value() && proto.has_max_value() &&
      proto.max_value() < proto.min_value()) {
    check->Invalid("filter.max_value", "is smaller than filter.min_value");
  }
}

}  // namespace

absl::StatusOr<FigureFilter> FigureFilter::Make(
    const v1::ImpactFigureFilter& proto) {
  FigureFilter filter;
  FilterCheck check;
  filter.organizations = check.Ids(
      "filter.organization_ids", kOrganizationIdKind, proto.organization_ids());
  filter.organization_kinds =
      check.Enums("filter.organization_kinds", v1::OrganizationKind_IsValid,
                  proto.organization_kinds());
  filter.categories = check.Enums(
      "filter.categories", v1::ImpactCategory_IsValid, proto.categories());
  filter.statuses = check.Enums("filter.statuses", v1::FigureStatus_IsValid,
                                proto.statuses());
  filter.attributions = check.Enums(
      "filter.attributions", v1::Attribution_IsValid, proto.attributions());
  check.Count("filter.units", proto.units_size());
  for (const std::string& unit : proto.units()) {
    check.Text("filter.units", unit);
    filter.units.push_back(absl::AsciiStrToLower(unit));
  }
  CheckValues(proto, &filter, &check);
  if (proto.has_period()) {
    filter.period = check.Days("filter.period", proto.period());
  }
  if (proto.has_publish_date()) {
    filter.publish_days =
        check.Days("filter.publish_date", proto.publish_date());
  }
  check.Text("filter.place", proto.place());
  filter.place = Fold(proto.place());
  if (!proto.place().empty() && filter.place.empty()) {
    check.Invalid("filter.place", "has neither letter nor digit");
  }
  check.Count("filter.country_codes", proto.country_codes_size());
  for (const std::string& code : proto.country_codes()) {
    filter.countries.push_back(CountryNumber(code));
    if (filter.countries.back() == 0) {
      check.Invalid("filter.country_codes",
                    "holds a code that is not two letters (ISO 3166-1)");
      break;
    }
  }
  check.Confidence("filter.min_confidence", proto.min_confidence());
  filter.min_confidence = proto.min_confidence();
  for (const int goal : proto.sdg_goals()) {
    if (goal < 1 || goal > kGoals) {
      check.Invalid("filter.sdg_goals", "holds a goal that is not 1 to 17");
      break;
    }
    filter.sdg_goals |= uint32_t{1} << goal;
  }
  check.ArticleId("filter.article_id", proto.article_id());
  filter.article_id = proto.article_id();
  if (proto.has_has_organization()) {
    filter.has_organization = proto.has_organization();
  }
  if (!check.status().ok()) return check.status();
  return filter;
}

bool FigureFilter::empty() const {
  return organizations.empty() && organization_kinds == 0 && categories == 0 &&
         statuses == 0 && attributions == 0 && sdg_goals == 0 &&
         units.empty() && !min_value.has_value() && !max_value.has_value() &&
         !period.has_value() && !publish_days.has_value() && place.empty() &&
         countries.empty() && min_confidence == 0 && article_id.empty() &&
         !has_organization.has_value();
}

FigureMatcher::FigureMatcher(const FigureFilter& filter,
                             const Snapshot& snapshot)
    : filter_(filter), snapshot_(snapshot), tables_(snapshot.tables()) {
  // A posting list is worth its random reads only if it is short.
  lists_size_ = tables_.figures().size() / 4 + 1;
  const EntityTable& organizations = tables_.organizations();
  if (!filter.organizations.empty()) {
    Lists lists;
    for (const uint64_t id : filter.organizations) {
      const auto entity = organizations.Find(id);
      if (!entity.has_value()) continue;
      const uint32_t root = organizations.Root(*entity, snapshot.at());
      for (const uint32_t member : organizations.Members(root, snapshot.at())) {
        if (organizations_.insert(member).second) {
          lists.push_back(&organizations.figures_of(member));
        }
      }
    }
    Offer(std::move(lists));
  }
  if (!filter.units.empty()) {
    Lists lists;
    for (const std::string& unit : filter.units) {
      const auto number = tables_.strings().Find(unit);
      if (!number.has_value() || !units_.insert(*number).second) continue;
      lists.push_back(tables_.figures_by_unit().Find(*number));
    }
    Offer(std::move(lists));
  }
  if (!filter.countries.empty()) {
    Lists lists;
    absl::flat_hash_set<uint16_t> seen;
    for (const uint16_t country : filter.countries) {
      if (seen.insert(country).second) {
        lists.push_back(tables_.figures_by_country().Find(country));
      }
    }
    Offer(std::move(lists));
  }
  if (filter.categories != 0) {
    Lists lists;
    for (uint32_t c = 0; c < 32; ++c) {
      if ((filter.categories >> c & 1) != 0) {
        lists.push_back(tables_.figures_by_category().Find(c));
      }
    }
    Offer(std::move(lists));
  }
  if (!filter.article_id.empty()) {
    const auto row = tables_.ArticleAt(filter.article_id, snapshot.at());
    range_ = row.has_value() ? tables_.articles()[*row].figures : RowRange();
  }
}

void FigureMatcher::Offer(Lists lists) {
  lists.erase(std::remove(lists.begin(), lists.end(), nullptr), lists.end());
  uint64_t size = 0;
  for (const PostingList* list : lists) size += list->size();
  if (size >= lists_size_) return;
  lists_size_ = size;
  lists_ = std::move(lists);
}

bool FigureMatcher::PlaceMatches(uint32_t place) const {
  const auto [it, is_new] = places_.emplace(place, false);
  if (is_new) {
    it->second = absl::StrContains(tables_.strings().Get(place), filter_.place);
  }
  return it->second;
}

bool FigureMatcher::KindMatches(uint32_t organization) const {
  if (organization == kNoRow) return false;
  const auto [it, is_new] = kinds_.emplace(organization, false);
  if (is_new) {
    const EntityTable& table = tables_.organizations();
    const EntityVersion* const version = EntityReader(snapshot_).Live(
        table, table.Root(organization, snapshot_.at()));
    it->second =
        version != nullptr && InSet(filter_.organization_kinds, version->kind);
  }
  return it->second;
}

bool FigureMatcher::OrganizationMatches(uint32_t row,
                                        uint32_t organization) const {
  if (organization != kNoRow && organizations_.contains(organization)) {
    return true;
  }
  for (const uint32_t other : tables_.figures().co_organizations(row)) {
    if (organizations_.contains(other)) return true;
  }
  return false;
}

bool FigureMatcher::Matches(const FigureSegment& s, uint32_t i,
                            uint32_t row) const {
  const FigureFilter& f = filter_;
  if (!InSet(f.categories, s.category[i]) || !InSet(f.statuses, s.status[i]) ||
      !InSet(f.attributions, s.attribution[i])) {
    return false;
  }
  if (f.min_value.has_value() && !(s.value[i] >= *f.min_value)) return false;
  if (f.max_value.has_value() && !(s.value[i] <= *f.max_value)) return false;
  if (s.confidence[i] < f.min_confidence) return false;
  if (!f.units.empty() && !units_.contains(s.unit_folded[i])) return false;
  if (f.sdg_goals != 0 && (f.sdg_goals & s.sdg_goals[i]) == 0) return false;
  if (f.publish_days.has_value() &&
      !f.publish_days->Overlaps(s.publish_days[i])) {
    return false;
  }
  if (f.period.has_value() && !f.period->Overlaps(s.period[i])) return false;
  if (!f.countries.empty() && std::find(f.countries.begin(), f.countries.end(),
                                        s.country[i]) == f.countries.end()) {
    return false;
  }
  if (f.has_organization.has_value() &&
      *f.has_organization != (s.organization[i] != kNoRow)) {
    return false;
  }
  if (!f.article_id.empty() &&
      tables_.ArticleId(tables_.articles()[s.article_row[i]]) != f.article_id) {
    return false;
  }
  if (!f.place.empty() && !PlaceMatches(s.place_folded[i])) return false;
  if (!f.organizations.empty() &&
      !OrganizationMatches(row, s.organization[i])) {
    return false;
  }
  return f.organization_kinds == 0 || KindMatches(s.organization[i]);
}

void FigureMatcher::ForEach(uint32_t first_row,
                            const std::function<bool(uint32_t)>& visit) const {
  const FigureTable& figures = tables_.figures();
  const uint64_t at = snapshot_.at();
  const auto offer = [&](uint32_t row) {
    return !figures.HoldsAt(row, at) || !Matches(row) || visit(row);
  };
  if (range_.has_value()) {
    for (uint32_t row = std::max(first_row, range_->first); row < range_->end();
         ++row) {
      if (!offer(row)) return;
    }
    return;
  }
  if (!lists_.has_value()) {
    // Segment by segment.
    const uint32_t size = figures.size();
    for (uint32_t row = first_row; row < size;) {
      const FigureSegment& s = figures.segment(row);
      uint32_t i = FigureTable::offset(row);
      const uint32_t end = std::min(FigureSegment::kRows, i + (size - row));
      for (; i < end; ++i, ++row) {
        if (s.HoldsAt(i, at) && Matches(s, i, row) && !visit(row)) return;
      }
    }
    return;
  }
  // Merges the lists; a row may stand in several.
  using Head = std::pair<uint32_t, size_t>;
  std::vector<PostingList::Cursor> cursors;
  std::priority_queue<Head, std::vector<Head>, std::greater<Head>> heads;
  for (const PostingList* list : *lists_) {
    cursors.emplace_back(*list);
    while (!cursors.back().done() && cursors.back().row() < first_row) {
      cursors.back().Next();
    }
    if (!cursors.back().done()) {
      heads.push({cursors.back().row(), cursors.size() - 1});
    }
  }
  uint32_t last = kNoRow;
  while (!heads.empty()) {
    const auto [row, list] = heads.top();
    heads.pop();
    if (row != last && !offer(row)) return;
    last = row;
    cursors[list].Next();
    if (!cursors[list].done()) heads.push({cursors[list].row(), list});
  }
}

}  // namespace impactwire::query
