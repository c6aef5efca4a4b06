// A filter expression's tree as conditions on figures.
#include <utility>

#include "common/status/status_macros.h"
#include "query_service/index/filters/filter_field.h"

namespace impactwire::query {
namespace {

using Kind = FigureCondition::Kind;

bool IsUnitable(const FigureCondition& condition) {
  return condition.kind == Kind::kTest && !condition.test.negated &&
         condition.test.IsSet();
}

// Adds an alternative to `any`.
void AddAlternative(FigureCondition part, std::vector<FigureCondition>* any) {
  if (part.kind == Kind::kAny) {
    for (FigureCondition& inner : part.parts) {
      AddAlternative(std::move(inner), any);
    }
    return;
  }
  if (IsUnitable(part)) {
    for (FigureCondition& other : *any) {
      FigureTest& test = other.test;
      if (!IsUnitable(other) || test.field != part.test.field ||
          test.contains != part.test.contains) {
        continue;
      }
      test.bits |= part.test.bits;
      for (std::string& text : part.test.texts) {
        test.texts.push_back(std::move(text));
      }
      for (const uint64_t number : part.test.numbers) {
        test.numbers.push_back(number);
      }
      return;
    }
  }
  any->push_back(std::move(part));
}

absl::StatusOr<FigureCondition> Convert(const FilterNode& node, bool negated) {
  FigureCondition condition;
  if (node.kind == FilterNode::Kind::kTerm) {
    ASSIGN_OR_RETURN(condition.test, MakeFigureTest(node.term));
    condition.test.negated = condition.test.negated != negated;
    return condition;
  }
  if (node.kind == FilterNode::Kind::kNot) {
    return Convert(node.parts[0], !negated);
  }
  // NOT (a AND b) is NOT a OR NOT b.
  const bool all = (node.kind == FilterNode::Kind::kAnd) != negated;
  condition.kind = all ? Kind::kAll : Kind::kAny;
  for (const FilterNode& part : node.parts) {
    ASSIGN_OR_RETURN(FigureCondition converted, Convert(part, negated));
    if (!all) {
      AddAlternative(std::move(converted), &condition.parts);
    } else if (converted.kind == Kind::kAll) {
      for (FigureCondition& inner : converted.parts) {
        condition.parts.push_back(std::move(inner));
      }
    } else {
      condition.parts.push_back(std::move(converted));
    }
  }
  if (condition.parts.size() == 1) {
    FigureCondition only = std::move(condition.parts[0]);
    return only;
  }
  return condition;
}

}  // namespace

absl::StatusOr<FigureCondition> MakeFigureCondition(const FilterNode& node) {
  return Convert(node, false);
}

}  // namespace impactwire::query
