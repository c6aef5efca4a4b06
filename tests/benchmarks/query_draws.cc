#include "tests/benchmarks/query_draws.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "tests/benchmarks/number_text.h"

namespace impactwire::bench {

QueryDraws::Drawn QueryDraws::Any(Dice* dice) const {
  Drawn drawn;
  drawn.article = dice->Below(generator_->articles());
  drawn.figure = dice->Below(generator_->FigureCount(drawn.article));
  drawn.facts = generator_->FactsOf(drawn.article, drawn.figure);
  return drawn;
}

QueryDraws::Drawn QueryDraws::WithOrganization(Dice* dice) const {
  for (;;) {
    const Drawn drawn = Any(dice);
    if (drawn.facts.organization != FigureFacts::kNone) return drawn;
  }
}

v1::GetOrganizationRequest QueryDraws::Organization(Dice* dice) const {
  v1::GetOrganizationRequest request;
  request.set_organization_id(
      generator_->names()
          .Organization(WithOrganization(dice).facts.organization)
          .id);
  return request;
}

v1::GetImpactFigureRequest QueryDraws::Figure(Dice* dice) const {
  const Drawn drawn = Any(dice);
  v1::GetImpactFigureRequest request;
  request.set_figure_id(generator_->FigureId(drawn.article, drawn.figure));
  return request;
}

v1::ListImpactFiguresRequest QueryDraws::SelectiveList(Dice* dice) const {
  Drawn drawn;
  do {
    drawn = WithOrganization(dice);
  } while (drawn.facts.end_month == FigureFacts::kNone);
  v1::ListImpactFiguresRequest request;
  v1::ImpactFigureFilter* const filter = request.mutable_filter();
  filter->add_organization_ids(
      generator_->names().Organization(drawn.facts.organization).id);
  filter->add_categories(generator_->shape(drawn.facts).figure.category());
  const uint32_t january = drawn.facts.end_month / 12 * 12;
  filter->mutable_period()->set_start(MonthText(january));
  filter->mutable_period()->set_end(MonthText(january + 11));
  request.set_page_size(50);
  return request;
}

v1::ListImpactFiguresRequest QueryDraws::BroadList() const {
  v1::ListImpactFiguresRequest request;
  request.mutable_filter()->add_units("person");
  request.set_order(v1::ListImpactFiguresRequest::ORDER_VALUE);
  request.set_page_size(50);
  return request;
}

v1::SearchOrganizationsRequest QueryDraws::Search(Typed typed,
                                                  Dice* dice) const {
  v1::SearchOrganizationsRequest request;
  for (;;) {
    const MadeUpOrganization made = generator_->names().Organization(
        WithOrganization(dice).facts.organization);
    if (typed == Typed::kAcronym) {
      if (made.alias.empty() || made.alias.size() > 5) continue;
      request.set_query(made.alias);
      return request;
    }
    const std::vector<std::string> words = absl::StrSplit(made.name, ' ');
    if (words[0].size() < 5) continue;
    if (typed == Typed::kPrefix) {
      request.set_query(words[0].substr(0, 4));
      if (static_cast<uint8_t>(request.query().back()) >= 0x80) continue;
      return request;
    }
    std::string query =
        words.size() < 2 ? words[0] : absl::StrCat(words[0], " ", words[1]);
    // A letter too many, one missing, or two exchanged; within a word.
    const size_t at = 1 + dice->Below(words[0].size() - 3);
    if (static_cast<uint8_t>(query[at]) >= 0x80 ||
        static_cast<uint8_t>(query[at + 1]) >= 0x80) {
      continue;
    }
    switch (dice->Below(3)) {
      case 0:
        query.insert(at, 1, 'e');
        break;
      case 1:
        query.erase(at, 1);
        break;
      default:
        std::swap(query[at], query[at + 1]);
    }
    request.set_query(query);
    return request;
  }
}

v1::AggregateImpactFiguresRequest QueryDraws::Aggregate() const {
  using Request = v1::AggregateImpactFiguresRequest;
  Request request;
  request.add_group_by(Request::GROUP_BY_CATEGORY);
  request.add_group_by(Request::GROUP_BY_PUBLISH_YEAR);
  return request;
}

v1::AggregateImpactFiguresRequest QueryDraws::AggregateOrganizations() const {
  using Request = v1::AggregateImpactFiguresRequest;
  Request request;
  request.add_group_by(Request::GROUP_BY_ORGANIZATION);
  return request;
}

v1::AggregateImpactFiguresRequest QueryDraws::AggregateConfident() const {
  using Request = v1::AggregateImpactFiguresRequest;
  Request request;
  request.add_group_by(Request::GROUP_BY_CATEGORY);
  request.mutable_filter()->set_min_confidence(0.8);
  return request;
}

v1::ListClaimsRequest QueryDraws::Claims() const {
  v1::ListClaimsRequest request;
  request.set_page_size(50);
  return request;
}

v1::ListClaimsRequest QueryDraws::CorroboratedClaims() const {
  v1::ListClaimsRequest request = Claims();
  request.set_min_independent_source_count(2);
  return request;
}

}  // namespace impactwire::bench
