// Random log histories and requests over a small world, so that everything
// meets everything: few articles, organizations, people, units.
#pragma once

#include <random>
#include <string>
#include <vector>

#include "impactwire/v1/log.pb.h"
#include "impactwire/v1/query.pb.h"
#include "query_service/index/index.h"

namespace impactwire::query {

inline constexpr char kLogId[] = "00000000000000aa";
// Of the figures.
inline constexpr const char* kUnits[] = {"person", "USD", "usd", "tree",
                                         "percent"};

class World {
 public:
  explicit World(uint32_t seed) : random_(seed) {}

  // Entries with ascending sequences, some left out as superseded entries are.
  // Overrides are one in `override_every`; 0: none.
  std::vector<v1::LogEntry> History(int entries, int override_every);
  v1::LogEntry Entry(uint64_t sequence, int override_every);
  v1::ArticleRecord Record();

  v1::ImpactFigureFilter FigureFilter();
  // Without an expression.
  v1::ImpactFigureFilter TypedFilter();
  // A filter expression, with brackets up to `depth` deep.
  std::string Expression(int depth);
  v1::ListImpactFiguresRequest Figures();
  v1::ListOrganizationsRequest Organizations();
  v1::ListExecutivesRequest Executives();
  v1::ListArticlesRequest Articles();
  v1::AggregateImpactFiguresRequest Aggregate();
  v1::ListClaimsRequest Claims();
  v1::SearchOrganizationsRequest Search();
  v1::SearchExecutivesRequest SearchPeople();
  v1::SearchImpactFiguresRequest SearchFigures();

  std::string OrganizationId();
  std::string ExecutiveId();
  std::string ArticleId();

  // [0, n).
  int Below(int n) {
    return std::uniform_int_distribution<>(0, n - 1)(random_);
  }
  bool OneIn(int n) { return Below(n) == 0; }

 private:
  template <typename T, size_t n>
  const T& Pick(const T (&from)[n]) {
    return from[Below(n)];
  }
  v1::ImpactFigure Figure(const std::string& article, int number);
  // Makes it say what figures of other articles say, or nearly.
  void Corroborate(v1::ImpactFigure* figure);
  v1::DateRange Dates();
  std::string Comparison();

  std::mt19937 random_;
};

// The typed filter as an expression.
std::string AsExpression(const v1::ImpactFigureFilter& filter);

// A role of the person at the organization; their ids are made of their names.
void AddLeader(const std::string& person, const std::string& organization,
               v1::ArticleRecord* record);

// The batch (after, through] of `entries`.
RecordBatch Batch(const std::vector<v1::LogEntry>& entries, uint64_t after,
                  uint64_t through, uint64_t high_watermark);

// Applies `entries` whole.
void ApplyAll(const std::vector<v1::LogEntry>& entries, Index* index);

Position At(uint64_t sequence);

}  // namespace impactwire::query
