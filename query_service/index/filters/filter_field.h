// Fields of filter expressions (ImpactFigureFilter.expression): what each is
// compared to, and with what.
//
//   kind      operators         values
//   id        = != :            an organization's id; `organization : *`
//   enum      = != :            names, with or without prefix, in either case
//   text      = != :            = the whole, : contained; case (place and
//                               publisher: also accents) does not count
//   number    = != < <= > >=    42, -1.5, 3e6
//   date      = != < <= > >= :  YYYY, YYYY-MM, YYYY-MM-DD
//   country   = != :            two letters
//   goal      = != :            1 to 17: has this goal
//   article   = != :            an article id
//   yes/no    = !=              true, false
//
// `field : *` is "the figure has one"; `a != b` is `NOT a = b`, so that it also
// holds where there is none. `period.start` and `period.end` are the first and
// the last day of what the figure states; a publish date that is a month or a
// year matches if a day of it does, as in DateRange filters.
#pragma once

#include "absl/status/statusor.h"
#include "query_service/index/filters/figure_test.h"
#include "query_service/index/filters/filter_expression.h"

namespace impactwire::query {

// INVALID_ARGUMENT naming "filter.expression", the column and what would be
// right.
absl::StatusOr<FigureTest> MakeFigureTest(const FilterTerm& term);

// The whole tree: NOT moved into the tests, values of one field that are joined
// by OR made one test, AND within AND flattened.
absl::StatusOr<FigureCondition> MakeFigureCondition(const FilterNode& node);

}  // namespace impactwire::query
