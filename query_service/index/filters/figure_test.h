// FigureTest: one condition on a figure; FigureCondition: several, joined. What
// typed filter fields and filter expressions both become, before a snapshot
// gives numbers to their names.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "query_service/index/tables/day_range.h"

namespace impactwire::query {

// Ascending: the ones that are cheap to test first.
enum class FigureField : uint8_t {
  kCategory,
  kStatus,
  kAttribution,
  kBound,
  kUnit,
  kValue,
  kConfidence,
  kSdg,
  kCountry,
  kHasOrganization,
  kHasRate,
  // Of the figure's period: all of it, its first day, its last day.
  kPeriod,
  kPeriodStart,
  kPeriodEnd,
  kPublishDate,
  kArticle,
  kPublisher,
  kPlace,
  kOrganization,
  kOrganizationKind,
};

struct FigureTest {
  FigureField field = FigureField::kCategory;
  // The condition is that the rest does not hold.
  bool negated = false;
  // kUnit, kPlace, kPublisher: one of `texts` is contained; else equal.
  bool contains = false;
  // kUnit, kPlace, kPublisher, kCountry: there is one; no values are given.
  bool present = false;

  // Enums and goals: any of these.
  uint32_t bits = 0;
  // Any of these: units in lower case, places and publishers folded, article
  // ids.
  std::vector<std::string> texts;
  // Any of these: organization ids; country numbers.
  std::vector<uint64_t> numbers;
  // kValue, kConfidence: both included.
  double min = -std::numeric_limits<double>::infinity();
  double max = std::numeric_limits<double>::infinity();
  // kPeriod, kPublishDate: has a day in common. kPeriodStart, kPeriodEnd: the
  // day is stated and within.
  DayRange days;

  // Whether `texts`, `numbers` or `bits` are a set of values.
  bool IsSet() const {
    return field != FigureField::kValue && field != FigureField::kConfidence &&
           field != FigureField::kHasOrganization &&
           field != FigureField::kHasRate && field != FigureField::kPeriod &&
           field != FigureField::kPeriodStart &&
           field != FigureField::kPeriodEnd &&
           field != FigureField::kPublishDate && !present;
  }
};

struct FigureCondition {
  enum class Kind : uint8_t { kTest, kAll, kAny };
  Kind kind = Kind::kTest;
  FigureTest test;
  // Of kAll and kAny; none: holds always, never.
  std::vector<FigureCondition> parts;
};

}  // namespace impactwire::query
