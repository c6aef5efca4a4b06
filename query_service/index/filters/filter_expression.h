// Filter expressions: text after AIP-160 (google.aip.dev/160) as a syntax tree.
//
//   expression  = [ factor { ["AND"] factor } ]     juxtaposed means AND
//   factor      = term { "OR" term }                OR binds tighter than AND
//   term        = [ "NOT" | "-" ] simple
//   simple      = "(" expression ")" | restriction
//   restriction = field operator argument
//   operator    = "=" | "!=" | "<" | "<=" | ">" | ">=" | ":"
//   argument    = text | "quoted" | 'quoted' | "(" values ")"
//
// A field may have points in it. `country = (KE OR UG)` stands for
// `country = KE OR country = UG`; within such brackets stand values only.
// In quotes a backslash takes the next character as it is. Keywords are upper
// case. Which fields there are and what they compare to: filter_field.h.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace impactwire::query {

inline constexpr size_t kMaxExpressionBytes = 2000;
inline constexpr int kMaxExpressionDepth = 32;
inline constexpr int kMaxExpressionTerms = 200;

enum class FilterOperator {
  kEqual,
  kNotEqual,
  kLess,
  kLessOrEqual,
  kGreater,
  kGreaterOrEqual,
  kHas
};

// As written.
absl::string_view OperatorText(FilterOperator op);

// One comparison. Columns count characters, from 1.
struct FilterTerm {
  std::string field;
  FilterOperator op = FilterOperator::kEqual;
  std::string value;
  bool quoted = false;
  size_t field_column = 0;
  size_t operator_column = 0;
  size_t value_column = 0;
};

struct FilterNode {
  enum class Kind { kTerm, kAnd, kOr, kNot };
  Kind kind = Kind::kAnd;
  // Of kTerm.
  FilterTerm term;
  // Of the others; kNot has one. kAnd without parts holds always.
  std::vector<FilterNode> parts;
};

// In time linear in the text. INVALID_ARGUMENT naming "filter.expression", with
// the column, what was found there and what would be right.
absl::StatusOr<FilterNode> ParseFilterExpression(absl::string_view text);

// INVALID_ARGUMENT naming "filter.expression" and the column.
absl::Status ExpressionError(size_t column, absl::string_view description);

}  // namespace impactwire::query
