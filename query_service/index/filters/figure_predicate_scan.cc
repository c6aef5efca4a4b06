// The part of FigurePredicate that looks at a segment's rows together.
#include <algorithm>
#include <bit>

#include "query_service/index/filters/figure_predicate.h"

namespace impactwire::query {
namespace {

using Kind = FigureCondition::Kind;

Verdict Inverted(Verdict verdict) {
  if (verdict == Verdict::kSome) return verdict;
  return verdict == Verdict::kNone ? Verdict::kAll : Verdict::kNone;
}

Verdict JudgeBits(uint64_t zone, uint32_t bits) {
  if ((zone & bits) == 0) return Verdict::kNone;
  return (zone & ~uint64_t{bits}) == 0 ? Verdict::kAll : Verdict::kSome;
}

template <typename T>
Verdict JudgeSpan(const FigureZone::Span<T>& zone, T least, T most) {
  if (zone.most < least || zone.least > most) return Verdict::kNone;
  return zone.least >= least && zone.most <= most ? Verdict::kAll
                                                  : Verdict::kSome;
}

Verdict JudgeFlag(bool any, bool all) {
  return all ? Verdict::kAll : any ? Verdict::kSome : Verdict::kNone;
}

// Rows whose days overlap.
Verdict JudgeOverlap(const FigureZone::Days& zone, const DayRange& days) {
  if (!zone.any || zone.first.least > days.last ||
      zone.last.most < days.first) {
    return Verdict::kNone;
  }
  return zone.all && zone.first.most <= days.last &&
                 zone.last.least >= days.first
             ? Verdict::kAll
             : Verdict::kSome;
}

Verdict JudgeDay(const FigureZone::Days& zone,
                 const FigureZone::Span<int32_t>& span, const DayRange& days) {
  if (!zone.any) return Verdict::kNone;
  const Verdict verdict =
      JudgeSpan(span, std::max(days.first, DayRange::kOpenStart + 1),
                std::min(days.last, DayRange::kOpenEnd - 1));
  return verdict == Verdict::kAll && !zone.all ? Verdict::kSome : verdict;
}

// Keeps rows whose enum is in `bits`.
void KeepBits(const uint8_t* column, uint32_t bits, RowMask* mask) {
  if (std::has_single_bit(bits)) {
    const auto value = static_cast<uint8_t>(std::countr_zero(bits));
    mask->KeepAll([=](uint32_t i) { return column[i] == value; });
  } else {
    mask->KeepAll([=](uint32_t i) {
      const uint32_t value = column[i];
      return static_cast<bool>((bits >> (value & 31)) & (value < 32));
    });
  }
}

void KeepBetween(const double* column, double min, double max, RowMask* mask) {
  mask->KeepAll(
      [=](uint32_t i) { return (column[i] >= min) & (column[i] <= max); });
}

uint64_t EnumZone(FigureField field, const FigureZone& zone) {
  switch (field) {
    case FigureField::kCategory:
      return zone.categories;
    case FigureField::kStatus:
      return zone.statuses;
    case FigureField::kAttribution:
      return zone.attributions;
    default:
      return zone.bounds;
  }
}

}  // namespace

Verdict FigurePredicate::JudgeTest(const Test& test,
                                   const FigureZone& zone) const {
  const FigureTest& t = *test.test;
  switch (t.field) {
    case FigureField::kCategory:
    case FigureField::kStatus:
    case FigureField::kAttribution:
    case FigureField::kBound:
      return JudgeBits(EnumZone(t.field, zone), t.bits);
    case FigureField::kUnit: {
      if (t.contains || t.present) return Verdict::kSome;
      if (test.numbers.empty()) return Verdict::kNone;
      if (test.code == 0) return Verdict::kSome;
      if (zone.FindUnit(test.code) == nullptr) return Verdict::kNone;
      return zone.all_coded && zone.units.size() == 1 ? Verdict::kAll
                                                      : Verdict::kSome;
    }
    case FigureField::kValue:
      return JudgeSpan(zone.value, t.min, t.max);
    case FigureField::kConfidence:
      return JudgeSpan(zone.confidence, t.min, t.max);
    case FigureField::kSdg:
      return (zone.goals & t.bits) == 0 ? Verdict::kNone : Verdict::kSome;
    case FigureField::kHasOrganization:
      return JudgeFlag(zone.any_organization, zone.all_organization);
    case FigureField::kHasRate:
      return JudgeFlag(zone.any_rate, zone.all_rate);
    case FigureField::kPeriod:
      return JudgeOverlap(zone.period, t.days);
    case FigureField::kPeriodStart:
      return JudgeDay(zone.period, zone.period.first, t.days);
    case FigureField::kPeriodEnd:
      return JudgeDay(zone.period, zone.period.last, t.days);
    case FigureField::kPublishDate:
      return JudgeOverlap(zone.publish, t.days);
    default:
      return Verdict::kSome;
  }
}

Verdict FigurePredicate::JudgeNode(const Node& node,
                                   const FigureZone& zone) const {
  if (node.kind == Kind::kTest) {
    const Verdict verdict = JudgeTest(node.test, zone);
    return node.test.test->negated ? Inverted(verdict) : verdict;
  }
  // Of kAny: NOT (all of the inverted).
  const bool any = node.kind == Kind::kAny;
  Verdict result = Verdict::kAll;
  for (const Node& part : node.parts) {
    const Verdict verdict =
        any ? Inverted(JudgeNode(part, zone)) : JudgeNode(part, zone);
    if (verdict == Verdict::kNone) {
      result = verdict;
      break;
    }
    if (verdict == Verdict::kSome) result = verdict;
  }
  return any ? Inverted(result) : result;
}

Verdict FigurePredicate::Judge(const FigureZone& zone) const {
  return JudgeNode(root_, zone);
}

void FigurePredicate::KeepTest(const Test& test, const FigureSegment& s,
                               uint32_t first_row, bool full,
                               RowMask* mask) const {
  const FigureTest& t = *test.test;
  const auto one_by_one = [&] {
    mask->KeepEach(
        [&](uint32_t i) { return MatchesTest(test, s, i, first_row + i); });
  };
  if (!full) return one_by_one();
  switch (t.field) {
    case FigureField::kCategory:
    case FigureField::kStatus:
    case FigureField::kAttribution:
    case FigureField::kBound:
      return KeepBits(EnumColumn(t.field, s), t.bits, mask);
    case FigureField::kUnit:
      if (test.code == 0) return one_by_one();
      return mask->KeepAll([code = test.code, column = s.unit_code](
                               uint32_t i) { return column[i] == code; });
    case FigureField::kValue:
      return KeepBetween(s.value, t.min, t.max, mask);
    case FigureField::kConfidence:
      return KeepBetween(s.confidence, t.min, t.max, mask);
    case FigureField::kSdg:
      return mask->KeepAll([bits = t.bits, column = s.sdg_goals](uint32_t i) {
        return (column[i] & bits) != 0;
      });
    case FigureField::kCountry: {
      if (t.present || !test.number.has_value()) return one_by_one();
      const auto country = static_cast<uint16_t>(*test.number);
      return mask->KeepAll([country, column = s.country](uint32_t i) {
        return column[i] == country;
      });
    }
    case FigureField::kHasOrganization:
      return mask->KeepAll([column = s.organization](uint32_t i) {
        return column[i] != kNoRow;
      });
    case FigureField::kHasRate:
      return mask->KeepAll([column = s.flags](uint32_t i) {
        return (column[i] & FigureSegment::kHasRate) != 0;
      });
    case FigureField::kPeriod:
    case FigureField::kPublishDate: {
      if (t.days.is_none()) return one_by_one();
      const auto overlap = [days = t.days](const auto* column) {
        return [days, column](uint32_t i) {
          const DayRange of = column[i];
          return (of.first <= of.last) & (of.first <= days.last) &
                 (of.last >= days.first);
        };
      };
      return t.field == FigureField::kPeriod
                 ? mask->KeepAll(overlap(s.period))
                 : mask->KeepAll(overlap(s.publish_days));
    }
    case FigureField::kPeriodStart:
      return mask->KeepAll([days = t.days, column = s.period](uint32_t i) {
        return HasDay(column[i], column[i].first, days);
      });
    case FigureField::kPeriodEnd:
      return mask->KeepAll([days = t.days, column = s.period](uint32_t i) {
        return HasDay(column[i], column[i].last, days);
      });
    default:
      return one_by_one();
  }
}

void FigurePredicate::KeepNode(const Node& node, const FigureSegment& s,
                               uint32_t first_row, bool full,
                               RowMask* mask) const {
  if (node.kind == Kind::kAll) {
    for (const Node& part : node.parts) {
      if (mask->None()) return;
      KeepNode(part, s, first_row, full, mask);
    }
    return;
  }
  if (node.kind == Kind::kTest && !node.test.test->negated) {
    return KeepTest(node.test, s, first_row, full, mask);
  }
  RowMask rest = *mask;
  if (node.kind == Kind::kTest) {
    KeepTest(node.test, s, first_row, full, &rest);
    mask->AndNot(rest);
    return;
  }
  RowMask found;
  for (const Node& part : node.parts) {
    RowMask more = rest;
    KeepNode(part, s, first_row, full, &more);
    found.Or(more);
    rest.AndNot(more);
  }
  *mask = found;
}

void FigurePredicate::Keep(const FigureSegment& segment, uint32_t first_row,
                           bool full, RowMask* mask) const {
  KeepNode(root_, segment, first_row, full, mask);
}

}  // namespace impactwire::query
