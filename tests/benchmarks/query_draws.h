// The queries that the benchmarks ask, of the index, of the service and of its
// peers: each draw another one of its kind, of what RecordGenerator made. All
// ask for what is there.
#pragma once

#include "impactwire/v1/query.pb.h"
#include "tests/benchmarks/record_generator.h"

namespace impactwire::bench {

enum class Typed { kTypo, kPrefix, kAcronym };

class QueryDraws {
 public:
  explicit QueryDraws(const RecordGenerator* generator)
      : generator_(generator) {}

  // As often as figures are its.
  v1::GetOrganizationRequest Organization(Dice* dice) const;
  v1::GetImpactFigureRequest Figure(Dice* dice) const;

  // Organization, category and period of a figure; the first 50.
  v1::ListImpactFiguresRequest SelectiveList(Dice* dice) const;

  // The most frequent unit, largest value first; the first 50.
  v1::ListImpactFiguresRequest BroadList() const;

  // Two words of a name with a mistake; the start of one; an acronym.
  v1::SearchOrganizationsRequest Search(Typed typed, Dice* dice) const;

  // All figures by category and year of publishing.
  v1::AggregateImpactFiguresRequest Aggregate() const;
  // All by organization; those of a confidence of 0.8 and more by category.
  v1::AggregateImpactFiguresRequest AggregateOrganizations() const;
  v1::AggregateImpactFiguresRequest AggregateConfident() const;

  // The first 50 claims; those of two independent sources and more.
  v1::ListClaimsRequest Claims() const;
  v1::ListClaimsRequest CorroboratedClaims() const;

 private:
  struct Drawn {
    FigureFacts facts;
    uint32_t article = 0;
    uint32_t figure = 0;
  };
  Drawn Any(Dice* dice) const;
  Drawn WithOrganization(Dice* dice) const;

  const RecordGenerator* const generator_;
};

}  // namespace impactwire::bench
