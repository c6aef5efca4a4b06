// What of a figure makes it one claim, or one series, with another, as the
// oracle sees it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <utility>

#include "impactwire/v1/record.pb.h"

namespace impactwire::query::oracle {

// What is known of a claim's three parts; unset where nothing is.
struct Parts {
  std::optional<double> value;
  std::optional<std::pair<int32_t, int32_t>> period;
  std::optional<std::string> place;

  int known() const {
    return value.has_value() + period.has_value() + place.has_value();
  }
  // Fuller ones first.
  auto Order() const {
    return std::make_tuple(-known(), !value, value, !period, period, !place,
                           place);
  }
};

bool Contradict(const Parts& a, const Parts& b);

Parts PartsOf(const v1::ImpactFigure& figure);

// Equal for what these say alike.
std::string ChangeName(const v1::ImpactFigure& figure);
std::string RateName(const v1::ImpactFigure& figure);

// `figure` with merged ids.
std::string BucketName(const v1::ImpactFigure& figure);

// "" for what is no level.
std::string SeriesName(const v1::ImpactFigure& figure);

std::optional<int32_t> PublishDay(const std::string& date);

// Undated ones last.
std::pair<bool, int32_t> Earliest(const std::string& date);

}  // namespace impactwire::query::oracle
