// The first figures of a filter in an order, without looking at those that
// cannot be among them.
//
// Source: zone maps as in G. Moerkotte, "Small Materialized Aggregates" (1998);
// stopping at the threshold of the k-th element as in R. Fagin et al., "Optimal
// Aggregation Algorithms for Middleware" (2001).
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "impactwire/v1/query.pb.h"
#include "query_service/index/filters/figure_filter.h"

namespace impactwire::query {

// Sorts ascending: what comes first has the smaller key, then the smaller row.
struct OrderKey {
  double key = 0;
  uint32_t row = 0;
  bool operator<(const OrderKey& other) const {
    return key != other.key ? key < other.key : row < other.row;
  }
};

OrderKey FigureOrderKey(const FigureTable& figures,
                        v1::ListImpactFiguresRequest::Order order,
                        uint32_t row);

// The first `most` matches after `after`, in order. `count`, unless null: set
// to the number of all matches, before or after. If the matcher's snapshot says
// stop, both are of a part of the rows.
std::vector<OrderKey> FirstFigures(const FigureMatcher& matcher,
                                   v1::ListImpactFiguresRequest::Order order,
                                   size_t most,
                                   const std::optional<OrderKey>& after,
                                   uint32_t* count);

}  // namespace impactwire::query
