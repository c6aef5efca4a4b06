#include "query_service/index/filters/figure_predicate.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "query_service/index/readers/entity_reader.h"

namespace impactwire::query {
namespace {

using Kind = FigureCondition::Kind;

bool InBits(uint32_t bits, uint8_t value) {
  return value < 32 && (bits >> value & 1) != 0;
}

}  // namespace

FigurePredicate::FigurePredicate(const std::vector<FigureCondition>& conditions,
                                 const Snapshot& snapshot)
    : snapshot_(snapshot), tables_(snapshot.tables()) {
  root_.kind = Kind::kAll;
  for (const FigureCondition& condition : conditions) {
    root_.parts.push_back(Bind(condition));
  }
  std::stable_sort(
      root_.parts.begin(), root_.parts.end(), [](const Node& a, const Node& b) {
        const auto cost = [](const Node& n) {
          return n.kind == Kind::kTest ? static_cast<int>(n.test.test->field)
                                       : 255;
        };
        return cost(a) < cost(b);
      });
  for (const Node& part : root_.parts) {
    rest_.push_back(&part);
    if (part.kind == Kind::kTest && !part.test.test->negated &&
        part.test.code != 0) {
      unit_code_ = part.test.code;
      if (root_.parts.size() == 1) only_unit_code_ = unit_code_;
    }
  }
}

const uint8_t* FigurePredicate::EnumColumn(FigureField field,
                                           const FigureSegment& s) {
  switch (field) {
    case FigureField::kCategory:
      return s.category;
    case FigureField::kStatus:
      return s.status;
    case FigureField::kAttribution:
      return s.attribution;
    default:
      return s.bound;
  }
}

FigurePredicate::Node FigurePredicate::Bind(
    const FigureCondition& condition) const {
  Node node;
  node.kind = condition.kind;
  if (node.kind == Kind::kTest) {
    BindTest(condition.test, &node.test);
  }
  for (const FigureCondition& part : condition.parts) {
    node.parts.push_back(Bind(part));
  }
  return node;
}

void FigurePredicate::BindTest(const FigureTest& test, Test* bound) const {
  bound->test = &test;
  absl::flat_hash_set<uint32_t>& numbers = bound->numbers;
  switch (test.field) {
    case FigureField::kUnit:
    case FigureField::kPlace:
    case FigureField::kPublisher:
      if (test.contains) break;
      for (const std::string& text : test.texts) {
        if (const auto n = tables_.strings().Find(text)) numbers.insert(*n);
      }
      break;
    case FigureField::kCountry:
      for (const uint64_t country : test.numbers) {
        numbers.insert(static_cast<uint32_t>(country));
      }
      break;
    case FigureField::kOrganization: {
      const EntityTable& table = tables_.organizations();
      for (const uint64_t id : test.numbers) {
        const auto entity = table.Find(id);
        if (!entity.has_value()) continue;
        const uint32_t root = table.Root(*entity, snapshot_.at());
        for (const uint32_t member : table.Members(root, snapshot_.at())) {
          numbers.insert(member);
        }
      }
      break;
    }
    case FigureField::kArticle:
      // Also versions that no longer hold: a watch asks about them.
      for (const std::string& id : test.texts) {
        const auto number = tables_.ArticleNumber(id);
        if (number.has_value()) numbers.insert(*number);
      }
      break;
    default:
      break;
  }
  if (numbers.size() == 1) bound->number = *numbers.begin();
  if (test.field == FigureField::kUnit && bound->number.has_value()) {
    bound->code = tables_.figures().UnitCode(*bound->number);
  }
}

// -- One row
// --------------------------------------------------------------------

bool FigurePredicate::TextMatches(const Test& test, uint32_t text) const {
  if (test.test->present) return text != 0;
  if (!test.test->contains) return test.numbers.contains(text);
  const auto [it, is_new] = test.known.emplace(text, false);
  if (is_new) {
    const absl::string_view whole = tables_.strings().Get(text);
    for (const std::string& part : test.test->texts) {
      it->second = it->second || absl::StrContains(whole, part);
    }
  }
  return it->second;
}

bool FigurePredicate::KindMatches(const Test& test,
                                  uint32_t organization) const {
  if (organization == kNoRow) return false;
  const auto [it, is_new] = test.known.emplace(organization, false);
  if (is_new) {
    const EntityTable& table = tables_.organizations();
    const EntityVersion* const version = EntityReader(snapshot_).Live(
        table, table.Root(organization, snapshot_.at()));
    it->second = version != nullptr && InBits(test.test->bits, version->kind);
  }
  return it->second;
}

bool FigurePredicate::OrganizationMatches(const Test& test,
                                          const FigureSegment& s, uint32_t i,
                                          uint32_t row) const {
  if (s.organization[i] != kNoRow && test.numbers.contains(s.organization[i])) {
    return true;
  }
  if ((s.flags[i] & FigureSegment::kHasOthers) == 0) return false;
  for (const uint32_t other : tables_.figures().co_organizations(row)) {
    if (test.numbers.contains(other)) return true;
  }
  return false;
}

bool FigurePredicate::MatchesTest(const Test& test, const FigureSegment& s,
                                  uint32_t i, uint32_t row) const {
  const FigureTest& t = *test.test;
  switch (t.field) {
    case FigureField::kCategory:
    case FigureField::kStatus:
    case FigureField::kAttribution:
    case FigureField::kBound:
      return InBits(t.bits, EnumColumn(t.field, s)[i]);
    case FigureField::kUnit:
      return test.code != 0 ? s.unit_code[i] == test.code
                            : TextMatches(test, s.unit_folded[i]);
    case FigureField::kValue:
      return s.value[i] >= t.min && s.value[i] <= t.max;
    case FigureField::kConfidence:
      return s.confidence[i] >= t.min && s.confidence[i] <= t.max;
    case FigureField::kSdg:
      return (s.sdg_goals[i] & t.bits) != 0;
    case FigureField::kCountry:
      if (t.present) return s.country[i] != 0;
      return test.number.has_value() ? s.country[i] == *test.number
                                     : test.numbers.contains(s.country[i]);
    case FigureField::kHasOrganization:
      return s.organization[i] != kNoRow;
    case FigureField::kHasRate:
      return (s.flags[i] & FigureSegment::kHasRate) != 0;
    case FigureField::kPeriod:
      return t.days.Overlaps(s.period[i]);
    case FigureField::kPeriodStart:
      return HasDay(s.period[i], s.period[i].first, t.days);
    case FigureField::kPeriodEnd:
      return HasDay(s.period[i], s.period[i].last, t.days);
    case FigureField::kPublishDate:
      return t.days.Overlaps(s.publish_days[i]);
    case FigureField::kArticle:
      return test.numbers.contains(
          tables_.articles()[s.article_row[i]].article);
    case FigureField::kPublisher:
      return TextMatches(test,
                         tables_.articles()[s.article_row[i]].publisher_folded);
    case FigureField::kPlace:
      return TextMatches(test, s.place_folded[i]);
    case FigureField::kOrganization:
      return OrganizationMatches(test, s, i, row);
    case FigureField::kOrganizationKind:
      return KindMatches(test, s.organization[i]);
  }
  return false;
}

bool FigurePredicate::MatchesNode(const Node& node, const FigureSegment& s,
                                  uint32_t i, uint32_t row) const {
  if (node.kind == Kind::kTest) {
    return MatchesTest(node.test, s, i, row) != node.test.test->negated;
  }
  const bool all = node.kind == Kind::kAll;
  for (const Node& part : node.parts) {
    if (MatchesNode(part, s, i, row) != all) return !all;
  }
  return all;
}

bool FigurePredicate::Matches(const FigureSegment& segment, uint32_t i,
                              uint32_t row) const {
  return MatchesNode(root_, segment, i, row);
}

void FigurePredicate::Assume(const FigureTest* test) {
  std::erase_if(rest_, [&](const Node* n) { return n->test.test == test; });
}

bool FigurePredicate::MatchesRest(const FigureSegment& segment, uint32_t i,
                                  uint32_t row) const {
  for (const Node* const node : rest_) {
    if (!MatchesNode(*node, segment, i, row)) return false;
  }
  return true;
}

void FigurePredicate::Prefetch(const FigureSegment& s, uint32_t i) const {
  for (const Node* const part : rest_) {
    if (part->kind != Kind::kTest) continue;
    const Node& node = *part;
    switch (node.test.test->field) {
      case FigureField::kCategory:
      case FigureField::kStatus:
      case FigureField::kAttribution:
      case FigureField::kBound:
        __builtin_prefetch(EnumColumn(node.test.test->field, s) + i);
        break;
      case FigureField::kUnit:
        __builtin_prefetch(node.test.code != 0
                               ? static_cast<const void*>(s.unit_code + i)
                               : s.unit_folded + i);
        break;
      case FigureField::kValue:
        __builtin_prefetch(s.value + i);
        break;
      case FigureField::kConfidence:
        __builtin_prefetch(s.confidence + i);
        break;
      case FigureField::kSdg:
        __builtin_prefetch(s.sdg_goals + i);
        break;
      case FigureField::kCountry:
        __builtin_prefetch(s.country + i);
        break;
      case FigureField::kHasOrganization:
      case FigureField::kOrganization:
      case FigureField::kOrganizationKind:
        __builtin_prefetch(s.organization + i);
        break;
      case FigureField::kHasRate:
        __builtin_prefetch(s.flags + i);
        break;
      case FigureField::kPeriod:
      case FigureField::kPeriodStart:
      case FigureField::kPeriodEnd:
        __builtin_prefetch(s.period + i);
        break;
      case FigureField::kPublishDate:
        __builtin_prefetch(s.publish_days + i);
        break;
      case FigureField::kArticle:
      case FigureField::kPublisher:
        __builtin_prefetch(s.article_row + i);
        break;
      case FigureField::kPlace:
        __builtin_prefetch(s.place_folded + i);
        break;
    }
  }
}

}  // namespace impactwire::query
