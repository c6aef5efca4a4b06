#include "tests/query_service/index/testing/oracle_claim_parts.h"

#include <cmath>
#include <cstdlib>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "query_service/index/names/fold.h"
#include "query_service/index/tables/day_range.h"

namespace impactwire::query::oracle {
namespace {

template <typename T>
bool Contradict(const std::optional<T>& a, const std::optional<T>& b) {
  return a.has_value() && b.has_value() && *a != *b;
}

std::string TwoDigits(double value) { return absl::StrFormat("%.1e", value); }

}  // namespace

bool Contradict(const Parts& a, const Parts& b) {
  return Contradict(a.value, b.value) || Contradict(a.period, b.period) ||
         Contradict(a.place, b.place);
}

std::string ChangeName(const v1::ImpactFigure& f) {
  return f.change() == v1::CHANGE_NONE ? "CHANGE_UNSPECIFIED"
                                       : v1::Change_Name(f.change());
}

std::string RateName(const v1::ImpactFigure& f) {
  if (!f.has_rate()) return "no rate";
  return absl::StrCat(absl::AsciiStrToLower(f.rate().per()), " times ",
                      f.rate().count());
}

Parts PartsOf(const v1::ImpactFigure& f) {
  Parts parts;
  const double value = f.value();
  const bool small = std::fabs(value) < 100 && std::trunc(value) == value;
  if (f.bound() == v1::BOUND_EXACT &&
      (small || std::strtod(TwoDigits(value).c_str(), nullptr) != value)) {
    parts.value = value;
  }
  const DayRange days = DaysBetween(f.period().start(), f.period().end());
  if (!days.is_none()) parts.period = {days.first, days.last};
  if (!Fold(f.place().name()).empty()) parts.place = Fold(f.place().name());
  return parts;
}

std::string BucketName(const v1::ImpactFigure& f) {
  return absl::StrCat(f.organization_id().empty() ? "what " + Fold(f.what())
                                                  : f.organization_id(),
                      "|", absl::AsciiStrToLower(f.unit()), "|", f.category(),
                      "|", f.status(), "|", ChangeName(f), "|", RateName(f),
                      "|", TwoDigits(f.value()), "|",
                      TwoDigits(f.value_high()));
}

std::string SeriesName(const v1::ImpactFigure& f) {
  if (f.organization_id().empty() || f.has_rate() ||
      f.measure() != v1::MEASURE_CUMULATIVE ||
      f.status() != v1::FIGURE_STATUS_ACHIEVED ||
      f.change() == v1::CHANGE_UP_BY || f.change() == v1::CHANGE_DOWN_BY) {
    return "";
  }
  return absl::StrCat(f.organization_id(), "|", absl::AsciiStrToLower(f.unit()),
                      "|", f.category(), "|", Fold(f.place().name()), "|",
                      Fold(f.what()));
}

std::optional<int32_t> PublishDay(const std::string& date) {
  const auto days = ParseDays(date);
  if (!days.has_value()) return std::nullopt;
  return days->first;
}

std::pair<bool, int32_t> Earliest(const std::string& date) {
  const auto day = PublishDay(date);
  return std::make_pair(!day.has_value(), day.value_or(0));
}

}  // namespace impactwire::query::oracle
